import { allNetworks, displayUrl, optionFor, refuseUrl } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { TokenSet } from './token-set.ts'

/**
 * Refuses to send what tokens hold to the endpoints that stand beside them: somebody else may have written the record, and
 * a host without TLS may have been allowed for one sign-in alone.
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
