import { displayUrl, quoteUntrusted, tell } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'
import type { FlowEvent } from '../events.ts'
import { inTurn, type TurnOptions } from '../in-turn.ts'
import { assertOwnVersion } from '../later-version.ts'
import { parseServerKey } from '../server-key.ts'
import { isForServer } from './token-binding.ts'
import { parseTokenRecord, serializeTokenRecord, type TokenRecord } from './token-record.ts'
import { type UnsavedRecord, unsavedRecordsOf } from './unsaved-records.ts'

export interface UpdateOptions extends TurnOptions {
  /** The greatest length of the next record, in bytes: `change` does not run where the store has no room for it. */
  readonly reserve?: number | undefined
  /** Whether a next record that could not be written is used instead of the stored one. Default: true. */
  readonly replacesStored?: boolean | undefined
}

/** The tokens that a store has for one server and account. */
export interface StoredTokens {
  read(): Promise<TokenRecord | undefined>
  /**
   * Replaces the record while no other process does. If `change` returns the same record, nothing is written;
   * `undefined` deletes it.
   *
   * @throws AuthorizationError `unreachable` where another process has its turn for longer than the limit; the signal's
   * reason; errors of `change` and of the store
   */
  update(
    change: (record: TokenRecord | undefined) => Promise<TokenRecord | undefined>,
    options?: UpdateOptions,
  ): Promise<void>
  /** Begins to write a record that could not be written, at most once a minute, and does not wait for the end. */
  saveAgain(now: number): void
}

/** How often an unsaved record is written again, in ms. */
const saveInterval = 60_000

/** How long such a write waits for its turn, in ms. */
const saveLimit = 5000

export function tokenKey(serverKey: string): string {
  return `tokens:${serverKey}`
}

/**
 * The stored tokens of a server and account. A damaged record, or one whose tokens are for another server, counts as
 * none, and an event reports it; a record of a later version of this program is refused. A record that could not be
 * written is read instead of the one that it replaces, whose refresh token no longer works.
 */
export function storedTokens(store: TokenStore, serverKey: string, onEvent?: (event: FlowEvent) => void): StoredTokens {
  const key = tokenKey(serverKey)
  const server = displayUrl(parseServerKey(serverKey).serverUrl)
  const unsaved = unsavedRecordsOf(store)

  const parse = (text: string | undefined): TokenRecord | undefined => {
    if (text === undefined) return undefined
    assertOwnVersion(text, key)
    const record = parseTokenRecord(text)
    if (record && isForServer(record.tokens.resource, serverKey)) return record
    tell(onEvent, { type: 'record_damaged', serverUrl: server, error: record && forAnotherServer(record, server) })
    return undefined
  }
  const newest = (stored: TokenRecord | undefined): TokenRecord | undefined => {
    const ours = unsaved.get(key)
    return ours && stored && stored.tokens.accessToken === ours.replaced ? ours.record : stored
  }

  async function update(
    change: (record: TokenRecord | undefined) => Promise<TokenRecord | undefined>,
    { reserve, replacesStored = true, ...turn }: UpdateOptions = {},
  ): Promise<void> {
    let before: UnsavedRecord | undefined
    let attempt: UnsavedRecord | undefined
    const replace = async (present: string | undefined): Promise<string | undefined> => {
      const stored = parse(present)
      const next = await change(newest(stored))
      before = unsaved.get(key)
      // A damaged record is not kept: it is deleted where `change` returns none.
      if (stored && next === stored) return present
      if (next && replacesStored) {
        const replaced = stored?.tokens.accessToken
        attempt = { replaced, record: next, isWriting: true, triedAt: before?.triedAt }
        // Before the write ends: the next turn may begin before this process hears that the write failed.
        unsaved.set(key, attempt)
      }
      return next && serializeTokenRecord(next)
    }
    try {
      await inTurn(
        `holding the tokens for ${server}`,
        (signal) => store.update(key, replace, { signal, reserve }),
        turn,
      )
    } catch (error) {
      if (attempt) attempt.isWriting = false
      throw error
    }
    // The unsaved record was written or deleted, or the record that it replaces is gone.
    if (unsaved.get(key) === (attempt ?? before)) unsaved.delete(key)
  }

  return {
    read: async () => newest(parse(await store.get(key))),
    update,
    saveAgain(now) {
      const entry = unsaved.get(key)
      if (!entry || entry.isWriting || isWithin(saveInterval, entry.triedAt, now)) return
      entry.isWriting = true
      entry.triedAt = now
      const done = (): void => {
        entry.isWriting = false
      }
      update(async (record) => record, { limit: saveLimit }).then(done, done)
    },
  }
}

/** Whether less than an interval has passed. A time in the future does not count: the clock was set back. */
function isWithin(interval: number, since: number | undefined, now: number): boolean {
  return since !== undefined && since <= now && now < since + interval
}

function forAnotherServer({ tokens }: TokenRecord, server: string): AuthorizationError {
  const resource = displayUrl(tokens.resource)
  const other = resource === server ? 'one with another query' : `another server, ${quoteUntrusted(resource)}`
  const message = `The tokens that are stored for ${server} are for ${other}, so they are not sent. Sign in again.`
  return new AuthorizationError('resource_mismatch', message)
}
