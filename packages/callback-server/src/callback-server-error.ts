/** `closed`: no response can come any more. `listen_failed`: the system refused the address. */
export type CallbackServerErrorCode = 'invalid_option' | 'port_in_use' | 'listen_failed' | 'closed'

/** The callback server cannot receive a response. After an abort, calls reject with the signal's own reason instead. */
export class CallbackServerError extends Error {
  override readonly name = 'CallbackServerError'
  readonly code: CallbackServerErrorCode

  constructor(code: CallbackServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
