import type { Quote } from './authorization-error.ts'

/** Starts to wait for the redirect of the browser, by a callback server, a pasted URL, or both. */
export type Listen = (options: ListenOptions) => Promise<Redirect>

export interface ListenOptions {
  /** The `state` (RFC 6749 §4.1.1) that the response must have. */
  readonly state: string
  /**
   * The redirect URIs of a pre-registered client or a client metadata document: the listener uses one of them where it
   * can.
   */
  readonly preferred?: readonly string[] | undefined
  /** The redirect URIs of earlier registrations: the listener prefers their ports. */
  readonly registered?: readonly string[] | undefined
  /** The host that the authorization server requires, where the options name none. */
  readonly host?: 'localhost' | '127.0.0.1' | undefined
  /** Closes the listener. */
  readonly signal?: AbortSignal | undefined
}

/** A listener for the redirect of the browser. Close it when the sign-in ends. */
export interface Redirect {
  readonly redirectUri: string
  /** All redirect URIs to register: the one above, and those that a later listener may use. */
  readonly redirectUris: readonly string[]
  /** The URL of the first request that has our `state`. Other requests are answered and change nothing. */
  readonly response: Promise<URL>
  /** The reason why the last response that could not be tied to this sign-in was ignored. */
  ignored?(): IgnoredAnswer | undefined
  /** Shows the outcome in the browser: success only after the tokens are stored. */
  finish(outcome: Outcome): Promise<void>
  close(): Promise<void>
  /** Lets the process end while it waits, as `server.unref()` does. */
  unref?(): void
}

/**
 * The reason why a response was ignored: it has no `state`, a wrong one or more than one, another path than the
 * redirect URI, or came by POST without a `state` in its URL.
 */
export type IgnoredAnswer = 'no_state' | 'wrong_state' | 'repeated_state' | 'wrong_path' | 'posted'

/** The outcome of a sign-in, for the page in the browser. The page shows a quote of the server below the message. */
export type Outcome =
  | 'signed_in'
  | {
      readonly error: 'denied' | 'expired' | 'failed'
      /** The problem, without the next step and the quote. */
      readonly message: string
      readonly quote?: Quote | undefined
    }
