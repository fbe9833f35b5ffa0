import type { NoticeEvent } from './notice.ts'
import type { Target } from './target.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'

export type DiscoveryEvent = NoticeEvent

/** Notices on a target, sent each time that the target is used. */
export function discoveryEvents({ serverUrl, resource, server, legacy }: Target): readonly DiscoveryEvent[] {
  const { issuer, authorizationEndpoint, tokenEndpoint } = server
  const events: DiscoveryEvent[] = []
  const notice = (rule: string, message: string, url?: string): void => {
    events.push({ type: 'notice', rule, serverUrl, message, issuer, url })
  }
  if (legacy) {
    notice('legacy_server', 'The server follows MCP 2025-03-26: only its own address says which server authorizes.')
  }
  if (resource === `${serverUrl}/` || serverUrl === `${resource}/`) {
    notice(
      'trailing_slash',
      `The server calls itself ${displayUrl(resource)}, which differs from its URL by one slash at the end.`,
    )
  }
  const endpoints = [
    [authorizationEndpoint, 'asks you'],
    [tokenEndpoint, 'issues its tokens'],
  ] as const
  for (const [url, verb] of endpoints) {
    const { origin, host } = new URL(url)
    if (origin !== new URL(issuer).origin) {
      notice('foreign_endpoint', `${displayUrl(issuer)} ${verb} at ${host}.`, url)
    }
  }
  return events
}
