import type { Quirks, Target } from '@fast-agent-auth/discovery'
import { quirksOf } from '@fast-agent-auth/discovery/internal'
import { tell, type UrlPolicy } from '@fast-agent-auth/discovery/untrusted'
import { createPkce, type PkcePolicy } from '@fast-agent-auth/pkce'
import type { FlowEvent } from '../events.ts'
import type { TokenEndpointAuthMethod } from '../protocol/client.ts'
import { clientAuthentication } from '../protocol/client-authentication.ts'
import { resourceParameter } from '../protocol/resource-parameter.ts'
import { splitScope } from '../protocol/scope.ts'
import { createState } from '../protocol/state.ts'
import type { RegistrationOptions } from '../registration/client-options.ts'
import { registeredUri } from '../registration/localhost.ts'
import { registeredResource } from '../registration/registered-resource.ts'
import { resolveClient } from '../registration/registration.ts'
import { assertPossible } from './assert-possible.ts'
import { authorizationUrl } from './authorization-url.ts'
import { registeredScope } from './registered-scope.ts'
import type { RequestedScopeOptions } from './requested-scope.ts'
import { tellDepartures } from './tell-departures.ts'

/** A sign-in that waits for the browser. Plain JSON; the verifier and the state in it are secret. */
export interface PendingSignIn {
  readonly serverUrl: string
  readonly account?: string | undefined
  readonly resource: string
  /** The server has no metadata that announces the parameter `resource`, which is not sent then. */
  readonly omitsResource?: boolean | undefined
  readonly issuer: string
  /** Whether the server says that it puts its issuer into the answer (RFC 9207). */
  readonly issParameterSupported: boolean
  readonly tokenEndpoint: string
  readonly revocationEndpoint?: string | undefined
  readonly clientId: string
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  /** What the server's metadata lists: a secret that is not accepted in one way may be in another. */
  readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined
  readonly redirectUri: string
  readonly state: string
  readonly verifier: string
  readonly requestedScope?: string | undefined
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

export interface BegunSignIn {
  /** To open in the browser. */
  readonly url: URL
  readonly pending: PendingSignIn
}

/** `networks` and `httpHosts`: where the endpoints may be, besides everybody's networks and the server's own. */
export interface BeginOptions extends RegistrationOptions, RequestedScopeOptions, PkcePolicy, UrlPolicy {
  readonly redirectUri: string
  /** All that may be used later; a dynamic registration names them all. */
  readonly redirectUris?: readonly string[] | undefined
  /** Default: a fresh one. */
  readonly state?: string | undefined
  /** Whose sign-in this is, where one program serves many people. */
  readonly account?: string | undefined
  /** More parameters for the authorization URL. */
  readonly authorizationParams?: Readonly<Record<string, string>> | undefined
  /** Other rules than those that are known for the provider; `false` for none. */
  readonly quirks?: Quirks | false | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * The first half of a sign-in: becomes known to the authorization server and makes the URL to open in a browser.
 * Stores no tokens. Hand `pending` to `finish`, in this process or another.
 *
 * @throws AuthorizationError, or PkceError where the server does not support PKCE
 */
export async function begin(target: Target, options: BeginOptions): Promise<BegunSignIn> {
  const { resource, serverUrl } = target
  const quirk = quirksOf(target.server.issuer, options)
  const scope = assertPossible(target, options)
  tellDepartures(target, options)
  const { redirectUri, state = createState(), now = Date.now } = options
  const omitsResource = isItself(target) || undefined
  const others = (options.redirectUris ?? []).filter((uri) => uri !== redirectUri)
  const methods = target.server.tokenEndpointAuthMethodsSupported ?? quirk('tokenEndpointAuthMethods')
  const server = { ...target.server, tokenEndpointAuthMethodsSupported: methods }
  const registrant = {
    ...options,
    resource: registeredResource(target),
    requestedScope: registeredScope(scope, target, options),
    notify: (message: string) =>
      tell(options.onEvent, {
        type: 'notice',
        rule: 'client_authentication',
        serverUrl,
        issuer: server.issuer,
        message,
      }),
  }
  const client = await resolveClient(server, [redirectUri, ...others], registrant)
  // No window opens for a sign-in whose code could not be exchanged.
  clientAuthentication(client)
  const back = registeredUri(client, redirectUri) ?? redirectUri
  const { verifier, challenge, method } = await createPkce()
  const parameters = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: back,
    state,
    code_challenge: challenge,
    code_challenge_method: method,
    ...resourceParameter({ resource, omitsResource }, quirk),
    audience: quirk('audienceParameter') === 'resource' ? resource : undefined,
    scope,
    // OpenID Connect Core §11: without it, offline_access is ignored.
    prompt: splitScope(scope).includes('offline_access') ? 'consent' : undefined,
  }
  const extra = { ...quirk('authorizationParams'), ...options.authorizationParams }
  return {
    url: authorizationUrl(server.authorizationEndpoint, parameters, extra),
    pending: {
      serverUrl,
      account: options.account,
      resource,
      omitsResource,
      issuer: server.issuer,
      issParameterSupported: server.authorizationResponseIssParameterSupported,
      tokenEndpoint: server.tokenEndpoint,
      revocationEndpoint: server.revocationEndpoint,
      clientId: client.clientId,
      tokenEndpointAuthMethod: client.tokenEndpointAuthMethod,
      tokenEndpointAuthMethodsSupported: client.clientSecret === undefined ? undefined : methods,
      redirectUri: back,
      state,
      verifier,
      requestedScope: scope,
      startedAt: now(),
    },
  }
}

/**
 * Whether a server of MCP 2025-03-26, which has nowhere to say that it knows the parameter `resource`, issues its tokens
 * itself. Else it could have another server issue tokens for whatever that takes them for.
 */
function isItself({ isUnannounced, serverUrl, server }: Target): boolean {
  const { origin } = new URL(serverUrl)
  const urls = [server.issuer, server.authorizationEndpoint, server.tokenEndpoint]
  return isUnannounced === true && urls.every((url) => new URL(url).origin === origin)
}
