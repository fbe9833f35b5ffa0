/**
 * The reason why there is no document.
 *
 * - `invalid_url`: a client must not have this URL as its id.
 * - `invalid_option`: an option makes a document that servers refuse.
 * - `unreachable`: there was no answer, or one that says "not now" (408, 429, 5xx). Trying again may help.
 * - `invalid_response`: the answer is no client metadata document.
 */
export type CimdErrorCode = 'invalid_url' | 'invalid_option' | 'unreachable' | 'invalid_response'

export class CimdError extends Error {
  override readonly name = 'CimdError'
  readonly code: CimdErrorCode

  constructor(code: CimdErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}
