/**
 * Which rule a request broke, or that the proxy or this program is at fault. Other network errors stay what `fetch` threw.
 *
 * - `insecure_url`: a URL that must not be asked: its scheme, user info, control characters, length, or its address.
 * - `address_refused`: the name leads into a network where what a server names may not be.
 * - `redirect_refused`: a redirect to another origin, of a request that is no GET or HEAD, or the sixth.
 * - `too_large`: more headers or more body than the limits allow.
 * - `timed_out`: a time limit is over.
 * - `proxy_failed`: the proxy that the environment names cannot be read, does not answer, or lets nothing through.
 * - `unavailable`: what sends the requests cannot be loaded, so that nobody was asked.
 */
export type GuardedFetchErrorCode =
  | 'insecure_url'
  | 'address_refused'
  | 'redirect_refused'
  | 'too_large'
  | 'timed_out'
  | 'proxy_failed'
  | 'unavailable'

interface GuardedFetchErrorOptions {
  readonly cause?: unknown
  /** The end of the message, in the words of the library. */
  readonly next?: string | undefined
  readonly details?: Readonly<Record<string, unknown>> | undefined
}

export class GuardedFetchError extends Error {
  override readonly name = 'GuardedFetchError'
  readonly code: GuardedFetchErrorCode
  /**
   * Data for a program that writes its own sentence, where an option may help: `option`, and `problem`, which is the message
   * without the next step. Of `address_refused` also the `network`.
   */
  readonly details?: Readonly<Record<string, unknown>> | undefined

  constructor(code: GuardedFetchErrorCode, problem: string, options: GuardedFetchErrorOptions = {}) {
    const { next, details } = options
    super(next === undefined ? problem : `${problem} ${next}`, options)
    this.code = code
    this.details = details && { ...details, problem }
  }
}
