import type { BearerChallenge } from './challenge.ts'
import { DiscoveryError } from './discovery-error.ts'
import { type DiscoveryEvent, discoveryEvents } from './discovery-event.ts'
import { createDocuments, type Documents } from './documents.ts'
import { discoverLegacyServer } from './legacy-server.ts'
import { discoverNamedServer, type SelectIssuer } from './named-server.ts'
import { noServerAt } from './no-server-at.ts'
import { type Probed, probe } from './probe.ts'
import { discoverProtectedResource, protectedResourceMetadataUrls } from './protected-resource.ts'
import type { Quirks } from './quirk-profiles.ts'
import type { Target } from './target.ts'
import { startTimeLimit } from './time-limit.ts'
import { shownUrl } from './untrusted/shown.ts'
import { tell } from './untrusted/tell.ts'
import { allNetworks, type Network, networksOf, refuseUrl } from './untrusted/url-policy.ts'

export interface DiscoverOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The challenge of a refused request: the server is then not asked for one. */
  readonly challenge?: BearerChallenge | undefined
  /** The issuer to use where several are named, and the only one that will do. */
  readonly issuer?: string | undefined
  /** Chooses where several issuers are named and none is set. Default: the first that has metadata. */
  readonly selectIssuer?: SelectIssuer | undefined
  /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
  readonly resourceMetadataOrigins?: readonly string[] | undefined
  /** Networks in which what the server names may be, besides its own and everybody's. Default: none. */
  readonly networks?: readonly Network[] | undefined
  /** Exact hosts that may be asked over http, besides loopback. Default: none. */
  readonly httpHosts?: readonly string[] | undefined
  /** The metadata of the authorization server (RFC 8414), in the names of that document, where none is published. */
  readonly authorizationServer?: Readonly<Record<string, unknown>> | undefined
  /** Whether servers of MCP 2025-03-26, without resource metadata, are served. Default: true. */
  readonly legacy?: boolean | undefined
  /** Other rules than those that are known for the provider; `false` for none. */
  readonly quirks?: Quirks | false | undefined
  readonly onEvent?: ((event: DiscoveryEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** For all of it: what asks several servers, one after the other, may not take the sum of their limits. In ms. */
const timeLimit = 60_000

/**
 * Finds who authorizes requests to an MCP server: its challenge, its resource metadata (RFC 9728), the authorization
 * server's metadata (RFC 8414). No document is asked for twice, and all of it takes 60 s at most.
 *
 * @throws DiscoveryError with a code; the reason of the signal where it aborts
 */
export async function discover(serverUrl: string, discoverOptions: DiscoverOptions = {}): Promise<Target> {
  assertServerUrl(serverUrl)
  const { selectIssuer, signal } = discoverOptions
  const { fetch, waitingFor } = watched(discoverOptions.fetch)
  const limit = startTimeLimit(timeLimit, () => tooSlow(serverUrl, waitingFor()))
  const signals = signal ? [signal, limit.signal] : [limit.signal]
  const options = {
    ...discoverOptions,
    fetch,
    signal: AbortSignal.any(signals),
    selectIssuer: selectIssuer && ((issuers: readonly string[]) => limit.uncounted(async () => selectIssuer(issuers))),
  }
  const done = new AbortController()
  const documents = createDocuments({
    fetch,
    signal: AbortSignal.any([...signals, done.signal]),
    mcpOrigin: new URL(serverUrl).origin,
  })
  try {
    const target = await discoverTarget(serverUrl, documents, options)
    for (const event of discoveryEvents(target)) tell(options.onEvent, event)
    return target
  } finally {
    limit.end()
    // A request that was sent ahead and is not needed holds no program open.
    done.abort()
  }
}

async function discoverTarget(serverUrl: string, documents: Documents, options: DiscoverOptions): Promise<Target> {
  const { issuer, selectIssuer, resourceMetadataOrigins, legacy, quirks, onEvent } = options
  const networks = networksOf(serverUrl, options.networks)
  const { challenge, ...probed } = await findChallenge(serverUrl, documents, options)
  const isMissing = !challenge && isNoServer(probed)
  const finding = discoverProtectedResource(serverUrl, challenge, { documents, networks, resourceMetadataOrigins })
  const found = await finding.catch((cause: unknown) => {
    const isForbidden = !challenge && probed.status === 403
    // Metadata that cannot be had now may name the server in a minute.
    const isFinal = cause instanceof DiscoveryError && cause.code !== 'unreachable'
    throw (isMissing || isForbidden) && isFinal ? noServerAt(serverUrl, probed, cause) : cause
  })
  // Nobody is asked to sign in to what is not there, unless metadata names this very path: some hide it from strangers.
  if (isMissing && !isAt(serverUrl, found?.resource)) throw noServerAt(serverUrl, probed)
  if (!found) {
    if (probed.status !== 401 && !challenge)
      throw probed.isMcp ? notProtected(serverUrl) : noServerAt(serverUrl, probed)
    return discoverLegacyServer(serverUrl, documents, { issuer, legacy, networks, challenge, quirks, onEvent })
  }
  const { resource, scopesSupported } = found
  const server = await discoverNamedServer(found, documents, { networks, issuer, selectIssuer, quirks, onEvent })
  return { serverUrl, resource, server, scopesSupported, challenge }
}

async function findChallenge(
  serverUrl: string,
  documents: Documents,
  { challenge, fetch, signal }: DiscoverOptions,
): Promise<Probed> {
  if (challenge) return { status: 401, html: false, isMcp: false, challenge }
  // Asked ahead, beside the probe: where the metadata of most servers is, and of those that authorize themselves.
  documents.get(protectedResourceMetadataUrls(serverUrl)[0] ?? serverUrl)
  documents.get(`${new URL(serverUrl).origin}/.well-known/oauth-authorization-server`)
  return probe(serverUrl, { fetch, signal })
}

/** The same `fetch`, and the URL of which nobody has answered for longest. */
function watched(fetch: typeof globalThis.fetch = globalThis.fetch): {
  readonly fetch: typeof globalThis.fetch
  readonly waitingFor: () => string | undefined
} {
  const waiting = new Map<object, string>()
  let last: string | undefined
  return {
    async fetch(input, init) {
      const request = {}
      last = String(input)
      waiting.set(request, last)
      try {
        return await fetch(input, init)
      } finally {
        waiting.delete(request)
      }
    },
    // Where all have begun to answer, it is a body that does not end.
    waitingFor: () => [...waiting.values()][0] ?? last,
  }
}

function tooSlow(serverUrl: string, slow: string = serverUrl): DiscoveryError {
  const message = `Who authorizes requests to ${shownUrl(serverUrl)} was not found within ${timeLimit / 1000} s: ${new URL(slow).host} is slow. Try again later.`
  return new DiscoveryError('unreachable', message)
}

function assertServerUrl(serverUrl: string): void {
  const refusal = refuseUrl(serverUrl, { networks: allNetworks })
  if (refusal) throw new DiscoveryError('insecure_url', `The MCP server's URL ${refusal}.`)
}

function isNoServer({ status, html, isMcp }: Probed): boolean {
  return !isMcp && (status === 404 || (html && status < 300))
}

/** Whether a resource is identified by the very path of this URL. The root identifies none. */
function isAt(serverUrl: string, resource = ''): boolean {
  if (!URL.canParse(resource)) return false
  const [path, named] = [serverUrl, resource].map((url) => new URL(url).pathname)
  return path !== '/' && path === named
}

function notProtected(serverUrl: string): DiscoveryError {
  const message = `${shownUrl(serverUrl)} asks for no authorization and names no authorization server. It can be used without signing in.`
  return new DiscoveryError('not_protected', message)
}
