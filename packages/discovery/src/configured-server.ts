import type { AuthorizationServer } from './authorization-server.ts'
import { discoverAuthorizationServer } from './discover-authorization-server.ts'
import type { Documents } from './documents.ts'
import { isSpellingOf } from './issuer.ts'
import { hasCode, issuerLimit, type NamedServerOptions, notNamedError } from './named-server.ts'
import type { ProtectedResource } from './protected-resource.ts'
import { refuseEndpoint } from './untrusted/url-policy.ts'

/**
 * The metadata of the issuer that a person set. If the resource spells that issuer in another way on the same origin,
 * the metadata is looked for under that name too.
 *
 * @throws DiscoveryError `issuer_mismatch` where the resource names only other origins; the errors of
 * `discoverAuthorizationServer`
 */
export async function discoverConfiguredServer(
  issuer: string,
  resource: ProtectedResource | undefined,
  {
    documents,
    ...options
  }: Omit<NamedServerOptions, 'selectIssuer' | 'mayPassOver'> & { readonly documents: Documents },
): Promise<AuthorizationServer> {
  const others = namesOnOrigin(issuer, resource).filter(
    (name) => !isSpellingOf(name, issuer) && !/[?#]/.test(name) && refuseEndpoint(name, options) === undefined,
  )
  const failed: unknown[] = []
  for (const name of [issuer, ...others.slice(0, issuerLimit)]) {
    try {
      const found = await discoverAuthorizationServer(name, {
        documents,
        ...options,
        expected: issuer,
        isConfigured: true,
      })
      if (name === issuer || hasEndpointsAt(originOf(issuer), found)) return found
    } catch (error) {
      if (!hasCode(error, 'no_metadata') && !hasCode(error, 'issuer_mismatch')) throw error
      failed.push(error)
    }
  }
  throw failed[0]
}

/**
 * Whether all endpoints are at an origin. Metadata under another name than the issuer may be that of another tenant,
 * who wants codes and secrets sent elsewhere.
 */
function hasEndpointsAt(origin: string | undefined, server: AuthorizationServer): boolean {
  const { authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint } = server
  return [authorizationEndpoint, tokenEndpoint, registrationEndpoint, revocationEndpoint].every(
    (url) => url === undefined || originOf(url) === origin,
  )
}

/**
 * The issuers of a resource that are on the origin of the issuer that a person set.
 *
 * @throws DiscoveryError `issuer_mismatch` where the resource names only others
 */
export function namesOnOrigin(issuer: string, resource: ProtectedResource | undefined): readonly string[] {
  const names = resource?.authorizationServers ?? []
  // Behind a proxy that ends TLS, some servers name themselves with http.
  const here = names.filter(
    (name) => originOf(name.replace(/^http:/, 'https:')) === originOf(issuer) || originOf(name) === originOf(issuer),
  )
  if (resource && names.length > 0 && here.length === 0) throw notNamedError(resource, issuer)
  return here
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined
}
