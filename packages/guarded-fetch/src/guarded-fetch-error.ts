/**
 * The rule that a request broke, or the part at fault. Other network errors are thrown as `fetch` threw them.
 *
 * - `insecure_url`: a URL that must not be asked, because of its scheme, user info, control characters, length or
 *   address.
 * - `address_refused`: the addresses of a name are in a network that is not allowed.
 * - `redirect_refused`: a redirect to another origin, of a request that is no GET or HEAD, or the sixth.
 * - `too_large`: more headers or more body than the limits allow.
 * - `too_slow`: a time limit was exceeded.
 * - `proxy_failed`: the proxy that the environment names cannot be read, does not answer, or lets nothing through.
 * - `unavailable`: the HTTP client cannot be loaded, so that no request was sent.
 */
export type GuardedFetchErrorCode =
  | 'insecure_url'
  | 'address_refused'
  | 'redirect_refused'
  | 'too_large'
  | 'too_slow'
  | 'proxy_failed'
  | 'unavailable'

interface GuardedFetchErrorOptions {
  readonly cause?: unknown
  /** The last sentence of the message: the next step. */
  readonly next?: string | undefined
  readonly details?: Readonly<Record<string, unknown>> | undefined
}

export class GuardedFetchError extends Error {
  override readonly name = 'GuardedFetchError'
  readonly code: GuardedFetchErrorCode
  /**
   * Data for a program that writes its own sentence: `problem`, the message without its next step; where an option may help
   * `option`, its name; and for `address_refused` the `network`.
   */
  readonly details?: Readonly<Record<string, unknown>> | undefined

  constructor(code: GuardedFetchErrorCode, problem: string, options: GuardedFetchErrorOptions = {}) {
    const { next, details } = options
    super(next === undefined ? problem : `${problem} ${next}`, options)
    this.code = code
    this.details = details && { ...details, problem }
  }
}
