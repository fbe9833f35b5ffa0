import type { TokenRecord } from '../tokens/token-record.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import { isExpired } from '../tokens/usable.ts'

interface RefusedTokens {
  readonly rejected?: TokenSet | undefined
  /** Whether the request was sent with renewed tokens before. */
  readonly renewed?: boolean | undefined
  readonly now: number
}

/** Whether a refresh can answer a refusal. */
export function mayRefresh(
  record: TokenRecord | undefined,
  { rejected, renewed, now }: RefusedTokens,
): record is TokenRecord {
  if (!record || record.refused || record.tokens.refreshToken === undefined) return false
  // Renewed ones that have expired meanwhile, while the machine slept, were not refused for anything else.
  return !renewed || (rejected !== undefined && isExpired(rejected, now))
}
