import type { BearerChallenge, ErrorDetails } from '@fast-agent-auth/discovery'

/** Words of a server, as it sent them. */
export interface Quote {
  /** Whose words these are: the host of the authorization server. */
  readonly from: string
  readonly text: string
}

/** The words of RFC 6749 §4.1.2.1 and §5.2, RFC 7591 §3.2.2 and RFC 8707 §2. */
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
 * Why there are no tokens. The server's own word, which is also ours for what a server does before it can say it:
 * `invalid_client` for an answer that says so in other words, `invalid_request` for an authorization URL that would be too
 * long or is to be pushed. Else:
 *
 * - `invalid_option`: an option is none that could work. Nothing was asked.
 * - `login_required`: only a person can help. `challenge` says what the server asked for.
 * - `token_renewed`: the tokens were refused and have been renewed: send the request again.
 * - `insufficient_scope`: the server wants a scope that we have already, that it does not name, or that is not allowed.
 * - `registration_required`: the authorization server does not know us, and there is no way to register; or what it or the options say
 *   of client authentication rules every way out. `details` has its `issuer`, and where a person is to register an
 *   application the `redirectUri` and, if known, the place (`registration`).
 * - `timed_out`: nobody answered in the browser.
 * - `state_mismatch`, `issuer_mismatch`: the answer is not to our request (RFC 6749 §10.12, RFC 9207).
 * - `resource_mismatch`: the stored tokens are for another server.
 * - `invalid_response`: an answer that no specification allows.
 * - `insecure_url`: a request to where nothing is sent: an endpoint in a private network, say, of a server in public.
 * - `unreachable`: no answer, or one that says "not now". Nothing is lost; trying again may help, where
 *   `retryAfter` says so not before.
 * - `rate_limited`: so much was asked lately that we ask no more for now. Nothing is lost; `retryAfter` says for how long.
 * - `closed`: the sign-in was ended by `close()` or `logout()`.
 * - `refused`: the server sent an error that no specification names.
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
  | 'refused'

export interface AuthorizationErrorOptions {
  readonly cause?: unknown
  /** The end of the message, in the words of the library. */
  readonly next?: string | undefined
  readonly details?: ErrorDetails | undefined
  readonly challenge?: BearerChallenge | undefined
  readonly quote?: Quote | undefined
  readonly retryAfter?: number | undefined
}

export class AuthorizationError extends Error {
  override readonly name = 'AuthorizationError'
  readonly code: AuthorizationErrorCode
  /** What the server asked for when it refused a request. */
  readonly challenge?: BearerChallenge | undefined
  /** What the authorization server told the browser. The message has it too, made fit for a terminal. */
  readonly quote?: Quote | undefined
  /** For how long trying again is of no use, in ms, where that is known. */
  readonly retryAfter?: number | undefined

  /**
   * Data for a program that writes its own sentence: `problem` is the message without its next step, `option` the option
   * that it is about. The code says what else there is.
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

/** The code for the word that a server sent. */
export function serverErrorCode(word: string): ServerErrorCode | 'refused' {
  return serverCodes.find((code) => code === word) ?? 'refused'
}
