import type { TokenStore } from '@fast-agent-auth/token-store'
import { storeIdentity } from '../redaction/alias-store.ts'
import type { TokenRecord } from './token-record.ts'

/** A record that could not be written, or is being written. */
export interface UnsavedRecord {
  /** The access token of the stored record that it replaces. */
  readonly replaced: string | undefined
  readonly record: TokenRecord
  isWriting: boolean
  /** When it was last written again, in ms since 1970. */
  triedAt?: number | undefined
}

const unsavedRecords = new WeakMap<object, Map<string, UnsavedRecord>>()

/**
 * The unsaved records of a store by key, for all sessions in this process: a session that did not know the record of
 * another one would send a refresh token that was replaced.
 */
export function unsavedRecordsOf(store: TokenStore): Map<string, UnsavedRecord> {
  const owner = storeIdentity(store)
  const records = unsavedRecords.get(owner) ?? new Map<string, UnsavedRecord>()
  unsavedRecords.set(owner, records)
  return records
}
