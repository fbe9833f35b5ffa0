import { displayUrl, quoteUntrusted, tell } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'
import type { FlowEvent } from '../events.ts'
import { assertOwnVersion } from '../later-version.ts'
import { parseServerKey } from '../server-key.ts'
import { isForServer } from './is-for-server.ts'
import { parseTokenRecord, serializeTokenRecord, type TokenRecord } from './token-record.ts'
import { createRetry, type Unsaved, unsavedTokensOf } from './unsaved-tokens.ts'

export interface RecordUpdate {
  readonly signal?: AbortSignal | undefined
  /** How many bytes the next record may have: where they cannot be kept, `change` does not run. */
  readonly reserve?: number | undefined
  /**
   * Whether what the store does not take stands in for what it was to replace, as the only tokens that live. Default: true.
   */
  readonly replacesStored?: boolean | undefined
}

/** The token record of one server and account. */
export interface TokenRecords {
  read(): Promise<TokenRecord | undefined>
  /** Replaces the record while nobody else does; the same record is not written. */
  update(
    change: (record: TokenRecord | undefined) => Promise<TokenRecord | undefined>,
    options?: RecordUpdate,
  ): Promise<void>
  /** Has what the store did not take the last time written, now or soon. Costs nothing where there is none. */
  saveAgain(now: number): void
}

/** How long it may wait for its turn, in ms: others have something to do. */
const saveLimit = 5000

export function tokenKey(serverKey: string): string {
  return `tokens:${serverKey}`
}

/**
 * Reads a damaged record, and one whose tokens are for another server, as none, with an event, and refuses one of a later
 * version. A record that the store would not take stands in for the one that it was to replace until the store takes it:
 * that one's refresh token is dead. For all of the process, which know it by the store.
 */
export function createTokenRecords(
  store: TokenStore,
  serverKey: string,
  onEvent?: (event: FlowEvent) => void,
): TokenRecords {
  const key = tokenKey(serverKey)
  const unsaved = unsavedTokensOf(store)

  const parse = (text: string | undefined): TokenRecord | undefined => {
    if (text === undefined) return undefined
    assertOwnVersion(text, key)
    const record = parseTokenRecord(text)
    if (record && isForServer(record.tokens.resource, serverKey)) return record
    tell(onEvent, { type: 'record_damaged', key, error: record && forAnotherServer(record, serverKey) })
    return undefined
  }
  const newest = (stored: TokenRecord | undefined): TokenRecord | undefined => {
    const ours = unsaved.get(key)
    return ours && stored && stored.tokens.accessToken === ours.replaced ? ours.record : stored
  }

  async function update(
    change: (record: TokenRecord | undefined) => Promise<TokenRecord | undefined>,
    { signal, reserve, replacesStored = true }: RecordUpdate = {},
  ): Promise<void> {
    let before: Unsaved | undefined
    let attempt: Unsaved | undefined
    const replace = async (present: string | undefined): Promise<string | undefined> => {
      const stored = parse(present)
      const next = await change(newest(stored))
      before = unsaved.get(key)
      // What is damaged is not kept: a change that returns nothing deletes it.
      if (stored && next === stored) return present
      if (next && replacesStored) {
        attempt = { replaced: stored?.tokens.accessToken, record: next, retry: before?.retry }
        // Ahead of the write: whose turn it is next may begin before we hear that it failed.
        unsaved.set(key, attempt)
      }
      return next && serializeTokenRecord(next)
    }
    try {
      await store.update(key, replace, { signal, reserve })
    } catch (error) {
      if (attempt) attempt.retry ??= createRetry()
      throw error
    }
    // Taken, or deleted, or of a record that is there no more.
    if (unsaved.get(key) === (attempt ?? before)) unsaved.delete(key)
  }

  return {
    read: async () => newest(parse(await store.get(key))),
    update,
    saveAgain(now) {
      const save = (): Promise<void> => update(async (record) => record, { signal: AbortSignal.timeout(saveLimit) })
      unsaved.get(key)?.retry?.due(now, save)
    },
  }
}

function forAnotherServer({ tokens }: TokenRecord, serverKey: string): AuthorizationError {
  const resource = displayUrl(tokens.resource)
  const server = displayUrl(parseServerKey(serverKey).serverUrl)
  const other = resource === server ? 'one with another query' : `another server, ${quoteUntrusted(resource)}`
  const message = `The tokens that are stored for ${server} are for ${other}, so they are not sent. Sign in again.`
  return new AuthorizationError('resource_mismatch', message)
}
