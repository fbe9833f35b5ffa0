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
  /** The record is longer than this keychain's limit. */
  | 'too_long'
  /** The keychain did something else than what was asked. */
  | 'failed'
