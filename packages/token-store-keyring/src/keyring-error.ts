/** The keychain could not do what was asked. The message says what to do next. */
export class KeyringError extends Error {
  override readonly name = 'KeyringError'
  readonly code: KeyringErrorCode

  constructor(code: KeyringErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export type KeyringErrorCode =
  /** There is no keychain here, or nothing to reach it by. */
  | 'unavailable'
  /** The keychain is locked, or access to it was declined. */
  | 'locked'
  /** The keychain did not answer in time. What was being written may or may not be there. */
  | 'timeout'
  /** The record is longer than what is kept here, or than what this keychain allows. */
  | 'too_long'
  /** Other programs have made items of the same name. */
  | 'ambiguous'
  /** A later version of this program wrote the record, which is never changed or deleted by this one. */
  | 'later_version'
  /** The key for files that the keychain holds is damaged. */
  | 'invalid_key'
  /** The keychain did something else than what was asked. */
  | 'failed'
