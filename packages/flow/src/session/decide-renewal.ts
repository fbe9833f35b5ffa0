import { isExpired, isRefusedLately, isResting, isUsable } from '../tokens/record-state.ts'
import type { TokenRecord } from '../tokens/token-record.ts'
import type { RejectedTokens } from '../tokens/token-set.ts'

/** The answer to a refusal: the stored tokens, a refresh, or a person. */
export type Renewal = 'stored' | 'refresh' | 'person'

export interface RefusedRequest {
  readonly rejected?: RejectedTokens | undefined
  /** Whether the request was sent with renewed tokens before. */
  readonly renewed?: boolean | undefined
  /** Whether a person waits, for whom everything is tried at once. */
  readonly byPerson?: boolean | undefined
}

/** The answer to a refusal, by what is stored. */
export function decideRenewal(
  record: TokenRecord | undefined,
  { rejected, renewed, byPerson }: RefusedRequest,
  now: number,
): Renewal {
  if (!record) return 'person'
  if (isUsable(record, { rejected, now })) return 'stored'
  const { tokens, refreshFailure } = record
  if (tokens.refreshToken === undefined) return 'person'
  if (byPerson) return 'refresh'
  if (isResting(refreshFailure, now)) return 'person'
  // Renewed tokens that have expired since, as on a machine that slept, were refused for that and nothing else.
  if (isExpired(tokens, now)) return 'refresh'
  return renewed || isRefusedLately(record, now) ? 'person' : 'refresh'
}
