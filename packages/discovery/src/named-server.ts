import { type AuthorizationServer, discoverAuthorizationServer } from './authorization-server.ts'
import { DiscoveryError } from './discovery-error.ts'
import type { Documents } from './documents.ts'
import type { ProtectedResource } from './protected-resource.ts'
import { isSameIssuer } from './same-issuer.ts'
import { shown } from './shown.ts'

// Each costs up to three requests.
const issuerLimit = 10

/** The first server that has metadata; the next one is asked after a miss, never after a transient error. */
export async function discoverNamedServer(
  { authorizationServers, resource }: ProtectedResource,
  documents: Documents,
  { loopback, issuer }: { loopback: boolean; issuer: string | undefined },
): Promise<AuthorizationServer> {
  const named = authorizationServers.filter((name) => issuer === undefined || isSameIssuer(name, issuer))
  let missed: unknown = new DiscoveryError(
    'issuer_mismatch',
    `${resource} is authorized by ${authorizationServers.slice(0, issuerLimit).map(shown).join(', ')}, not by ${issuer}. Check the issuer option.`,
  )
  for (const name of named.slice(0, issuerLimit)) {
    try {
      return await discoverAuthorizationServer(name, { documents, loopback })
    } catch (error) {
      if (!(error instanceof DiscoveryError && error.code === 'no_metadata')) throw error
      missed = error
    }
  }
  throw missed
}
