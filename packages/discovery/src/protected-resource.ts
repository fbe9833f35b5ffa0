import { askForResource } from './ask-for-resource.ts'
import type { BearerChallenge } from './challenge.ts'
import { type Attempt, DiscoveryError } from './discovery-error.ts'
import { attempt, createDocuments, type DocumentResult, type Documents, type DocumentsOptions } from './documents.ts'
import { metadataLocation } from './metadata-location.ts'
import type { Notify } from './notice.ts'
import { type ProtectedResource, readProtectedResource } from './read-protected-resource.ts'
import { advise } from './untrusted/advise.ts'
import { displayUrl, quoteUntrusted } from './untrusted/quote-untrusted.ts'
import { networksOf, type UrlPolicy } from './untrusted/url-policy.ts'
import { unusableResource } from './unusable-resource.ts'

export type { ProtectedResource } from './read-protected-resource.ts'

/**
 * The options of `discoverProtectedResource`. The metadata may be at public addresses, in the server's own network and
 * in `networks` (default: none).
 */
export interface ProtectedResourceOptions extends DocumentsOptions, UrlPolicy {
  /** Documents that are shared with other steps, so that none is fetched twice. */
  readonly documents?: Documents | undefined
  /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
  readonly resourceMetadataOrigins?: readonly string[] | undefined
  /** The issuer that a person set, which is used without metadata if the metadata fails with 5xx twice. */
  readonly issuer?: string | undefined
  /** The part of the root's metadata that may be used in place of the path's metadata, if that fails. Default: none. */
  readonly standInOf?: ((root: ProtectedResource) => Promise<ProtectedResource | undefined>) | undefined
  readonly notify?: Notify | undefined
}

/**
 * Fetches the resource metadata of an MCP server (RFC 9728): from the URL in its challenge, else from the well-known URLs of
 * its path, of the parent path and of the root. `undefined` where there is none at any of these.
 *
 * @throws DiscoveryError `unreachable`; `no_metadata` where the challenge names a document that does not exist;
 * `invalid_metadata` where it is too large; `resource_mismatch`; `insecure_url`
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
  const location = metadataLocation(named, serverUrl, { ...policy, resourceMetadataOrigins, notify: options.notify })
  // A second request may find the document: only if it fails too is the issuer that a person set used without the
  // document.
  const isTemporary = (found: DocumentResult): boolean => isFailure(found) && options.issuer !== undefined
  const result = location && (await askForResource(location.url, documents, isTemporary))
  if (result?.kind === 'found') return readProtectedResource(result.document, result.url, serverUrl, httpHosts)
  if (result && (result.kind === 'unread' || !location?.isGuess)) {
    const attempts = [attempt(result)]
    const error = unusableResource(result, attempts)
    if (error) throw error
    const problem = `${displayUrl(serverUrl)} names its resource metadata as ${displayUrl(result.url)}, which ${result.reason}.`
    const advice = advise([{ condition: 'you know its authorization server', option: 'issuer' }])
    throw new DiscoveryError('no_metadata', problem, { attempts, ...advice })
  }
  const message = `${displayUrl(serverUrl)} names its resource metadata as ${quoteUntrusted(named.replace(/[?#].*$/s, ''))}, where none can be read, so the well-known URLs are asked.`
  options.notify?.({ rule: 'unusable_metadata_url', message })
  return discoverWellKnown(serverUrl, { documents, httpHosts, ...options })
}

/** The well-known URLs of a server's resource metadata (RFC 9728 §3.1), in the order in which they are asked. */
export function protectedResourceMetadataUrls(serverUrl: string): readonly string[] {
  const { origin, pathname, search } = new URL(serverUrl)
  const wellKnown = `${origin}/.well-known/oauth-protected-resource`
  const path = pathname === '/' ? '' : pathname
  // The server may not know the query, or the slash at the end, that the user typed.
  const plain = path.replace(/\/$/, '')
  const parent = plain.replace(/\/[^/]*$/, '')
  return [...new Set([wellKnown + path + search, wellKnown + plain, wellKnown + parent, wellKnown])]
}

interface WellKnownOptions extends Pick<ProtectedResourceOptions, 'standInOf' | 'issuer' | 'notify' | 'httpHosts'> {
  readonly documents: Documents
}

/** Fetches the path's metadata first. If there is none, fetches all others at once, and uses the first in order. */
async function discoverWellKnown(serverUrl: string, options: WellKnownOptions): Promise<ProtectedResource | undefined> {
  const { documents, httpHosts } = options
  const [atPath = serverUrl, ...others] = protectedResourceMetadataUrls(serverUrl)
  // A second request may find the document: only if it fails too may another document be used instead.
  const hasStandIn = options.standInOf !== undefined || options.issuer !== undefined
  const first = await askForResource(atPath, documents, (result) => isFailure(result) && hasStandIn)
  const root = isFailure(first) ? await standIn(serverUrl, first, options) : undefined
  if (root) return root
  const attempts: Attempt[] = []
  const rest = first.kind === 'miss' ? others : []
  for (const url of rest) documents.get(url)
  for (const url of [atPath, ...rest]) {
    const result = url === atPath ? first : await askForResource(url, documents)
    if (result.kind === 'found') return readProtectedResource(result.document, result.url, serverUrl, httpHosts)
    attempts.push(attempt(result))
    const error = unusableResource(result, attempts)
    if (error) throw error
  }
  return undefined
}

/** The metadata of the root, as far as `standInOf` allows it, in place of the path's, which failed twice. */
async function standIn(
  serverUrl: string,
  { url }: DocumentResult,
  { documents, standInOf, notify, httpHosts }: WellKnownOptions,
): Promise<ProtectedResource | undefined> {
  if (!standInOf) return undefined
  const root = await askForResource(`${new URL(serverUrl).origin}/.well-known/oauth-protected-resource`, documents)
  if (root.kind !== 'found') return undefined
  const found = await standInOf(readProtectedResource(root.document, root.url, serverUrl, httpHosts))
  if (!found) return undefined
  const message = `The resource metadata ${displayUrl(url)} is out of order; the metadata of the root is used this time.`
  notify?.({ rule: 'metadata_of_root', url: root.url, message })
  return { ...found, isStandIn: true }
}

function isFailure(result: DocumentResult): boolean {
  return result.kind === 'transient' && (result.status ?? 0) >= 500
}
