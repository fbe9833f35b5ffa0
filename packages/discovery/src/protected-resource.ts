import { askForResource } from './ask-for-resource.ts'
import type { BearerChallenge } from './challenge.ts'
import { type Attempt, DiscoveryError } from './discovery-error.ts'
import { type Answer, attempt, createDocuments, type Documents, type DocumentsOptions } from './documents.ts'
import { metadataPlace } from './metadata-place.ts'
import type { Notify } from './notice.ts'
import { type ProtectedResource, readProtectedResource } from './read-protected-resource.ts'
import { advise } from './untrusted/advise.ts'
import { displayUrl, quoteUntrusted } from './untrusted/quote-untrusted.ts'
import { networksOf, type UrlPolicy } from './untrusted/url-policy.ts'
import { unusableResource } from './unusable-resource.ts'

export type { ProtectedResource } from './read-protected-resource.ts'

/** The networks in which it may be, besides the server's own and everybody's. Default: nowhere else. */
export interface ProtectedResourceOptions extends DocumentsOptions, UrlPolicy {
  /** Answers that are shared with other steps, so that none is asked for twice. */
  readonly documents?: Documents | undefined
  /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
  readonly resourceMetadataOrigins?: readonly string[] | undefined
  /** The authorization server that a person named: it stands in for metadata that fails. */
  readonly issuer?: string | undefined
  /** As much of the metadata of the root as may stand in for that of the path, where that is out of order. Default: none. */
  readonly standInOf?: ((root: ProtectedResource) => Promise<ProtectedResource | undefined>) | undefined
  readonly notify?: Notify | undefined
}

/**
 * The resource metadata of an MCP server: where its challenge says, else at the well-known URLs of its path, of the
 * parent path and of the root. `undefined` where every one of them is a miss.
 *
 * @throws DiscoveryError `unreachable`, `no_metadata` (the challenge names a document that is not there),
 * `resource_mismatch` or `insecure_url`
 */
export async function discoverProtectedResource(
  serverUrl: string,
  challenge: BearerChallenge | undefined,
  { documents: shared, networks, httpHosts, resourceMetadataOrigins, ...options }: ProtectedResourceOptions = {},
): Promise<ProtectedResource | undefined> {
  const documents = shared ?? createDocuments(options)
  const named = challenge?.resourceMetadata
  if (named === undefined) return discoverWellKnown(serverUrl, { documents, httpHosts, ...options })
  const policy = { networks: networksOf(serverUrl, networks), httpHosts }
  const place = metadataPlace(named, serverUrl, { ...policy, resourceMetadataOrigins, notify: options.notify })
  // Nothing stands in for what is there the second time.
  const mayPass = (found: Answer): boolean => isFailure(found) && options.issuer !== undefined
  const answer = place && (await askForResource(place.url, documents, mayPass))
  if (answer?.kind === 'found') return readProtectedResource(answer.document, answer.url, serverUrl, httpHosts)
  if (answer && (answer.kind === 'unread' || !place?.isGuess)) {
    const attempts = [attempt(answer)]
    const error = unusableResource(answer, attempts)
    if (error) throw error
    const problem = `${displayUrl(serverUrl)} names its resource metadata as ${displayUrl(answer.url)}, which ${answer.reason}.`
    const advice = advise([{ condition: 'you know its authorization server', option: 'issuer' }])
    throw new DiscoveryError('no_metadata', problem, { attempts, ...advice })
  }
  const message = `${displayUrl(serverUrl)} names its resource metadata as ${quoteUntrusted(named.replace(/[?#].*$/s, ''))}, where none can be read; the well-known places are asked.`
  options.notify?.({ rule: 'unusable_metadata_url', message })
  return discoverWellKnown(serverUrl, { documents, httpHosts, ...options })
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

interface WellKnownOptions extends Pick<ProtectedResourceOptions, 'standInOf' | 'issuer' | 'notify' | 'httpHosts'> {
  readonly documents: Documents
}

/** The path's first; where that is a miss, the others at once, in the order of their rank. */
async function discoverWellKnown(serverUrl: string, options: WellKnownOptions): Promise<ProtectedResource | undefined> {
  const { documents, httpHosts } = options
  const [atPath = serverUrl, ...others] = protectedResourceMetadataUrls(serverUrl)
  // Nothing stands in for what is there the second time.
  const hasStandIn = options.standInOf !== undefined || options.issuer !== undefined
  const first = await askForResource(atPath, documents, (answer) => isFailure(answer) && hasStandIn)
  const root = isFailure(first) ? await standIn(serverUrl, first, options) : undefined
  if (root) return root
  const attempts: Attempt[] = []
  const rest = first.kind === 'miss' ? others : []
  for (const url of rest) documents.get(url)
  for (const url of [atPath, ...rest]) {
    const answer = url === atPath ? first : await askForResource(url, documents)
    if (answer.kind === 'found') return readProtectedResource(answer.document, answer.url, serverUrl, httpHosts)
    attempts.push(attempt(answer))
    const error = unusableResource(answer, attempts)
    if (error) throw error
  }
  return undefined
}

/** The metadata of the root, where that of the path is out of order for good and nobody is bound to what it says. */
async function standIn(
  serverUrl: string,
  { url }: Answer,
  { documents, standInOf, notify, httpHosts }: WellKnownOptions,
): Promise<ProtectedResource | undefined> {
  if (!standInOf) return undefined
  const root = await askForResource(`${new URL(serverUrl).origin}/.well-known/oauth-protected-resource`, documents)
  if (root.kind !== 'found') return undefined
  const found = await standInOf(readProtectedResource(root.document, root.url, serverUrl, httpHosts))
  if (!found) return undefined
  const message = `The resource metadata ${displayUrl(url)} is out of order; that of the root is used this time.`
  notify?.({ rule: 'metadata_of_root', url: root.url, message })
  return { ...found, isStandIn: true }
}

function isFailure(answer: Answer): boolean {
  return answer.kind === 'transient' && (answer.status ?? 0) >= 500
}
