import { isResourceOf } from '@fast-agent-auth/discovery/untrusted'
import { serverKey, splitServerKey } from '../server-key.ts'

/**
 * Whether tokens for a resource may go to the server of a key: by the rule that took the resource for that server when a
 * person signed in. A record may have been written, or moved, by somebody else.
 */
export function isForServer(resource: string, key: string): boolean {
  if (!URL.canParse(resource)) return false
  const { server } = splitServerKey(key)
  const { pathname, search } = new URL(resource)
  const [slashes = ''] = /\/*$/.exec(pathname) ?? []
  // What a key leaves out of its server's URL: slashes at the end, and the query, of which it holds a hash.
  const serverUrl = server.replace(/\?.*$/s, '') + slashes + search
  // Whether that may be without TLS was decided then.
  if (!URL.canParse(serverUrl) || !isResourceOf(resource, serverUrl, [new URL(serverUrl).host])) return false
  return search === '' || serverKey(serverUrl) === server
}
