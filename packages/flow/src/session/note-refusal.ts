import { isRefusedLately } from '../tokens/record-state.ts'
import type { StoredTokens } from '../tokens/stored-tokens.ts'
import type { TokenRecord } from '../tokens/token-record.ts'
import type { RejectedTokens } from '../tokens/token-set.ts'

interface NoteRefusalOptions {
  readonly records: StoredTokens
  readonly now: () => number
  readonly signal: AbortSignal | undefined
}

/** Notes when the MCP server refused the stored tokens, with which they stay. Nothing is noted where others are stored meanwhile. */
export async function noteRefusal(
  rejected: RejectedTokens,
  { records, now, signal }: NoteRefusalOptions,
): Promise<void> {
  const note = async (record: TokenRecord | undefined): Promise<TokenRecord | undefined> => {
    if (record?.tokens.accessToken !== rejected.accessToken) return record
    // Noted anew with each request, it would keep everybody from refreshing for ever.
    return isRefusedLately(record, now()) ? record : { ...record, refusedAt: now() }
  }
  await records.update(note, { signal })
}
