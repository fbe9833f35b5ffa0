import { shownUrl } from '@fast-agent-auth/discovery/untrusted'
import { inTurn } from '../in-turn.ts'
import type { TokenRecords } from '../tokens/stored-tokens.ts'
import type { TokenRecord } from '../tokens/token-record.ts'
import type { TokenSet } from '../tokens/token-set.ts'

/** Notes that the server took the stored tokens no more, unless others are stored meanwhile. */
export async function markRefused(
  serverUrl: string,
  rejected: TokenSet | undefined,
  { records, signal }: { readonly records: TokenRecords; readonly signal: AbortSignal | undefined },
): Promise<void> {
  if (!rejected) return
  const mark = async (record: TokenRecord | undefined): Promise<TokenRecord | undefined> =>
    record && !record.refused && record.tokens.accessToken === rejected.accessToken
      ? { ...record, refused: true }
      : record
  await inTurn(
    `holding the tokens for ${shownUrl(serverUrl)}`,
    (turn) => records.update(mark, { signal: turn }),
    signal,
  )
}
