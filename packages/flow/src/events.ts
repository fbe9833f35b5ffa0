import type { BearerChallenge, DiscoveryEvent } from '@fast-agent-auth/discovery'

/** The server and account of a session, in each of its events. */
export interface EventSubject {
  readonly serverUrl: string
  readonly account?: string | undefined
}

/** An event of a sign-in or of its tokens. No event holds a token, a code or a secret; URLs for the browser hold a `state`. */
export type FlowEvent =
  | DiscoveryEvent
  /**
   * A request was refused, and only a person can help. An error with the same code is thrown as well, which some hosts
   * swallow. There is no event for a request that a transport sends by itself, nor where requests may ask a person.
   */
  | {
      readonly type: 'login_required'
      readonly serverUrl: string
      /** The server's reason, for `login({ challenge })`. */
      readonly challenge?: BearerChallenge | undefined
    }
  /** A sign-in begins. Nothing else that shares the store signs in to this server now. */
  | { readonly type: 'sign_in_started'; readonly serverUrl: string }
  /** The server wants more scope than was granted, so a person is asked for `scope` too. */
  | { readonly type: 'step_up'; readonly serverUrl: string; readonly scope: string }
  /**
   * Another authorization server asks than last time. The person who reads its name must decide whether to sign in
   * there.
   */
  | { readonly type: 'issuer_changed'; readonly serverUrl: string; readonly issuer: string; readonly before: string }
  /**
   * A person is asked: open `url` in a browser. A listener that throws here ends the sign-in before a browser opens.
   */
  | {
      readonly type: 'authorization_url'
      readonly url: URL
      readonly serverUrl: string
      readonly issuer: string
      readonly scope?: string | undefined
      readonly redirectUri: string
    }
  /** The browser could not be opened; the link still works. */
  | { readonly type: 'browser_failed'; readonly error: unknown }
  /**
   * Waiting for the browser to come back, or for another process, in which a person signs in to the same server and
   * whose tokens are shared.
   */
  | {
      readonly type: 'waiting'
      readonly for: 'browser' | 'other_process'
      readonly serverUrl: string
      /** When the wait ends, in milliseconds since 1970. */
      readonly until?: number | undefined
    }
  /** The browser's answer came, or will not come any more. */
  | { readonly type: 'waiting_ended'; readonly serverUrl: string }
  /** The browser came back with a code for this sign-in, which is now exchanged for tokens. */
  | { readonly type: 'callback_received'; readonly serverUrl: string }
  /** Signed in: the tokens are in the store. */
  | {
      readonly type: 'signed_in'
      readonly serverUrl: string
      readonly issuer: string
      /** The granted scope. */
      readonly scope?: string | undefined
      /** Milliseconds since 1970. */
      readonly expiresAt?: number | undefined
    }
  /** A sign-in that had started brought no tokens. Perhaps nobody waits for it any more. */
  | { readonly type: 'sign_in_failed'; readonly serverUrl: string; readonly error: unknown }
  /** The tokens were refreshed, without a person. */
  | { readonly type: 'refreshed'; readonly serverUrl: string; readonly expiresAt?: number | undefined }
  /** The authorization server no longer knows our client, so we register again, and the person is asked again. */
  | { readonly type: 'client_forgotten'; readonly serverUrl: string; readonly issuer: string }
  /** A refresh is sent to the authorization server. */
  | { readonly type: 'refreshing'; readonly serverUrl: string }
  /** Tokens were not refreshed. */
  | {
      readonly type: 'refresh_failed'
      readonly serverUrl: string
      /** Whether the server has ended the sign-in, so that only a person can help. */
      readonly final: boolean
      /** How long to wait before trying again, in ms, if known. */
      readonly retryAfter?: number | undefined
      readonly error: unknown
    }
  /** The tokens were deleted. */
  | { readonly type: 'signed_out'; readonly serverUrl: string; readonly revoked: boolean }
  /** New tokens could not be stored; this process goes on using them. */
  | { readonly type: 'store_failed'; readonly serverUrl: string; readonly error: unknown }
  /**
   * A stored record cannot be read, or its tokens are for another server, as `error` then says. The record counts as
   * "not signed in".
   */
  | { readonly type: 'record_damaged'; readonly serverUrl: string; readonly error?: unknown }
