import type { Quote } from './authorization-error.ts'

/** Opens the way back from the browser: a callback server, a pasted URL, or both in a race. */
export type Listen = (options: ListenOptions) => Promise<Redirect>

export interface ListenOptions {
  /** The `state` (RFC 6749 §4.1.1) that the answer must carry. */
  readonly state: string
  /** The redirect URIs of a client that was set up: one of these is bound where that is possible. */
  readonly preferred?: readonly string[] | undefined
  /** The redirect URIs of registrations that were made earlier: one of their ports is bound rather than just any. */
  readonly registered?: readonly string[] | undefined
  /** The host of the redirect that the authorization server takes, where nobody chose one. */
  readonly host?: 'localhost' | '127.0.0.1' | undefined
  /** Closes the listener. */
  readonly signal?: AbortSignal | undefined
}

/** A way back that is open. Close it when the sign-in is over, however it ended. */
export interface Redirect {
  readonly redirectUri: string
  /** The one above first, then what a later listener may bind: all are registered. */
  readonly redirectUris: readonly string[]
  /** The first request that carries our state. Others are answered and change nothing. */
  readonly response: Promise<URL>
  /** The reason why the last answer was not taken that came and could not be tied to this sign-in. */
  ignored?(): IgnoredAnswer | undefined
  /** Answers the waiting browser: success only after the tokens are stored. */
  finish(outcome: Outcome): Promise<void>
  close(): Promise<void>
  /** Lets the process end although nobody has come back, as `server.unref()` does. */
  unref?(): void
}

/**
 * Without our state, with another, with more than one, at another path than that of the redirect URI, or by POST without
 * a state in the address.
 */
export type IgnoredAnswer = 'no_state' | 'wrong_state' | 'repeated_state' | 'wrong_path' | 'posted'

/** How a sign-in ended, for the page that the person sees. Where a server said why, the page shows that as its words. */
export type Outcome =
  | 'signed_in'
  | {
      readonly error: 'denied' | 'expired' | 'failed'
      /** Without the next step, and without the words of the quote. */
      readonly message: string
      readonly quote?: Quote | undefined
    }
