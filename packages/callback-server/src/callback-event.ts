/** What happens besides the answer that is waited for. Holds no value of what a browser or a person brought. */
export type CallbackEvent = UnverifiedAnswer | CallbackUnavailable

/**
 * A request on the callback path, or a pasted text, that cannot be tied to this sign-in. It changed nothing.
 *
 * `bare_code`: only a code, without the state that would tie it to this sign-in. `wrong_address`: a URL, but not the
 * redirect URI (e.g. the link that was to be opened). `too_long`: longer than any answer. `not_an_answer`: nothing of an
 * answer. `posted`: by POST, without a state in its address. A browser brings the first three and the last only.
 */
export interface UnverifiedAnswer {
  readonly type: 'unverified_answer'
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
  /** Whether it claims that the sign-in failed: with `no_state`, it may come from a server that omits the state. */
  readonly hasError: boolean
}

/** No port could be bound, so nothing listens at the redirect URI: only a pasted answer can come. */
export interface CallbackUnavailable {
  readonly type: 'callback_unavailable'
  readonly redirectUri: string
  /** Why, as a `CallbackServerError`. */
  readonly error: unknown
}
