import { quoteUntrusted, tellOperator } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { TokenEndpointAuthMethod } from './client.ts'
import { misdirected } from './misdirected.ts'
import { type Answer, isSuccess } from './request.ts'
import { invalidScope } from './scope.ts'
import { isAccessToken, isRefreshToken } from './token-syntax.ts'

/** A token response (RFC 6749 §5.1) in our words. */
export interface TokenResponse {
  readonly tokenType: string
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  /** Seconds. */
  readonly expiresIn?: number | undefined
  readonly scope?: string | undefined
  /** How the client proved who it is. */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined
  readonly plainBasic?: boolean | undefined
}

interface Asked {
  readonly issuer: string
  readonly grantType: string
  readonly requestedScope?: string | undefined
}

/**
 * A token response as oauth4webapi takes it. It throws on `refresh_token` null or "", on a missing `token_type` and on
 * a negative `expires_in`; after a refresh, such a throw would lose the rotated token.
 *
 * @throws AuthorizationError `invalid_response`
 */
export function cleanTokenResponse(answer: Answer, { issuer, grantType, requestedScope }: Asked): Response {
  const { status, body, isPage } = answer
  if (grantType === 'refresh_token' && !body && isPage) {
    const problem = `The token endpoint of ${issuer} answered HTTP ${status} with a page for people, as a gateway or the login page of a network does.`
    const error = new AuthorizationError('unreachable', problem, { next: 'Try again later.' })
    // A 401 is about who asks.
    throw status === 401 ? error : misdirected(error)
  }
  const succeeded = isSuccess(status)
  if (!body || (!succeeded && (status < 400 || typeof body.error !== 'string'))) {
    const problem = `The token endpoint of ${issuer} answered HTTP ${status} without a token response (RFC 6749 §5).`
    const isRedirect = status >= 300 && status < 400
    const followed = isRedirect ? ' Only a 307 or 308 within its origin is followed.' : ''
    const error = new AuthorizationError('invalid_response', problem + followed, tellOperator)
    throw isRedirect || [404, 405, 410].includes(status) ? misdirected(error) : error
  }
  // GitHub reports errors with status 200. Beside a token, an empty word is none.
  const accessToken = trimmed(body.access_token)
  if (typeof body.error === 'string' && !(succeeded && isAccessToken(accessToken))) {
    // No more of it is read, and what is too deep could not be written.
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
    scope: granted(scope, requestedScope),
  })
}

/** Without the line break that some templates leave. */
function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value
}

const scopeLimit = 4096

/** The types of tokens that are sent otherwise (IANA, OAuth Access Token Types). Any other word is a server's own for Bearer. */
const otherTypes: readonly unknown[] = ['dpop', 'mac', 'n_a', 'pop']

function refuseToken(token: unknown, type: unknown): string | undefined {
  if (typeof token !== 'string' || token === '') return 'answered without an access_token (RFC 6749 §5.1)'
  if (!isAccessToken(token)) return 'issued a token that no header can carry (RFC 6750 §2.1)'
  if (typeof type !== 'string' || !otherTypes.includes(type.trim().toLowerCase())) return undefined
  return `issued a token of the type ${quoteUntrusted(type)}, and a token is used only in the way that its type says (RFC 6749 §7.1)`
}

/**
 * A scope as a text. What no scope may look like (RFC 6749 §3.3) is left out, and a scope that is longer than a URL takes
 * is not taken at all: no later sign-in could ask for it. Then it is what was asked for.
 */
function granted(scope: unknown, requested = ''): string | undefined {
  if (typeof scope !== 'string' && !Array.isArray(scope)) return undefined
  // Slack and GitHub list with commas, which a name may hold as well.
  const separator = Array.isArray(scope) || requested.includes(',') ? /\s+/ : /[\s,]+/
  const names = [scope].flat().flatMap((part) => (typeof part === 'string' ? part.split(separator) : []))
  const text = names.filter((name) => name !== '' && invalidScope(name) === undefined).join(' ')
  return text.length > scopeLimit ? undefined : text
}

/** Seconds, as a number or as digits; anything else is none. At most ten years, so that it stays a date. */
function lifetime(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || Number.isNaN(seconds) || seconds <= 0) return undefined
  return Math.min(seconds, 315_360_000)
}
