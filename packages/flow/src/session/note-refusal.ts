import { isRefusedLately } from '../tokens/record-state.ts'
import type { StoredTokens } from '../tokens/stored-tokens.ts'
import type { TokenRecord } from '../tokens/token-record.ts'
import type { RejectedTokens } from '../tokens/token-set.ts'

interface NoteRefusalOptions {
  readonly records: StoredTokens
  readonly now: () => number
  readonly signal: AbortSignal | undefined
}

/**
 * Notes in the record when the MCP server refused the stored tokens, which are kept. Nothing is noted if other tokens
 * were stored meanwhile.
 */
export async function noteRefusal(
  rejected: RejectedTokens,
  { records, now, signal }: NoteRefusalOptions,
): Promise<void> {
  const note = async (record: TokenRecord | undefined): Promise<TokenRecord | undefined> => {
    if (record?.tokens.accessToken !== rejected.accessToken) return record
    // If each request noted a new time, no process could ever refresh.
    return isRefusedLately(record, now()) ? record : { ...record, refusedAt: now() }
  }
  await records.update(note, { signal })
}
