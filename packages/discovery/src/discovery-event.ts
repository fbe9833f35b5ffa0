import type { NoticeEvent } from './notice.ts'
import type { QuirkEvent } from './quirks.ts'
import type { Target } from './target.ts'

export type DiscoveryEvent =
  | QuirkEvent
  | NoticeEvent
  /** The server follows MCP 2025-03-26: it is its own authorization server. */
  | { readonly type: 'legacy_server'; readonly serverUrl: string; readonly defaultEndpoints: boolean }
  /** The resource's identifier and the server's URL differ by a slash at the end. */
  | { readonly type: 'trailing_slash'; readonly serverUrl: string; readonly resource: string }
  /** An endpoint is on another origin than its issuer: people sign in there, or codes are sent there. */
  | {
      readonly type: 'foreign_endpoint'
      readonly issuer: string
      readonly endpoint: 'authorization' | 'token'
      readonly url: string
    }

/** The events about a target, to be told each time that it is used. */
export function discoveryEvents({ serverUrl, resource, server, legacy }: Target): readonly DiscoveryEvent[] {
  const events: DiscoveryEvent[] = []
  if (legacy) events.push({ type: 'legacy_server', serverUrl, defaultEndpoints: legacy === 'default_endpoints' })
  if (resource === `${serverUrl}/` || serverUrl === `${resource}/`) {
    events.push({ type: 'trailing_slash', serverUrl, resource })
  }
  const { issuer, authorizationEndpoint, tokenEndpoint } = server
  const endpoints = [['authorization', authorizationEndpoint] as const, ['token', tokenEndpoint] as const]
  for (const [endpoint, url] of endpoints) {
    const foreign = new URL(url).origin !== new URL(issuer).origin
    if (foreign) events.push({ type: 'foreign_endpoint', issuer, endpoint, url })
  }
  return events
}
