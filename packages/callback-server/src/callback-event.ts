/** An event other than the awaited authorization response. It holds no value that a browser or a person sent. */
export type CallbackEvent = CallbackIgnored | CallbackUnavailable

/**
 * A request on the callback path, or a pasted text, that cannot be tied to this sign-in. It changed nothing.
 *
 * `bare_code`: a code without the state that would tie it to this sign-in. `wrong_address`: a URL that is not the redirect
 * URI, such as the authorization URL. `too_long`: longer than any response. `not_an_answer`: no part of a response.
 * `posted`: a POST whose address has no state. A browser causes only `posted` and the three reasons about the state.
 */
export interface CallbackIgnored {
  readonly type: 'callback_ignored'
  readonly from: 'browser' | 'paste'
  readonly reason:
    | 'no_state'
    | 'wrong_state'
    | 'repeated_state'
    | 'bare_code'
    | 'wrong_address'
    | 'too_long'
    | 'not_an_answer'
    | 'posted'
  /** Whether it has an `error`. With `no_state`, a server that omits the state in errors may have sent it. */
  readonly hasError: boolean
}

/** No port could be bound, so nothing listens at the redirect URI: only a paste can bring the response. */
export interface CallbackUnavailable {
  readonly type: 'callback_unavailable'
  readonly redirectUri: string
  /** The reason, a `CallbackServerError`. */
  readonly error: unknown
}
