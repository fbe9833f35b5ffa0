import { allNetworks, refuseUrl } from './url-policy.ts'

/**
 * Whether a published resource identifier covers the server URL: it is identical, a parent path on the same origin, or
 * differs by one slash at the end. RFC 9728 §3.3 is stricter, and would refuse servers that MCP clients must work with.
 */
export function isResourceOf(
  resource: unknown,
  serverUrl: string,
  httpHosts: readonly string[] = [],
): resource is string {
  const ours = new URL(serverUrl)
  // Every network is allowed here, since the origin must be the server's own, as is checked below.
  if (refuseUrl(resource, { networks: allNetworks, httpHosts }) !== undefined) return false
  if (typeof resource !== 'string' || !isSpelledOut(resource)) return false
  const theirs = new URL(resource)
  if (theirs.origin !== ours.origin) return false
  if (theirs.search !== '' && theirs.search !== ours.search) return false
  const parent = theirs.pathname.endsWith('/') ? theirs.pathname : `${theirs.pathname}/`
  return `${ours.pathname}/`.startsWith(parent)
}

/**
 * Whether there is no fragment, and URL parsing changes nothing but scheme, host and port: the identifier is sent byte for
 * byte.
 */
function isSpelledOut(url: string): boolean {
  const rest = /^https?:\/\/[^/?#@%]+(.*)$/i.exec(url)?.[1]
  const { pathname, search } = new URL(url)
  return rest !== undefined && [rest, `/${rest}`].includes(pathname + search)
}
