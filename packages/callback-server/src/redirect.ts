/** Opens a loopback redirect and waits for the authorization response. */
export type Listen = (options: ListenOptions) => Promise<Redirect>

export interface ListenOptions {
  /** The `state` (RFC 6749 §4.1.1) that the response must carry. */
  readonly state: string
  /** The redirect URIs of a pre-registered client: one of these is bound if possible. */
  readonly preferred?: readonly string[] | undefined
  /** The redirect URIs of earlier registrations. Their ports are tried before any free port. */
  readonly registered?: readonly string[] | undefined
  /** The host of redirect URIs that the authorization server accepts. It is used if no other setting names a host. */
  readonly host?: 'localhost' | '127.0.0.1' | undefined
  /** Closes the listener. */
  readonly signal?: AbortSignal | undefined
}

/** An open loopback redirect. Close it when the sign-in has ended, with or without success. */
export interface Redirect {
  readonly redirectUri: string
  /** All redirect URIs to register: `redirectUri`, then the redirect URIs that a later listener may bind. */
  readonly redirectUris: readonly string[]
  /** The URL of the first request that carries the state. Other requests are answered and change nothing. */
  readonly response: Promise<URL>
  /** The reason why the last response was ignored; `undefined` if none was. */
  ignored(): IgnoredAnswer | undefined
  /** Sends the page to the waiting browser, and resolves when it is delivered. A later outcome is not sent. */
  finish(outcome: Outcome): Promise<void>
  /** Ends every connection. A browser that still waits gets a page that says the sign-in ended early. */
  close(): Promise<void>
  /** Lets the process end even if nobody has come back, as `server.unref()` does. */
  unref(): void
}

/**
 * The reason why an authorization response was ignored: it had no state, a wrong one or several, came to a path other than
 * the redirect URI's, or came by POST without a state in its address (`posted`).
 */
export type IgnoredAnswer = 'no_state' | 'wrong_state' | 'repeated_state' | 'wrong_path' | 'posted'

/** The outcome of a sign-in, for the page that the person sees. Its texts are plain text and need not be trusted. */
export type Outcome =
  | 'signed_in'
  | {
      readonly error: 'denied' | 'expired' | 'failed'
      /** Words of this program. Words of a server belong only into `quote`. */
      readonly message: string
      /** Shown below the message. */
      readonly quote?: Quote | undefined
    }

/** Words of the authorization server, and its name. The page shows them as the server's. */
export interface Quote {
  readonly from: string
  readonly text: string
}
