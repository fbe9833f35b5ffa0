import type { AuthorizationServer } from './authorization-server.ts'
import { discoverAuthorizationServer } from './discover-authorization-server.ts'
import type { Documents } from './documents.ts'
import { hasCode, issuerLimit, type NamedServerOptions, notNamed } from './named-server.ts'
import type { ProtectedResource } from './protected-resource.ts'
import { isSpellingOf } from './same-issuer.ts'
import { refuseEndpoint } from './untrusted/url-policy.ts'

/**
 * The server that a person named. A resource names where to look for its metadata, where it spells it otherwise on the same
 * origin, and no other server.
 */
export async function discoverChosenServer(
  issuer: string,
  resource: ProtectedResource | undefined,
  {
    documents,
    ...options
  }: Omit<NamedServerOptions, 'selectIssuer' | 'mayPassOver'> & { readonly documents: Documents },
): Promise<AuthorizationServer> {
  const others = namedAs(issuer, resource).filter(
    (name) => !isSpellingOf(name, issuer) && !/[?#]/.test(name) && refuseEndpoint(name, options) === undefined,
  )
  const failed: unknown[] = []
  for (const place of [issuer, ...others.slice(0, issuerLimit)]) {
    try {
      const found = await discoverAuthorizationServer(place, {
        documents,
        ...options,
        expected: issuer,
        isChosen: true,
      })
      if (place === issuer || staysAt(originOf(issuer), found)) return found
    } catch (error) {
      if (!hasCode(error, 'no_metadata') && !hasCode(error, 'issuer_mismatch')) throw error
      failed.push(error)
    }
  }
  throw failed[0]
}

/** Whether all endpoints are at an origin: others may write beside an issuer, and would have codes and secrets sent to them. */
function staysAt(origin: string | undefined, server: AuthorizationServer): boolean {
  const { authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint } = server
  return [authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint].every(
    (url) => url === undefined || originOf(url) === origin,
  )
}

/**
 * The names of a resource on the origin of the issuer that a person chose.
 *
 * @throws DiscoveryError `issuer_mismatch` where the resource names others alone
 */
export function namedAs(issuer: string, resource: ProtectedResource | undefined): readonly string[] {
  const names = resource?.authorizationServers ?? []
  // Behind a proxy that ends TLS, some name themselves with http.
  const here = names.filter(
    (name) => originOf(name.replace(/^http:/, 'https:')) === originOf(issuer) || originOf(name) === originOf(issuer),
  )
  if (resource && names.length > 0 && here.length === 0) throw notNamed(resource, issuer)
  return here
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined
}
