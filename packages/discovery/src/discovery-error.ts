import type { ErrorDetails } from './untrusted/error-parts.ts'

/** One document that was asked for, and the reason why it was of no use. */
export interface Attempt {
  readonly url: string
  readonly reason: string
}

/**
 * The reason why a discovery failed.
 *
 * - `unreachable`: a server did not answer, or said that it cannot answer now (408, 429, 5xx). Trying again may help.
 * - `not_protected`: the server answers in MCP without asking for authorization, and can be used without a sign-in.
 * - `no_metadata`: no metadata was found at any URL that was tried, which `attempts` lists; or there is no MCP server at the
 *   URL, and `details.status` is the status of its answer.
 * - `invalid_metadata`: a document is not what RFC 9728 or RFC 8414 demands.
 * - `issuer_mismatch`, `resource_mismatch`: a document is of another issuer, or for another resource.
 * - `insecure_url`: a URL that must not be used, given by the user or by a server.
 */
export type DiscoveryErrorCode =
  | 'unreachable'
  | 'not_protected'
  | 'no_metadata'
  | 'invalid_metadata'
  | 'issuer_mismatch'
  | 'resource_mismatch'
  | 'insecure_url'

export interface DiscoveryErrorOptions {
  readonly cause?: unknown
  readonly attempts?: readonly Attempt[] | undefined
  /** The last sentence of the message: the next step, in the words of the library. */
  readonly next?: string | undefined
  readonly details?: ErrorDetails | undefined
  readonly retryAfter?: number | undefined
}

export class DiscoveryError extends Error {
  override readonly name = 'DiscoveryError'
  readonly code: DiscoveryErrorCode
  readonly attempts: readonly Attempt[]
  readonly details?: ErrorDetails | undefined
  /** How long the server asks to wait before the next request, in ms. */
  readonly retryAfter?: number | undefined

  constructor(code: DiscoveryErrorCode, problem: string, options: DiscoveryErrorOptions = {}) {
    const { attempts = [], next, details, retryAfter } = options
    super(next === undefined ? problem : `${problem} ${next}`, options)
    this.code = code
    this.attempts = attempts
    this.retryAfter = retryAfter
    this.details = details && { ...details, problem }
  }
}
