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

export function tokenKey(serverKey: string): string {
  return `tokens:${serverKey}`
}

/** Reads a damaged record as none, with an event. */
export function createTokenRecords(
  store: TokenStore,
  serverKey: string,
  onEvent?: (event: FlowEvent) => void,
): TokenRecords {
  const key = tokenKey(serverKey)
  const parse = (text: string | undefined): TokenRecord | undefined => {
    if (text === undefined) return undefined
    const record = parseTokenRecord(text)
    if (!record) onEvent?.({ type: 'record_damaged', key })
    return record
  }
  return {
    read: async () => parse(await store.get(key)),
    async update(change, signal) {
      const replace = async (present: string | undefined): Promise<string | undefined> => {
        const record = parse(present)
        const next = await change(record)
        // What is damaged is not kept: a change that returns nothing deletes it.
        if (record && next === record) return present
        return next && serializeTokenRecord(next)
      }
      await store.update(key, replace, { signal })
    },
  }
}
