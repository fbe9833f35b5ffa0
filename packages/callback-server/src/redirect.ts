/** Opens a loopback redirect and waits for the authorization response. */
export type Listen = (options: ListenOptions) => Promise<Redirect>

export interface ListenOptions {
  /** The `state` (RFC 6749 §4.1.1) that the response must carry. */
  readonly state: string
  /** The redirect URIs of a pre-registered client: one of these is bound if possible. */
  readonly preferred?: readonly string[] | undefined
  /** The redirect URIs of earlier registrations: one of their ports is tried before any free one. */
  readonly registered?: readonly string[] | undefined
  /** The host of redirect URIs that the authorization server accepts, for when no other setting names a host. */
  readonly host?: 'localhost' | '127.0.0.1' | undefined
  /** Closes the listener. */
  readonly signal?: AbortSignal | undefined
}

/** An open loopback redirect. Close it when the sign-in has ended, with or without success. */
export interface Redirect {
  readonly redirectUri: string
  /** All redirect URIs to register: the one above, then those that a later listener may bind. */
  readonly redirectUris: readonly string[]
  /** The URL of the first request that carries the state. Other requests are answered and change nothing. */
  readonly response: Promise<URL>
  /** The reason why the last response that could not be tied to this sign-in was ignored. */
  ignored(): IgnoredAnswer | undefined
  /** Sends the page to the waiting browser, and resolves when it is delivered. The first outcome stays. */
  finish(outcome: Outcome): Promise<void>
  /** Ends every connection. A browser that still waits is told that the sign-in ended early. */
  close(): Promise<void>
  /** Lets the process end although nobody has come back, as `server.unref()` does. */
  unref(): void
}

/**
 * The reason why a response was ignored: it had no state, another one or several, came to another path than that of the
 * redirect URI, or came by POST without a state in its address (`posted`).
 */
export type IgnoredAnswer = 'no_state' | 'wrong_state' | 'repeated_state' | 'wrong_path' | 'posted'

/** The outcome of a sign-in, for the page that the person sees. Its texts are plain text and need not be trusted. */
export type Outcome =
  | 'signed_in'
  | {
      readonly error: 'denied' | 'expired' | 'failed'
      /** Words of this program. Words of a server belong into `quote` alone. */
      readonly message: string
      /** Shown below the message. */
      readonly quote?: Quote | undefined
    }

/** Words of the authorization server, and its name. The page shows them as the server's. */
export interface Quote {
  readonly from: string
  readonly text: string
}
