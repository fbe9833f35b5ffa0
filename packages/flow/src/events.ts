import type { DiscoveryEvent } from '@fast-agent-auth/discovery'

/** What happens on the way. No event holds a token, a code or a secret; URLs for the browser hold a `state`. */
export type FlowEvent =
  | DiscoveryEvent
  /** A person is asked: open `url` in a browser. */
  | {
      readonly type: 'authorization_url'
      readonly url: URL
      readonly serverUrl: string
      readonly issuer: string
      readonly scope?: string | undefined
    }
  /** The browser could not be opened; the link still works. */
  | { readonly type: 'browser_failed'; readonly error: unknown }
  /** Waiting for the browser, for at most `timeout` ms. */
  | { readonly type: 'wait_start'; readonly redirectUri: string; readonly timeout: number }
  | { readonly type: 'wait_end' }
  | { readonly type: 'callback_received' }
  | { readonly type: 'signed_in'; readonly serverUrl: string; readonly issuer: string }
  | { readonly type: 'refreshed'; readonly serverUrl: string }
  /** The authorization server has forgotten our registration: we register anew, and the person is asked again. */
  | { readonly type: 'client_forgotten'; readonly serverUrl: string; readonly issuer: string }
  /** What was discovered could not be stored: the next sign-in discovers anew. */
  | { readonly type: 'discovery_not_kept'; readonly serverUrl: string; readonly error: unknown }
  /** Tokens were not refreshed; `lost` says whether the server ended them. */
  | { readonly type: 'refresh_failed'; readonly serverUrl: string; readonly lost: boolean; readonly error: unknown }
  /** New tokens could not be stored; this process goes on with them. */
  | { readonly type: 'store_failed'; readonly serverUrl: string; readonly error: unknown }
  /** A stored record cannot be read, and counts as "not signed in". */
  | { readonly type: 'record_damaged'; readonly key: string }
