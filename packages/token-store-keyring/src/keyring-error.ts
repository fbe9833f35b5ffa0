/** An error of the keychain. The message says what to do next. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError'
  readonly code: KeyringErrorCode

  constructor(code: KeyringErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type KeyringErrorCode =
  /** No keychain here, or no way to reach it. */
  | 'unavailable'
  /** The keychain is locked, or access to it was declined. */
  | 'locked'
  /** The keychain did not answer in time. A record that was being written may or may not be stored. */
  | 'too_slow'
  /** The record is longer than this store or this keychain allows. */
  | 'too_long'
  /** Other programs have made items of the same name. */
  | 'ambiguous'
  /** A later version of this program wrote the record. This version never changes or deletes it. */
  | 'later_version'
  /** The key for files that the keychain holds is damaged. */
  | 'invalid_key'
  /** Any other failure of the keychain. */
  | 'failed'
