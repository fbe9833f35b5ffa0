import type { TokenStore } from '@fast-agent-auth/token-store'
import type { FlowEvent } from './events.ts'
import { parseTokenRecord, serializeTokenRecord, type TokenRecord } from './token-record.ts'

/** The token record of one server and account. */
export interface TokenRecords {
  read(): Promise<TokenRecord | undefined>
  /** Replaces the record while nobody else does; the same record is not written. */
  update(
    change: (record: TokenRecord | undefined) => Promise<TokenRecord | undefined>,
    signal?: AbortSignal,
  ): Promise<void>
}

/** A record that could not be written, and the access token of the one that it was to replace. */
interface Unsaved {
  readonly replaced: string | undefined
  readonly record: TokenRecord
}

export function tokenKey(serverKey: string): string {
  return `tokens:${serverKey}`
}

/**
 * Reads a damaged record as none, with an event. A record that the store would not take stands in for the one that it
 * was to replace until the store takes it: that one's refresh token is dead.
 */
export function createTokenRecords(
  store: TokenStore,
  serverKey: string,
  onEvent?: (event: FlowEvent) => void,
): TokenRecords {
  const key = tokenKey(serverKey)
  let unsaved: Unsaved | undefined

  const parse = (text: string | undefined): TokenRecord | undefined => {
    if (text === undefined) return undefined
    const record = parseTokenRecord(text)
    if (!record) onEvent?.({ type: 'record_damaged', key })
    return record
  }
  const newest = (stored: TokenRecord | undefined): TokenRecord | undefined =>
    unsaved && stored && stored.tokens.accessToken === unsaved.replaced ? unsaved.record : stored

  return {
    read: async () => newest(parse(await store.get(key))),
    async update(change, signal) {
      let attempt: Unsaved | undefined
      const replace = async (present: string | undefined): Promise<string | undefined> => {
        const stored = parse(present)
        const next = await change(newest(stored))
        // What is damaged is not kept: a change that returns nothing deletes it.
        if (stored && next === stored) return present
        attempt = next && { replaced: stored?.tokens.accessToken, record: next }
        return next && serializeTokenRecord(next)
      }
      try {
        await store.update(key, replace, { signal })
      } catch (error) {
        unsaved = attempt ?? unsaved
        throw error
      }
    },
  }
}
