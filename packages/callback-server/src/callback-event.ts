/** What happens at the callback server besides the answer that it waits for. Holds no value of a request. */
export type CallbackEvent = StrayResponse

/** A request on the callback path that cannot be tied to this sign-in. It was answered and changed nothing. */
export interface StrayResponse {
  readonly type: 'stray_response'
  readonly reason: 'no_state' | 'wrong_state' | 'repeated_state'
  /** Whether it claims that the sign-in failed: with `no_state`, it may come from a server that omits the state. */
  readonly hasError: boolean
}
