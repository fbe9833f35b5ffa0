import type { RefreshFailure, TokenRecord } from './token-record.ts'
import type { RejectedTokens, TokenSet } from './token-set.ts'

const minute = 60_000

/** How long a rejected refresh token is not sent again, in ms: after the first rejection, the second and the third. */
const pauses = [minute, 5 * minute, 25 * minute] as const
const laterPause = 60 * minute

/** Whether a stored record answers a refusal: its tokens are neither the rejected ones nor expired. */
export function isUsable(
  record: TokenRecord,
  { rejected, now }: { readonly rejected?: RejectedTokens | undefined; readonly now: number },
): boolean {
  if (rejected && record.tokens.accessToken === rejected.accessToken) return false
  // An expired token that was never sent is no newer than the rejected one.
  return !isExpired(record.tokens, now)
}

export function isExpired(tokens: Pick<TokenSet, 'expiresAt'>, now: number): boolean {
  return tokens.expiresAt !== undefined && tokens.expiresAt <= now
}

/**
 * Whether tokens should be refreshed before they are used: when the smaller of 60 s and a fifth of their lifetime is
 * left, or when `obtainedAt` is later than now by more than that.
 *
 * @param jitter from 0 to 1: shortens that time by up to a quarter, so that many processes do not refresh at one moment
 */
export function isDue(tokens: TokenSet, now: number, jitter: number): boolean {
  if (tokens.expiresAt === undefined) return false
  const margin = Math.min(minute, (tokens.expiresAt - tokens.obtainedAt) / 5)
  const ahead = margin * (1 - jitter / 4)
  // The clock was ahead when the tokens were obtained, so that their expiry says nothing by the present clock.
  return tokens.expiresAt - ahead <= now || tokens.obtainedAt - ahead > now
}

/** Whether the authorization server has finally rejected the refresh token of a record. */
export function isNotAccepted(failure: RefreshFailure | undefined): failure is RefreshFailure {
  return failure !== undefined && failure.times > 0
}

/** Whether a rejected refresh token is not sent again for now. A failure that lies in the future delays nothing. */
export function isResting(failure: RefreshFailure | undefined, now: number): boolean {
  if (!isNotAccepted(failure)) return false
  const pause = pauses[failure.times - 1] ?? laterPause
  return failure.at <= now && now < failure.at + pause
}

/** Whether the MCP server refused the tokens within the last minute although they had been renewed. */
export function isRefusedLately({ refusedAt }: TokenRecord, now: number): boolean {
  return refusedAt !== undefined && refusedAt <= now && now < refusedAt + minute
}
