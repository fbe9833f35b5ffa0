import { allNetworks, displayUrl, isResourceOf, optionFor, refuseUrl } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { serverKey, splitServerKey } from '../server-key.ts'
import type { TokenSet } from './token-set.ts'

/**
 * Whether tokens for a resource (RFC 8707) may be sent to the server of a key, by the rule that accepted the resource at
 * the sign-in. The rule is applied again because somebody else may have written or moved the record.
 */
export function isForServer(resource: string, key: string): boolean {
  if (!URL.canParse(resource)) return false
  const { server } = splitServerKey(key)
  const { pathname, search } = new URL(resource)
  const slashes = pathname.slice(pathname.replace(/\/+$/, '').length)
  // A key leaves out the slashes at the end of its URL, and holds a hash instead of the query.
  const serverUrl = server.replace(/\?.*$/s, '') + slashes + search
  // The sign-in decided whether a host without TLS is allowed.
  if (!URL.canParse(serverUrl) || !isResourceOf(resource, serverUrl, [new URL(serverUrl).host])) return false
  return search === '' || serverKey(serverUrl) === server
}

/**
 * Refuses to send tokens to an endpoint of their record that the options do not allow: somebody else may have written the
 * record, and a host without TLS may have been allowed for one sign-in only.
 *
 * @throws AuthorizationError `insecure_url`
 */
export function assertSendable(
  { tokenEndpoint, revocationEndpoint = tokenEndpoint }: TokenSet,
  httpHosts: readonly string[] | undefined,
): void {
  const policy = { networks: allNetworks, httpHosts }
  for (const url of [tokenEndpoint, revocationEndpoint]) {
    const refusal = refuseUrl(url, policy)
    if (refusal === undefined) continue
    const problem = `The stored sign-in is of ${displayUrl(new URL(url).origin)}, which ${refusal}; nothing is sent there.`
    throw new AuthorizationError('insecure_url', problem, optionFor(url, policy))
  }
}
