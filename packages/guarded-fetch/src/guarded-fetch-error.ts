/**
 * Which rule a request broke, or that the proxy is at fault. Other network errors stay what `fetch` threw.
 *
 * - `insecure_url`: a URL that must not be asked: its scheme, user info, control characters, length, or its address.
 * - `address_refused`: the name leads into a network where what a server names may not be.
 * - `redirect_refused`: a redirect to another origin, of a request that is no GET or HEAD, or the sixth.
 * - `too_large`: more headers or more body than the limits allow.
 * - `timed_out`: a time limit is over.
 * - `proxy_failed`: the proxy that the environment names cannot be read, does not answer, or lets nothing through.
 */
export type GuardedFetchErrorCode =
  | 'insecure_url'
  | 'address_refused'
  | 'redirect_refused'
  | 'too_large'
  | 'timed_out'
  | 'proxy_failed'

export class GuardedFetchError extends Error {
  override readonly name = 'GuardedFetchError'
  readonly code: GuardedFetchErrorCode

  constructor(code: GuardedFetchErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}
