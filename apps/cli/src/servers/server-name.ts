import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { isUrl } from './is-url.ts'

/** A server as the person calls it, without the values in the query of a URL. */
export function shownTarget(target: string): string {
  return isUrl(target) ? displayUrl(target) : target
}

/** A server as the person calls it, and with its URL where that is something else. */
export function serverName(target: string, serverUrl: string): string {
  return isUrl(target) ? displayUrl(serverUrl) : `${target} (${displayUrl(serverUrl)})`
}
