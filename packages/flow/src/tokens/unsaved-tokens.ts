import { storeIdentity } from '../redaction/alias-store.ts'
import type { TokenRecord } from './token-record.ts'

/** A record that could not be written, and the access token of the one that it was to replace. */
export interface Unsaved {
  readonly replaced: string | undefined
  readonly record: TokenRecord
  /** Not there as long as the write is under way. */
  retry?: Retry | undefined
}

/** When it is written again. */
export interface Retry {
  /** Calls for another try: begins it where it is time for one, and none is under way. */
  due(now: number, save: () => Promise<void>): void
}

/** What this process has for a store that did not take it, by the key of the record. */
export type UnsavedTokens = Map<string, Unsaved>

const all = new WeakMap<object, UnsavedTokens>()

/** One for a store, whoever uses it: a session that did not know of another's would send a refresh token that is dead. */
export function unsavedTokensOf(store: object): UnsavedTokens {
  const owner = storeIdentity(store)
  const unsaved: UnsavedTokens = all.get(owner) ?? new Map()
  all.set(owner, unsaved)
  return unsaved
}

const firstPause = 1000
const longestPause = 60_000

/** A store that hangs, or asks a person each time, is asked ever more rarely. */
export function createRetry(): Retry {
  let began = Number.NEGATIVE_INFINITY
  let pause = 0
  let busy = false
  return {
    due(now, save) {
      // A clock that was set back stops nothing.
      if (busy || (now >= began && now < began + pause)) return
      began = now
      pause = Math.min(Math.max(firstPause, pause * 2), longestPause)
      busy = true
      const done = (): void => {
        busy = false
      }
      save().then(done, done)
    },
  }
}
