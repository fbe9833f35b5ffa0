import { allNetworks, refuseUrl } from './url-policy.ts'

/**
 * Whether a published resource identifier covers the server URL: identical, a parent path of the same origin on a
 * segment boundary, or different by one trailing slash. Stricter, RFC 9728 §3.3 would refuse servers that MCP clients
 * must work with.
 */
export function isResourceOf(
  resource: unknown,
  serverUrl: string,
  httpHosts: readonly string[] = [],
): resource is string {
  const ours = new URL(serverUrl)
  // It is sent byte for byte, so what URL parsing would forgive is refused.
  // The resource is where the server is: its origin is compared below.
  if (refuseUrl(resource, { networks: allNetworks, httpHosts }) !== undefined) return false
  if (typeof resource !== 'string' || resource.includes('#')) return false
  if (!isSpelledOut(resource)) return false
  const theirs = new URL(resource)
  if (theirs.origin !== ours.origin) return false
  if (theirs.search !== '' && theirs.search !== ours.search) return false
  const parent = theirs.pathname.endsWith('/') ? theirs.pathname : `${theirs.pathname}/`
  return `${ours.pathname}/`.startsWith(parent)
}

/** Whether URL parsing changes nothing in it but the spelling of scheme, host and port. */
function isSpelledOut(url: string): boolean {
  const rest = /^https?:\/\/[^/?#@%]+(.*)$/i.exec(url)?.[1]
  const { pathname, search } = new URL(url)
  return rest !== undefined && [rest, `/${rest}`].includes(pathname + search)
}
