import { type AuthorizationServer, discoverAuthorizationServer } from './authorization-server.ts'
import { DiscoveryError } from './discovery-error.ts'
import type { Documents } from './documents.ts'
import type { ProtectedResource } from './protected-resource.ts'
import type { QuirksOptions } from './quirks.ts'
import { isSameIssuer } from './same-issuer.ts'
import { shown, shownUrl } from './untrusted/shown.ts'
import { type Network, refuseEndpoint } from './untrusted/url-policy.ts'

// Each costs up to three requests, and up to 10 s.
const issuerLimit = 3
const shownLimit = 10

export interface NamedServerOptions extends QuirksOptions {
  readonly networks: readonly Network[]
  readonly issuer?: string | undefined
  readonly selectIssuer?: SelectIssuer | undefined
}

/** Chooses one of several issuers that a resource names (RFC 9728 §7.6). */
export type SelectIssuer = (issuers: readonly string[]) => string | Promise<string>

/** The first server that has metadata; the next one is asked after a miss, never after a transient error. */
export async function discoverNamedServer(
  resource: ProtectedResource,
  documents: Documents,
  { issuer, selectIssuer, ...options }: NamedServerOptions,
): Promise<AuthorizationServer> {
  const { authorizationServers } = resource
  const chosen = issuer ?? (authorizationServers.length > 1 ? await selectIssuer?.(authorizationServers) : undefined)
  const named = authorizationServers.filter((name) => chosen === undefined || isSameIssuer(name, chosen))
  const missed: DiscoveryError[] = []
  for (const name of named.slice(0, issuerLimit)) {
    const refusal = refuseEndpoint(name, options)
    if (refusal) throw refused(resource, refusal)
    try {
      return await discoverAuthorizationServer(name, { documents, ...options })
    } catch (error) {
      if (!(error instanceof DiscoveryError && error.code === 'no_metadata')) throw error
      missed.push(error)
    }
  }
  throw missed.length === 0 ? notNamed(resource, chosen) : noneHasMetadata(resource, missed, named.length)
}

function refused({ resource }: ProtectedResource, refusal: string): DiscoveryError {
  const message = `${shownUrl(resource)} names an authorization server whose URL ${refusal}; it is not asked.`
  return new DiscoveryError('insecure_url', message)
}

function noneHasMetadata(
  { resource }: ProtectedResource,
  missed: readonly DiscoveryError[],
  named: number,
): DiscoveryError {
  const attempts = missed.flatMap((error) => error.attempts)
  const problem = missed.map(({ message }) => message).join(' ')
  if (named <= missed.length) return new DiscoveryError('no_metadata', problem, { attempts })
  const more = `${shownUrl(resource)} names ${named} authorization servers; no more than ${issuerLimit} are asked.`
  const next = 'Choose one with the option issuer.'
  return new DiscoveryError('no_metadata', `${problem} ${more}`, { attempts, next, details: { option: 'issuer' } })
}

function notNamed({ resource, authorizationServers }: ProtectedResource, chosen: string | undefined): DiscoveryError {
  const named = authorizationServers.slice(0, shownLimit).map(shown).join(', ')
  const problem = `${shownUrl(resource)} is authorized by ${named}, not by ${shown(chosen)}.`
  const next = 'Check the option issuer or selectIssuer.'
  return new DiscoveryError('issuer_mismatch', problem, { next, details: { option: 'issuer' } })
}
