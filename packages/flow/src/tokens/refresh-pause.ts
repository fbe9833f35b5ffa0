import type { RefreshFailure, TokenRecord } from './token-record.ts'

const minute = 60_000

/** How long a refresh token rests that was not accepted, in ms: after the first time, the second and the third. */
const pauses = [minute, 5 * minute, 25 * minute] as const
const laterPause = 60 * minute

/** Whether the authorization server has answered a refresh with something final other than tokens. */
export function isNotAccepted(failure: RefreshFailure | undefined): failure is RefreshFailure {
  return failure !== undefined && failure.times > 0
}

/** Whether a refresh token that was not accepted is left alone for now. A clock that was set back holds nothing back. */
export function isResting(failure: RefreshFailure | undefined, now: number): boolean {
  if (!isNotAccepted(failure)) return false
  const pause = pauses[failure.times - 1] ?? laterPause
  return failure.at <= now && now < failure.at + pause
}

/** Whether the MCP server refused the tokens within the last minute although they had been renewed. */
export function isRefusedLately({ refusedAt }: TokenRecord, now: number): boolean {
  return refusedAt !== undefined && refusedAt <= now && now < refusedAt + minute
}
