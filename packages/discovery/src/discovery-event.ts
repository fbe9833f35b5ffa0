import type { QuirkEvent } from './quirks.ts'

export type DiscoveryEvent =
  | QuirkEvent
  /** The server follows MCP 2025-03-26: it is its own authorization server. */
  | { readonly type: 'legacy_server'; readonly serverUrl: string; readonly defaultEndpoints: boolean }
  /** The resource's identifier has a slash at its end that the server's URL has not, or the other way round. */
  | { readonly type: 'trailing_slash'; readonly serverUrl: string; readonly resource: string }
  /** An endpoint is on another origin than its issuer: the person is asked, or the code is sent, there. */
  | {
      readonly type: 'foreign_endpoint'
      readonly issuer: string
      readonly endpoint: 'authorization' | 'token'
      readonly url: string
    }
