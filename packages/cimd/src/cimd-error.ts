/**
 * Why there is no document.
 *
 * - `invalid_url`: the URL is none that a client may have as its id.
 * - `invalid_option`: an option makes a document that servers refuse.
 * - `unreachable`: nobody answered, or said that he cannot now (408, 429, 5xx). Trying again may help.
 * - `invalid_response`: what was answered is no client metadata document.
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
