import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { isUrl } from './is-url.ts'

/** A server as the person typed it, without the values in the query of a URL. */
export function shownTarget(target: string): string {
  return isUrl(target) ? displayUrl(target) : target
}

/** A server as the person typed it, and its URL if the person typed a name. */
export function serverName(target: string, serverUrl: string): string {
  return isUrl(target) ? displayUrl(serverUrl) : `${target} (${displayUrl(serverUrl)})`
}
