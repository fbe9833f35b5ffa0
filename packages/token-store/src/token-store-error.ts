/** An error of a store, with the next step. Unless it says otherwise, the record is unchanged. */
export class TokenStoreError extends Error {
  override readonly name = 'TokenStoreError'
  readonly code: TokenStoreErrorCode

  constructor(code: TokenStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type TokenStoreErrorCode =
  /** An `update` was called inside the `change` of the same key, so it would wait for itself. */
  | 'reentrant'
  /** The store, or its lock, cannot be used here. */
  | 'unavailable'
  /** The user has no home folder to keep files in. */
  | 'no_home'
  /** A file or folder that others could read, change or replace. */
  | 'unsafe_file'
  /** A record was encrypted with another key than the given one. */
  | 'wrong_key'
  /** A later version of this program wrote the record. This version never changes or deletes it. */
  | 'later_version'
  /** There is no usable key of 32 bytes. */
  | 'invalid_key'
  /** The lock on the record was lost before the change ended, so the record was not written. */
  | 'lost_turn'
  | 'read_failed'
  | 'write_failed'
