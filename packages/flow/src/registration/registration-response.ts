import type { AuthorizationServer } from '@fast-agent-auth/discovery'
import { findQuirkProfile } from '@fast-agent-auth/discovery/internal'
import { isLoopback, quoteUntrusted, urlLiteral } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError, type AuthorizationErrorOptions } from '../authorization-error.ts'
import {
  type Client,
  isTokenEndpointAuthMethod,
  secretMethod,
  type TokenEndpointAuthMethod,
} from '../protocol/client.ts'
import { holdsControls } from '../protocol/client-authentication.ts'
import { invalidScope, splitScope, unionScope } from '../protocol/scope.ts'

/** An authorization server with a registration endpoint. */
export type RegisteringServer = Pick<AuthorizationServer, 'issuer' | 'tokenEndpointAuthMethodsSupported'> & {
  readonly registrationEndpoint: string
}

/** The greatest length of a text of a server that is stored, in characters. */
export const lengthLimit = 4096

interface Registration {
  readonly server: RegisteringServer
  readonly redirectUris: readonly [string, ...string[]]
  readonly notify?: ((message: string) => void) | undefined
}

/**
 * The client of a registration response (RFC 7591 §3.2.1), which may differ from the request.
 *
 * @throws AuthorizationError `invalid_response`
 */
export function readRegistration(
  body: Readonly<Record<string, unknown>>,
  { server, redirectUris, notify }: Registration,
): Client {
  const { client_id: clientId, client_secret: secret, client_secret_expires_at: expires } = body
  const byHand = registerByHand(server.issuer, redirectUris[0])
  // The id is part of messages and URLs, so it is limited to the characters of RFC 6749, appendix A.1.
  if (typeof clientId !== 'string' || !/^[\x20-\x7e]+$/.test(clientId) || clientId.length > lengthLimit) {
    const problem = `${server.issuer} registered us without a client_id that can be used (RFC 7591 §3.2.1).`
    throw new AuthorizationError('invalid_response', problem, byHand)
  }
  const clientSecret = typeof secret === 'string' && secret !== '' ? secret : undefined
  const named = body.token_endpoint_auth_method ?? undefined
  const method = authMethod(named, clientSecret, { ...server, byHand })
  if (named !== undefined && !isTokenEndpointAuthMethod(named)) {
    const what = `the client authentication ${quoteUntrusted(named)}, which was not requested`
    notify?.(`${server.issuer} registered us for ${what}: ${method} is used.`)
  }
  const returned = body.redirect_uris
  // The redirect URIs that were requested and returned. A list without the one in use is ignored.
  const registered = redirectUris.filter((uri) => Array.isArray(returned) && returned.includes(uri))
  return {
    clientId,
    clientSecret,
    tokenEndpointAuthMethod: method,
    redirectUris: registered[0] === redirectUris[0] ? registered : redirectUris,
    scope: scopeOf(body.scope),
    // 0 means never (RFC 7591 §3.2.1).
    secretExpiresAt: clientSecret && isTime(expires) ? expires * 1000 : undefined,
  }
}

function authMethod(
  named: unknown,
  clientSecret: string | undefined,
  {
    issuer,
    tokenEndpointAuthMethodsSupported: supported = [],
    byHand,
  }: RegisteringServer & { readonly byHand: NextStep },
): TokenEndpointAuthMethod {
  const refused = (method: unknown, why: string): AuthorizationError => {
    const problem = `${issuer} registered us for the client authentication ${quoteUntrusted(method)}, ${why}.`
    return new AuthorizationError('invalid_response', problem, byHand)
  }
  const takesNone = supported.includes('none')
  if (clientSecret === undefined) {
    // A stored client without the required secret would fail at each sign-in, and never be replaced.
    if (named !== undefined && named !== 'none' && supported.length > 0 && !takesNone)
      throw refused(named, 'and gave us no secret')
    return 'none'
  }
  // A server that does not list `none` and gives a secret requires it, whatever method it returns.
  const isKnown = isTokenEndpointAuthMethod(named) && (named !== 'none' || takesNone)
  const method = isKnown ? named : (secretMethod(supported) ?? (named === 'none' ? named : 'client_secret_basic'))
  if (method === 'client_secret_basic' && holdsControls(clientSecret))
    throw refused(method, 'and gave us a secret with a control character, which that method cannot carry')
  return method
}

/**
 * Whether a value is a time in seconds since 1970. 0 means never, and so does the largest number, which some servers
 * send.
 */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isSafeInteger(Math.ceil(value * 1000))
}

/** The scope that a registration names; `undefined` where it names none. */
function scopeOf(scope: unknown): string | undefined {
  const names = typeof scope === 'string' && scope.length <= lengthLimit ? splitScope(scope) : []
  return unionScope(...names.filter((name) => invalidScope(name) === undefined))
}

const usualPort = '3030'

type NextStep = Pick<AuthorizationErrorOptions, 'next' | 'details'>

function loopbackPort(redirectUri: string | undefined): string | undefined {
  const { hostname, port } = new URL(redirectUri !== undefined && URL.canParse(redirectUri) ? redirectUri : 'x:')
  return isLoopback(hostname) && port !== '' ? port : undefined
}

/**
 * The next step where a client cannot register itself: the place to register it, the redirect URI and the option to
 * set.
 */
export function registerByHand(issuer: string, redirectUri: string | undefined): NextStep {
  const registration = findQuirkProfile(issuer)?.registration
  const where = registration ? `at ${registration}` : 'there'
  const back =
    redirectUri === undefined
      ? 'a redirect URI of this machine that the server accepts (option redirect)'
      : `the redirect URI ${redirectUri}`
  // The next listener may use another port.
  const port = loopbackPort(redirectUri)
  const samePort = port === undefined || port === usualPort ? '' : `, redirect: { port: ${port} }`
  const next = `Register an application ${where} with ${back}, and set the option client: { id: '…' }${samePort}; if the application gets a secret, client: { id: '…', secret: '…' } and issuer: ${urlLiteral(issuer)}.`
  return { next, details: { option: 'client', issuer, redirectUri, registration } }
}
