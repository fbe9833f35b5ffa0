/** Opens the way back from the browser. */
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
  /** The one above first, then what a later listener may bind: register them all. */
  readonly redirectUris: readonly string[]
  /** The first request that carries our state. Others are answered and change nothing. */
  readonly response: Promise<URL>
  /** The reason why the last answer was not taken that came and could not be tied to this sign-in. */
  ignored(): IgnoredAnswer | undefined
  /** Answers the waiting browser, and resolves when the page is delivered. The first outcome stays. */
  finish(outcome: Outcome): Promise<void>
  /** Ends every connection. A browser that still waits is told that the sign-in ended early. */
  close(): Promise<void>
  /** Lets the process end although nobody has come back, as `server.unref()` does. */
  unref(): void
}

/**
 * Without our state, with another, with more than one, at another path than that of the redirect URI, or by POST without
 * a state in the address.
 */
export type IgnoredAnswer = 'no_state' | 'wrong_state' | 'repeated_state' | 'wrong_path' | 'posted'

/** How a sign-in ended, for the page that the person sees. All of it is plain text, which need not be trusted. */
export type Outcome =
  | 'signed_in'
  | {
      readonly error: 'denied' | 'expired' | 'failed'
      /** Our own words. What a server says is shown as the quote alone. */
      readonly message: string
      /** Shown below the message. */
      readonly quote?: Quote | undefined
    }

/** Words of the authorization server, and its name: shown as its own, not as ours. */
export interface Quote {
  readonly from: string
  readonly text: string
}
