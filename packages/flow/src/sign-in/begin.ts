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

/** A sign-in that waits for the browser. Plain JSON; its verifier and state are secret. */
export interface PendingSignIn {
  readonly serverUrl: string
  readonly account?: string | undefined
  readonly resource: string
  /** Whether requests leave out the parameter `resource`, which the server does not know. */
  readonly omitsResource?: boolean | undefined
  readonly issuer: string
  /** Whether the server promises its issuer in the response (RFC 9207). */
  readonly issParameterSupported: boolean
  readonly tokenEndpoint: string
  readonly revocationEndpoint?: string | undefined
  readonly clientId: string
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  /** The methods in the server's metadata: a secret that fails with one of them is sent with another. */
  readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined
  readonly redirectUri: string
  readonly state: string
  readonly verifier: string
  readonly requestedScope?: string | undefined
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

/** An authorization request (RFC 6749 §4.1.1). */
export interface AuthorizationRequest {
  /** The URL to open in the browser. */
  readonly url: URL
  readonly pending: PendingSignIn
}

/** The options of `begin`. `networks` and `httpHosts` allow endpoints in other networks and without TLS. */
export interface BeginOptions extends RegistrationOptions, RequestedScopeOptions, PkcePolicy, UrlPolicy {
  readonly redirectUri: string
  /** All redirect URIs to register, for later sign-ins as well. */
  readonly redirectUris?: readonly string[] | undefined
  /** The `state` of the request. Default: a new random one. */
  readonly state?: string | undefined
  /** The account of the sign-in, where one program serves many people. */
  readonly account?: string | undefined
  /** More parameters of the authorization URL. */
  readonly authorizationParams?: Readonly<Record<string, string>> | undefined
  /** Rules instead of the built-in ones for the provider; `false` for none. */
  readonly quirks?: Quirks | false | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * The first half of a sign-in: finds or registers the client and creates the URL to open in a browser. Stores no
 * tokens. Pass `pending` to `finish`, in this process or another.
 *
 * @throws AuthorizationError; PkceError where the server does not support PKCE; errors of the store
 * @example
 * const target = await discover('https://mcp.example.com/mcp')
 * const { url, pending } = await begin(target, { redirectUri: 'https://app.example.com/callback' })
 */
export async function begin(target: Target, options: BeginOptions): Promise<AuthorizationRequest> {
  const { resource, serverUrl } = target
  const quirk = quirksOf(target.server.issuer, options)
  const scope = assertPossible(target, options)
  tellDepartures(target, options)
  const { redirectUri, state = createState(), now = Date.now } = options
  const omitsResource = issuesItsOwnTokens(target) || undefined
  const otherRedirectUris = (options.redirectUris ?? []).filter((uri) => uri !== redirectUri)
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
  const client = await resolveClient(server, [redirectUri, ...otherRedirectUris], registrant)
  // No browser opens for a sign-in whose code could not be exchanged.
  clientAuthentication(client)
  const registeredRedirectUri = registeredUri(client, redirectUri) ?? redirectUri
  const { verifier, challenge, method } = await createPkce()
  const parameters = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: registeredRedirectUri,
    state,
    code_challenge: challenge,
    code_challenge_method: method,
    ...resourceParameter({ resource, omitsResource }, quirk),
    audience: quirk('audienceParameter') === 'resource' ? resource : undefined,
    scope,
    // `offline_access` has no effect without it (OpenID Connect Core §11).
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
      redirectUri: registeredRedirectUri,
      state,
      verifier,
      requestedScope: scope,
      startedAt: now(),
    },
  }
}

/**
 * Whether a server of MCP 2025-03-26 issues its tokens itself. Such a server cannot announce the parameter `resource`,
 * and only a server that issues its own tokens is trusted without it: another one could have tokens issued for a third
 * server.
 */
function issuesItsOwnTokens({ isUnannounced, serverUrl, server }: Target): boolean {
  const { origin } = new URL(serverUrl)
  const urls = [server.issuer, server.authorizationEndpoint, server.tokenEndpoint]
  return isUnannounced === true && urls.every((url) => new URL(url).origin === origin)
}
