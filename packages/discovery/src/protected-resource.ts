import type { BearerChallenge } from './challenge.ts'
import { type Attempt, DiscoveryError } from './discovery-error.ts'
import { type Answer, attempt, createDocuments, type Documents, type DocumentsOptions } from './documents.ts'
import { isStrings } from './is-strings.ts'
import { isResourceOf } from './untrusted/is-resource-of.ts'
import { networkFailure } from './untrusted/network.ts'
import { shown, shownName, shownUrl } from './untrusted/shown.ts'
import { type Network, networksOf, refuseUrl } from './untrusted/url-policy.ts'

/** What a protected resource says of itself (RFC 9728 §2), as far as a client needs it. */
export interface ProtectedResource {
  /** The resource identifier (RFC 8707), byte for byte as it was published. */
  readonly resource: string
  readonly authorizationServers: readonly string[]
  readonly scopesSupported?: readonly string[] | undefined
}

export interface ProtectedResourceOptions extends DocumentsOptions {
  /** Answers that are shared with other steps, so that none is asked for twice. */
  readonly documents?: Documents | undefined
  /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
  readonly resourceMetadataOrigins?: readonly string[] | undefined
  /** Networks in which these may be, besides the server's own and everybody's. Default: none. */
  readonly networks?: readonly Network[] | undefined
}

/**
 * The resource metadata of an MCP server: where its challenge says, else at the well-known URLs of its path, of the
 * parent path and of the root. `undefined` where every one of them is a miss.
 *
 * @throws DiscoveryError `unreachable`, `no_metadata` (the challenge names a document that is not there),
 * `invalid_metadata`, `resource_mismatch` or `insecure_url`
 */
export async function discoverProtectedResource(
  serverUrl: string,
  challenge: BearerChallenge | undefined,
  { documents, networks, resourceMetadataOrigins, ...options }: ProtectedResourceOptions = {},
): Promise<ProtectedResource | undefined> {
  const shared = documents ?? createDocuments(options)
  const named = challenge?.resourceMetadata
  if (named !== undefined) {
    const trusted = networksOf(serverUrl, networks)
    assertTrustedMetadata(named, serverUrl, { networks: trusted, resourceMetadataOrigins })
  }
  const answers = named === undefined ? wellKnownAnswers(serverUrl, shared) : [shared.get(named)]
  const attempts: Attempt[] = []
  for (const asked of answers) {
    const answer = await asked
    if (answer.kind === 'found') return readProtectedResource(answer.document, answer.url, serverUrl)
    attempts.push(attempt(answer))
    if (answer.kind === 'transient') {
      const { next = 'Try again later.' } = networkFailure(answer.cause)
      const message = `The resource metadata ${shownUrl(answer.url)} ${answer.reason}. ${next}`
      throw new DiscoveryError('unreachable', message, { cause: answer.cause, attempts })
    }
    if (named !== undefined) {
      const message = `${shownUrl(serverUrl)} names its resource metadata as ${shownUrl(named)}, which ${answer.reason}. Tell its operator.`
      throw new DiscoveryError('no_metadata', message, { attempts })
    }
  }
  return undefined
}

/** The well-known URLs (RFC 9728 §3.1) for a server, in the order in which they are asked. */
export function protectedResourceMetadataUrls(serverUrl: string): readonly string[] {
  const { origin, pathname, search } = new URL(serverUrl)
  const wellKnown = `${origin}/.well-known/oauth-protected-resource`
  const path = pathname === '/' ? '' : pathname
  // What the user typed besides, a query or a slash at the end, may be unknown to who serves the metadata.
  const plain = path.replace(/\/$/, '')
  const parent = plain.replace(/\/[^/]*$/, '')
  return [...new Set([wellKnown + path + search, wellKnown + plain, wellKnown + parent, wellKnown])]
}

/** The path's first; where that is a miss, the others at once, in the order of their rank. */
function* wellKnownAnswers(serverUrl: string, documents: Documents): Generator<Promise<Answer>> {
  const [atPath, ...others] = protectedResourceMetadataUrls(serverUrl)
  if (atPath !== undefined) yield documents.get(atPath)
  yield* others.map((url) => documents.get(url))
}

function assertTrustedMetadata(
  url: string,
  serverUrl: string,
  {
    resourceMetadataOrigins: origins = [],
    networks,
  }: Pick<ProtectedResourceOptions, 'networks' | 'resourceMetadataOrigins'>,
): void {
  const server = new URL(serverUrl)
  const refusal = refuseUrl(url, { networks })
  if (refusal === undefined && [server.origin, ...origins].includes(new URL(url).origin)) return
  const why = refusal ?? `is on another origin, ${shown(new URL(url).origin)}`
  const problem = `${shownUrl(serverUrl)} names resource metadata whose URL ${why}; it is not fetched.`
  if (refusal) throw new DiscoveryError('insecure_url', problem)
  const next =
    'If that is how the server calls itself, use its URL there; if you trust that origin, set the option allow.metadataOrigins of createAuth, or resourceMetadataOrigins of this package.'
  const { origin } = new URL(url)
  throw new DiscoveryError('insecure_url', problem, { next, details: { option: 'allow.metadataOrigins', origin } })
}

function readProtectedResource(
  document: Readonly<Record<string, unknown>>,
  url: string,
  serverUrl: string,
): ProtectedResource {
  const { resource, authorization_servers: issuers, scopes_supported: scopes } = document
  if (!isResourceOf(resource, serverUrl)) {
    const message = `The resource metadata ${shownUrl(url)} is for ${shownName(resource)}, not for ${shownUrl(serverUrl)}. It is not used.`
    throw new DiscoveryError('resource_mismatch', message)
  }
  if (!isStrings(issuers) || issuers.length === 0) {
    const message = `The resource metadata ${shownUrl(url)} names no authorization server (authorization_servers). Tell its operator.`
    throw new DiscoveryError('invalid_metadata', message)
  }
  return { resource, authorizationServers: issuers, scopesSupported: isStrings(scopes) ? scopes : undefined }
}
