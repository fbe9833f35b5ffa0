import { parseObject } from '@fast-agent-auth/discovery/untrusted'
import type { Revoked } from './revoke.ts'
import type { TokenSet } from './token-set.ts'

/**
 * When an access token ends by itself that may be good until then, although it was revoked: one that is self-contained is
 * checked without a question to its issuer (RFC 7009 §3). `undefined` where it has ended or nothing says when it does.
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

/** What a JWT says (RFC 7519 §3), unchecked; `undefined` where the token is none. */
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
