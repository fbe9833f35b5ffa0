import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { inTurn } from '../in-turn.ts'
import { isRefusedLately } from '../tokens/refresh-pause.ts'
import type { TokenRecords } from '../tokens/stored-tokens.ts'
import type { TokenRecord } from '../tokens/token-record.ts'
import type { TokenSet } from '../tokens/token-set.ts'

interface NoteRefusalOptions {
  readonly records: TokenRecords
  readonly now: () => number
  readonly signal: AbortSignal | undefined
}

/** Notes when the MCP server refused the stored tokens, with which they stay. Nothing is noted where others are stored meanwhile. */
export async function noteRefusal(
  serverUrl: string,
  rejected: TokenSet,
  { records, now, signal }: NoteRefusalOptions,
): Promise<void> {
  const note = async (record: TokenRecord | undefined): Promise<TokenRecord | undefined> => {
    if (record?.tokens.accessToken !== rejected.accessToken) return record
    // Noted anew with each request, it would keep everybody from refreshing for ever.
    return isRefusedLately(record, now()) ? record : { ...record, refusedAt: now() }
  }
  await inTurn(
    `holding the tokens for ${displayUrl(serverUrl)}`,
    (turn) => records.update(note, { signal: turn }),
    signal,
  )
}
