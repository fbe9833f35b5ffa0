/** The limits of one request. `Infinity` is no limit. */
export interface Limits {
  /** The size of a body after decompression, in bytes. Default: 1 MiB. */
  readonly body: number
  /** The size of the headers of an answer, in bytes. Default: 16 KiB. */
  readonly headers: number
  /** The time for a connection, with lookup and TLS, in ms. Default: 10 000. */
  readonly connect: number
  /** The time until an answer begins, in ms. Default: 60 000. */
  readonly firstByte: number
  /** The time until a body has ended, redirects included, in ms. Default: 90 000. */
  readonly total: number
}

export const defaultLimits: Limits = {
  body: 1024 * 1024,
  headers: 16 * 1024,
  connect: 10_000,
  firstByte: 60_000,
  total: 90_000,
}
