import type { Target } from '@fast-agent-auth/discovery'
import {
  networksOf,
  optionFor,
  quoteUntrusted,
  refuseEndpoint,
  type UrlPolicy,
} from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'

/**
 * Checks the endpoints of a target as discovery does, since the caller may have the target from elsewhere, and a
 * person, a code and tokens are sent there.
 *
 * @throws AuthorizationError `insecure_url`
 */
export function assertEndpoints({ server, serverUrl }: Target, { networks, httpHosts }: UrlPolicy): void {
  const policy = { networks: networksOf(serverUrl, networks), httpHosts }
  for (const [name, url] of [
    ['authorization', server.authorizationEndpoint],
    ['token', server.tokenEndpoint],
    ['registration', server.registrationEndpoint],
    ['revocation', server.revocationEndpoint],
  ] as const) {
    const refusal = url === undefined ? undefined : refuseEndpoint(url, policy)
    if (refusal === undefined) continue
    const message = `The ${name} endpoint of ${quoteUntrusted(server.issuer)} ${refusal}.`
    throw new AuthorizationError('insecure_url', message, optionFor(url, policy))
  }
}
