/** A store could not do what was asked; the record is as it was. The message says what to do next. */
export class TokenStoreError extends Error {
  override readonly name = 'TokenStoreError'
  readonly code: TokenStoreErrorCode

  constructor(code: TokenStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type TokenStoreErrorCode =
  /** A turn was asked for from within the very same turn, which could never come. */
  | 'reentrant'
  /** The lock between processes cannot be had here. */
  | 'unavailable'
  /** The user has no home folder to keep files in. */
  | 'no_home'
  /** A file or folder that others could read, change or redirect. */
  | 'unsafe_file'
  /** A record was encrypted with another key than the one that is given. */
  | 'wrong_key'
  /** A later version of this program wrote the record, which is never changed or deleted by this one. */
  | 'later_version'
  /** What was given as a key is none: 32 bytes are needed. */
  | 'invalid_key'
  /** The turn was lost before the change was done, so that its record was not written. */
  | 'lost_turn'
  | 'read_failed'
  | 'write_failed'
