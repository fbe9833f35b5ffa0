import type { TokenStore } from '@fast-agent-auth/token-store'
import type { FlowEvent } from './events.ts'
import { parseTokenRecord, serializeTokenRecord, type TokenRecord } from './token-record.ts'
import { type Unsaved, unsavedTokensOf } from './unsaved-tokens.ts'

/** The token record of one server and account. */
export interface TokenRecords {
  read(): Promise<TokenRecord | undefined>
  /** Replaces the record while nobody else does; the same record is not written. */
  update(
    change: (record: TokenRecord | undefined) => Promise<TokenRecord | undefined>,
    signal?: AbortSignal,
  ): Promise<void>
  /** Writes what the store did not take the last time, once a second at most. Nobody has to wait for it. */
  saveAgain(now: number): void
}

const retryInterval = 1000

export function tokenKey(serverKey: string): string {
  return `tokens:${serverKey}`
}

/**
 * Reads a damaged record as none, with an event. A record that the store would not take stands in for the one that it
 * was to replace until the store takes it: that one's refresh token is dead. For all of the process, which know it by the
 * store.
 */
export function createTokenRecords(
  store: TokenStore,
  serverKey: string,
  onEvent?: (event: FlowEvent) => void,
): TokenRecords {
  const key = tokenKey(serverKey)
  const unsaved = unsavedTokensOf(store)
  let triedAt = Number.NEGATIVE_INFINITY

  const parse = (text: string | undefined): TokenRecord | undefined => {
    if (text === undefined) return undefined
    const record = parseTokenRecord(text)
    if (!record) onEvent?.({ type: 'record_damaged', key })
    return record
  }
  const newest = (stored: TokenRecord | undefined): TokenRecord | undefined => {
    const ours = unsaved.get(key)
    return ours && stored && stored.tokens.accessToken === ours.replaced ? ours.record : stored
  }

  async function update(
    change: (record: TokenRecord | undefined) => Promise<TokenRecord | undefined>,
    signal?: AbortSignal,
  ): Promise<void> {
    let ours: Unsaved | undefined
    const replace = async (present: string | undefined): Promise<string | undefined> => {
      const stored = parse(present)
      const next = await change(newest(stored))
      ours = unsaved.get(key)
      // What is damaged is not kept: a change that returns nothing deletes it.
      if (stored && next === stored) return present
      if (next) {
        ours = { replaced: stored?.tokens.accessToken, record: next }
        // Before it is written: whoever reads meanwhile would find a refresh token that is dead.
        unsaved.set(key, ours)
      }
      return next && serializeTokenRecord(next)
    }
    await store.update(key, replace, { signal })
    // Taken, or deleted, or of a record that is there no more.
    if (unsaved.get(key) === ours) unsaved.delete(key)
  }

  return {
    read: async () => newest(parse(await store.get(key))),
    update,
    saveAgain(now) {
      if (!unsaved.has(key) || now < triedAt + retryInterval) return
      triedAt = now
      // The next one may do better.
      update(async (record) => record).catch(() => undefined)
    },
  }
}
