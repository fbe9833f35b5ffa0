/** What one request may cost. `Infinity` lifts a limit. */
export interface Limits {
  /** Bytes of a body, after decompression. Default: 1 MiB. */
  readonly body: number
  /** Bytes of the headers of an answer. Default: 16 KiB. */
  readonly headers: number
  /** For the connection, with its name and its TLS, in ms. Default: 10 000. */
  readonly connect: number
  /** Until an answer begins, in ms. Default: 60 000. */
  readonly firstByte: number
  /** Until a body has ended, redirects included, in ms. Default: 90 000. */
  readonly total: number
}

export const defaultLimits: Limits = {
  body: 1024 * 1024,
  headers: 16 * 1024,
  connect: 10_000,
  firstByte: 60_000,
  total: 90_000,
}
