import { quoteUntrusted, tellOperator } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { TokenEndpointAuthMethod } from './client.ts'
import { markEndpointMissing } from './endpoint-missing.ts'
import { isSuccess, type ServerResponse } from './request.ts'
import { invalidScope } from './scope.ts'
import { isAccessToken, isRefreshToken } from './token-syntax.ts'

/** A token response (RFC 6749 §5.1), with our names. */
export interface TokenResponse {
  readonly tokenType: string
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  /** In seconds. */
  readonly expiresIn?: number | undefined
  readonly scope?: string | undefined
  /** The authentication method that the server accepted. */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined
  readonly plainBasic?: boolean | undefined
}

interface TokenRequestContext {
  readonly issuer: string
  readonly grantType: string
  readonly requestedScope?: string | undefined
}

/**
 * Prepares a token response for oauth4webapi, which throws on a `refresh_token` of null or "", a missing `token_type`
 * and a negative `expires_in`. After a refresh, such a throw would lose the rotated token.
 *
 * @throws AuthorizationError `invalid_response`; `unreachable` where an HTML page answers a refresh
 */
export function cleanTokenResponse(
  answer: ServerResponse,
  { issuer, grantType, requestedScope }: TokenRequestContext,
): Response {
  const { status, body, isPage } = answer
  if (grantType === 'refresh_token' && !body && isPage) {
    const problem = `The token endpoint of ${issuer} answered HTTP ${status} with a web page, as a gateway or the login page of a network does.`
    const error = new AuthorizationError('unreachable', problem, { next: 'Try again later.' })
    // A 401 is about the client, not about the endpoint.
    throw status === 401 ? error : markEndpointMissing(error)
  }
  const succeeded = isSuccess(status)
  if (!body || (!succeeded && (status < 400 || typeof body.error !== 'string'))) {
    const problem = `The token endpoint of ${issuer} answered HTTP ${status} without a token response (RFC 6749 §5).`
    const isRedirect = status >= 300 && status < 400
    const followed = isRedirect ? ' Only a 307 or 308 within its origin is followed.' : ''
    const error = new AuthorizationError('invalid_response', problem + followed, tellOperator)
    throw isRedirect || [404, 405, 410].includes(status) ? markEndpointMissing(error) : error
  }
  // GitHub reports errors with status 200. An empty `error` beside a token is none.
  const accessToken = trimmed(body.access_token)
  if (typeof body.error === 'string' && !(succeeded && isAccessToken(accessToken))) {
    // Only these members are used, and a deeply nested one could not be serialized.
    const { error, error_description: text } = body
    const error_description = typeof text === 'string' ? text : undefined
    return Response.json({ error, error_description }, { status: succeeded ? 400 : status })
  }
  const { token_type, refresh_token, expires_in, scope } = body
  const refusal = refuseToken(accessToken, token_type)
  if (refusal !== undefined) throw new AuthorizationError('invalid_response', `${issuer} ${refusal}.`, tellOperator)
  return Response.json({
    access_token: accessToken,
    token_type: 'bearer',
    refresh_token: [refresh_token, trimmed(refresh_token)].find(isRefreshToken),
    expires_in: lifetime(expires_in),
    scope: grantedScope(scope, requestedScope),
  })
}

/** The text without the white space around it: some templates leave a line break. */
function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value
}

const scopeLimit = 4096

/**
 * Token types that are not sent as Bearer (IANA, OAuth Access Token Types). Any other type is a name of a server for
 * Bearer.
 */
const otherTypes: readonly unknown[] = ['dpop', 'mac', 'n_a', 'pop']

function refuseToken(token: unknown, type: unknown): string | undefined {
  if (typeof token !== 'string' || token === '') return 'answered without an access_token (RFC 6749 §5.1)'
  if (!isAccessToken(token)) return 'issued a token that no header can carry (RFC 6750 §2.1)'
  if (typeof type !== 'string' || !otherTypes.includes(type.trim().toLowerCase())) return undefined
  return `issued a token of the type ${quoteUntrusted(type)}, which is not supported (RFC 6749 §7.1)`
}

/**
 * The granted scope as a text. Names that break RFC 6749 §3.3 are left out. A scope that is too long for a URL is
 * ignored, since no later sign-in could request it; then the requested scope counts as granted.
 */
function grantedScope(scope: unknown, requested = ''): string | undefined {
  if (typeof scope !== 'string' && !Array.isArray(scope)) return undefined
  // Slack and GitHub separate names by commas, which a name may also contain.
  const separator = Array.isArray(scope) || requested.includes(',') ? /\s+/ : /[\s,]+/
  const names = [scope].flat().flatMap((part) => (typeof part === 'string' ? part.split(separator) : []))
  const text = names.filter((name) => name !== '' && invalidScope(name) === undefined).join(' ')
  return text.length > scopeLimit ? undefined : text
}

/** The lifetime in seconds, from a number or from digits; ten years at most, so that the expiry is a valid date. */
function lifetime(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || Number.isNaN(seconds) || seconds <= 0) return undefined
  return Math.min(seconds, 315_360_000)
}
