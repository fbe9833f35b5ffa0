import { storeMeant } from './same-store.ts'
import type { TokenRecord } from './token-record.ts'

/** A record that could not be written, and the access token of the one that it was to replace. */
export interface Unsaved {
  readonly replaced: string | undefined
  readonly record: TokenRecord
}

/** What this process has for a store that did not take it, by the key of the record. */
export type UnsavedTokens = Map<string, Unsaved>

const all = new WeakMap<object, UnsavedTokens>()

/** One for a store, whoever uses it: a session that did not know of another's would send a refresh token that is dead. */
export function unsavedTokensOf(store: object): UnsavedTokens {
  const owner = storeMeant(store)
  const unsaved: UnsavedTokens = all.get(owner) ?? new Map()
  all.set(owner, unsaved)
  return unsaved
}
