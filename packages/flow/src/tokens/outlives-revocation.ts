import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { Revoked } from './revoke.ts'
import type { TokenSet } from './token-set.ts'

/**
 * When a revoked access token expires, in ms since 1970, where it may work until then: a self-contained token is
 * checked without a request to its issuer (RFC 7009 §3). `undefined` where it has expired, or where its expiry is not
 * known.
 */
export function outlivesRevocation(
  { accessToken, expiresAt }: TokenSet,
  revoked: Revoked,
  now: number,
): number | undefined {
  const claims = claimsOf(accessToken)
  if (revoked === 'all' && !claims) return undefined
  const ends = expiresAt ?? (typeof claims?.exp === 'number' ? claims.exp * 1000 : undefined)
  return ends !== undefined && ends > now ? ends : undefined
}

/** The claims of a JWT (RFC 7519 §3), unverified; `undefined` where the token is no JWT. */
function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const [header = '', claims = '', , ...more] = token.split('.')
  return more.length === 0 && decode(header)?.alg !== undefined ? decode(claims) : undefined
}

function decode(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return parseObject(atob(part.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return undefined
  }
}
