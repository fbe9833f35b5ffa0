import type { TokenRecord } from './token-record.ts'
import type { TokenSet } from './token-set.ts'

/** Whether a stored record answers a refusal: neither the rejected tokens nor expired. */
export function isUsable(
  record: TokenRecord,
  { rejected, now }: { readonly rejected?: TokenSet | undefined; readonly now: number },
): boolean {
  if (rejected && record.tokens.accessToken === rejected.accessToken) return false
  // An expired token that was never sent is no newer than the rejected one.
  return !isExpired(record.tokens, now)
}

export function isExpired(tokens: TokenSet, now: number): boolean {
  return tokens.expiresAt !== undefined && tokens.expiresAt <= now
}

/**
 * Whether tokens should be refreshed before they are used: when the smaller of 60 s and a fifth of their lifetime is
 * left, or when they come from the future by more than that. `jitter`, from 0 to 1, takes off up to a quarter of that, so that many processes do not ask at the same moment.
 */
export function isDue(tokens: TokenSet, now: number, jitter: number): boolean {
  if (tokens.expiresAt === undefined) return false
  const margin = Math.min(60_000, (tokens.expiresAt - tokens.obtainedAt) / 5)
  const ahead = margin * (1 - jitter / 4)
  // The clock was ahead when they were obtained: when they expire by this one is not known.
  return tokens.expiresAt - ahead <= now || tokens.obtainedAt - ahead > now
}
