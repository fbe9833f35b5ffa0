import type { AuthorizationServer } from './authorization-server.ts'
import type { BearerChallenge } from './challenge.ts'
import { DiscoveryError } from './discovery-error.ts'
import { createDocuments, type Documents } from './documents.ts'
import { legacyServer } from './legacy-server.ts'
import { discoverNamedServer } from './named-server.ts'
import { type Probed, probe } from './probe.ts'
import { discoverProtectedResource, protectedResourceMetadataUrls } from './protected-resource.ts'
import { isSameIssuer } from './same-issuer.ts'
import { isLoopback, refuseUrl } from './url-policy.ts'

/** Whom to ask for authorization, and for what. */
export interface Target {
  readonly serverUrl: string
  /** RFC 8707: sent byte for byte. */
  readonly resource: string
  readonly server: AuthorizationServer
  /** What the resource's metadata lists. */
  readonly scopesSupported?: readonly string[] | undefined
  readonly challenge?: BearerChallenge | undefined
  /** The server follows MCP 2025-03-26: it has no resource metadata, and is its own authorization server. */
  readonly legacy?: 'metadata' | 'default_endpoints' | undefined
}

export type DiscoveryEvent =
  | { readonly type: 'legacy_server'; readonly serverUrl: string; readonly defaultEndpoints: boolean }
  /** An endpoint is on another origin than its issuer: the person is asked, or the code is sent, there. */
  | {
      readonly type: 'foreign_endpoint'
      readonly issuer: string
      readonly endpoint: 'authorization' | 'token'
      readonly url: string
    }

export interface DiscoverOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The challenge of a refused request: the server is then not asked for one. */
  readonly challenge?: BearerChallenge | undefined
  /** The issuer to use where several are named, and the only one that will do. */
  readonly issuer?: string | undefined
  /** Whether servers of MCP 2025-03-26, without resource metadata, are served. Default: true. */
  readonly legacy?: boolean | undefined
  readonly onEvent?: ((event: DiscoveryEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Finds who authorizes requests to an MCP server: its challenge, its resource metadata (RFC 9728), the authorization
 * server's metadata (RFC 8414). No document is asked for twice.
 *
 * @throws DiscoveryError with a code; the reason of the signal where it aborts
 */
export async function discover(serverUrl: string, options: DiscoverOptions = {}): Promise<Target> {
  assertServerUrl(serverUrl)
  const { fetch, signal } = options
  const done = new AbortController()
  const documents = createDocuments({ fetch, signal: signal ? AbortSignal.any([signal, done.signal]) : done.signal })
  try {
    return await discoverTarget(serverUrl, documents, options)
  } finally {
    // What was asked ahead and is not needed holds no program open.
    done.abort()
  }
}

async function discoverTarget(serverUrl: string, documents: Documents, options: DiscoverOptions): Promise<Target> {
  const { status, html, challenge } = await findChallenge(serverUrl, documents, options)
  const resource = await discoverProtectedResource(serverUrl, challenge, { documents })
  if (!resource) {
    if (status !== 401) throw notProtected(serverUrl, html ? `${status} with a web page` : status)
    return discoverLegacy(serverUrl, challenge, documents, options)
  }
  const loopback = isLoopback(new URL(serverUrl).hostname)
  const server = await discoverNamedServer(resource, documents, { loopback, issuer: options.issuer })
  reportForeignEndpoints(server, options)
  return { serverUrl, resource: resource.resource, server, scopesSupported: resource.scopesSupported, challenge }
}

async function findChallenge(
  serverUrl: string,
  documents: Documents,
  { challenge, fetch, signal }: DiscoverOptions,
): Promise<Probed> {
  if (challenge) return { status: 401, html: false, challenge }
  // Asked ahead, beside the probe: where the metadata of most servers is, and of those that authorize themselves.
  documents.get(protectedResourceMetadataUrls(serverUrl)[0] ?? serverUrl)
  documents.get(`${new URL(serverUrl).origin}/.well-known/oauth-authorization-server`)
  return probe(serverUrl, { fetch, signal })
}

async function discoverLegacy(
  serverUrl: string,
  challenge: BearerChallenge | undefined,
  documents: Documents,
  options: DiscoverOptions,
): Promise<Target> {
  const { origin } = new URL(serverUrl)
  if (options.legacy === false || (options.issuer !== undefined && !isSameIssuer(options.issuer, origin))) {
    const attempts = protectedResourceMetadataUrls(serverUrl).map((url) => ({ url, reason: 'is not there' }))
    const message = `${serverUrl} wants authorization but has no resource metadata (RFC 9728), so nothing says who authorizes. Tell its operator.`
    throw new DiscoveryError('no_metadata', message, { attempts })
  }
  const { server, legacy } = await legacyServer(origin, documents, isLoopback(new URL(serverUrl).hostname))
  options.onEvent?.({ type: 'legacy_server', serverUrl, defaultEndpoints: legacy === 'default_endpoints' })
  reportForeignEndpoints(server, options)
  return { serverUrl, resource: canonicalUrl(serverUrl), server, challenge, legacy }
}

function reportForeignEndpoints(
  { issuer, authorizationEndpoint, tokenEndpoint }: AuthorizationServer,
  { onEvent }: DiscoverOptions,
): void {
  const { origin } = new URL(issuer)
  const endpoints = [['authorization', authorizationEndpoint] as const, ['token', tokenEndpoint] as const]
  for (const [endpoint, url] of endpoints) {
    if (new URL(url).origin !== origin) onEvent?.({ type: 'foreign_endpoint', issuer, endpoint, url })
  }
}

function assertServerUrl(serverUrl: string): void {
  const loopback = URL.canParse(serverUrl) && isLoopback(new URL(serverUrl).hostname)
  const refusal = refuseUrl(serverUrl, { loopback })
  if (refusal) throw new DiscoveryError('insecure_url', `The MCP server's URL ${refusal}.`)
}

/** The server's own URL as a resource identifier: without fragment and without the slash of a bare origin. */
function canonicalUrl(serverUrl: string): string {
  const { origin, pathname, search } = new URL(serverUrl)
  return origin + (pathname === '/' ? '' : pathname) + search
}

function notProtected(serverUrl: string, answer: number | string): DiscoveryError {
  const silent = `${serverUrl} asks for no authorization and names no authorization server`
  const fine = typeof answer === 'number' && answer < 300
  const next = fine ? 'It can be used without signing in.' : `It answered ${answer}: is the URL right?`
  return new DiscoveryError('not_protected', `${silent}. ${next}`)
}
