import type { BearerChallenge, ErrorDetails } from '@fast-agent-auth/discovery'

/** Text of a server, as it was sent. */
export interface Quote {
  /** The host of the authorization server that sent it. */
  readonly from: string
  readonly text: string
}

/** The error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 7591 §3.2.2 and RFC 8707 §2. */
const serverCodes = [
  'access_denied',
  'invalid_client',
  'invalid_client_metadata',
  'invalid_grant',
  'invalid_redirect_uri',
  'invalid_request',
  'invalid_scope',
  'invalid_target',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_response_type',
] as const

export type ServerErrorCode = (typeof serverCodes)[number]

/**
 * The reason why there are no tokens: the error code of the server, or one of ours. We use `invalid_client` also for an
 * answer that says the same in other words, and `invalid_request` for an authorization URL that would be too long or
 * must be pushed. Our codes:
 *
 * - `invalid_option`: an option has a value that cannot work. Nothing was sent.
 * - `login_required`: only a person can help. `challenge` has the server's reason.
 * - `token_renewed`: the tokens were refused and have been renewed: send the request again.
 * - `insufficient_scope`: the server requires a scope that was granted already, that it does not name, or that the
 *   options do not allow.
 * - `registration_required`: there is no client at the authorization server, and no way to register one; or no method
 *   of client authentication suits the server, the options and this library. `details` has the `issuer`, and where a
 *   person must register an application, the `redirectUri` and, if known, the place (`registration`).
 * - `timed_out`: nobody finished the sign-in in the browser in time.
 * - `state_mismatch`, `issuer_mismatch`: the response belongs to another request (RFC 6749 §10.12, RFC 9207).
 * - `resource_mismatch`: the stored tokens are for another server.
 * - `invalid_response`: a response that no specification allows.
 * - `insecure_url`: a URL to which nothing is sent, such as an endpoint in a private network of a public server.
 * - `unreachable`: there was no response, or one that asks to try later. Nothing is lost; `retryAfter` says when trying
 *   again may help, where that is known.
 * - `rate_limited`: too many requests were made lately. Nothing is lost; `retryAfter` says how long the limit lasts.
 * - `closed`: `close()` or `logout()` ended the sign-in.
 * - `unknown_server_error`: the server sent an error code that no specification names.
 */
export type AuthorizationErrorCode =
  | ServerErrorCode
  | 'invalid_option'
  | 'login_required'
  | 'token_renewed'
  | 'insufficient_scope'
  | 'registration_required'
  | 'timed_out'
  | 'state_mismatch'
  | 'issuer_mismatch'
  | 'resource_mismatch'
  | 'invalid_response'
  | 'insecure_url'
  | 'unreachable'
  | 'rate_limited'
  | 'closed'
  | 'unknown_server_error'

export interface AuthorizationErrorOptions {
  readonly cause?: unknown
  /** The next step, as the end of the message. */
  readonly next?: string | undefined
  readonly details?: ErrorDetails | undefined
  readonly challenge?: BearerChallenge | undefined
  readonly quote?: Quote | undefined
  readonly retryAfter?: number | undefined
}

export class AuthorizationError extends Error {
  override readonly name = 'AuthorizationError'
  readonly code: AuthorizationErrorCode
  /** The challenge with which the MCP server refused a request. */
  readonly challenge?: BearerChallenge | undefined
  /**
   * The text that the authorization server sent by the browser. The message quotes it too, made safe for a terminal.
   */
  readonly quote?: Quote | undefined
  /** How long to wait before trying again, in ms, if known. */
  readonly retryAfter?: number | undefined

  /**
   * Data for a program that writes its own message: `problem` is the message without its next step, `option` the name
   * of the option concerned. Some codes have more.
   */
  readonly details?: ErrorDetails | undefined

  constructor(code: AuthorizationErrorCode, problem: string, options: AuthorizationErrorOptions = {}) {
    const { next, details, challenge, quote, retryAfter } = options
    super(next === undefined ? problem : `${problem} ${next}`, options)
    this.code = code
    this.challenge = challenge
    this.quote = quote
    this.retryAfter = retryAfter
    this.details = details && { ...details, problem }
  }
}

/** Our code for an error code that a server sent: the same code, or `unknown_server_error`. */
export function serverErrorCode(errorCode: string): ServerErrorCode | 'unknown_server_error' {
  return serverCodes.find((code) => code === errorCode) ?? 'unknown_server_error'
}
