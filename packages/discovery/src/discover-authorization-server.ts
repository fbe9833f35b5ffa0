import { assertIssuer } from './assert-issuer.ts'
import { type AuthorizationServer, readAuthorizationServer } from './authorization-server.ts'
import { DiscoveryError } from './discovery-error.ts'
import { attempt, createDocuments, type DocumentResult, type Documents, type DocumentsOptions } from './documents.ts'
import type { Notify } from './notice.ts'
import type { QuirksOptions } from './quirks.ts'
import { advise, type Remedy } from './untrusted/advise.ts'
import { networkFailure } from './untrusted/network-failure.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { tryAgain } from './untrusted/retry-after.ts'
import type { UrlPolicy } from './untrusted/url-policy.ts'

/**
 * The options of `discoverAuthorizationServer`. The server and its endpoints may be at public addresses and in
 * `networks`, which are usually `networksOf(serverUrl)`.
 */
export interface AuthorizationServerOptions extends DocumentsOptions, QuirksOptions, UrlPolicy {
  /** Documents that are shared with other steps, so that none is fetched twice. */
  readonly documents?: Documents | undefined
  /** The issuer that the metadata must name. Default: the one at whose URLs it is looked for. */
  readonly expected?: string | undefined
  /** Whether a person set that issuer. */
  readonly isConfigured?: boolean | undefined
  /** Whether that issuer is our own guess: then the error says that a person may set any other. */
  readonly isGuessed?: boolean | undefined
  readonly notify?: Notify | undefined
}

/**
 * Fetches the metadata of an issuer (RFC 8414 §3). All well-known URLs are asked at once, and the first in their order that
 * has a document with an issuer is used.
 *
 * @throws DiscoveryError `no_metadata` where there is none; `unreachable`; `issuer_mismatch`; `invalid_metadata`;
 * `insecure_url` where the issuer or a required endpoint must not be used
 */
export async function discoverAuthorizationServer(
  issuer: string,
  { documents: shared, expected = issuer, ...options }: AuthorizationServerOptions = {},
): Promise<AuthorizationServer> {
  assertIssuer(issuer, options)
  const documents = shared ?? createDocuments(options)
  const results = [...(await fetchInOrder(authorizationServerMetadataUrls(issuer), documents))]
  const last = appendedUrl(issuer)
  if (last !== undefined && results.every(({ kind }) => kind === 'miss')) results.push(await documents.get(last))
  const found = results.find(namesIssuer)
  if (!found) throw noMetadataError(issuer, results, options)
  const source = `The metadata ${displayUrl(found.url)}`
  return readAuthorizationServer(found.document, expected, { ...options, source })
}

/** The URLs at which an issuer's metadata may be (RFC 8414 §3.1, OpenID Connect Discovery §4), in their order. */
export function authorizationServerMetadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  const inserted = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
  ]
  return path === '' ? inserted : [...inserted, `${origin}${path}/.well-known/openid-configuration`]
}

/** The URL that some servers use: the well-known part after the path, not before it. */
function appendedUrl(issuer: string): string | undefined {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return path === '' ? undefined : `${origin}${path}/.well-known/oauth-authorization-server`
}

/** Fetches all documents at once, but only the first if that was fetched before and is good. */
async function fetchInOrder(urls: readonly string[], documents: Documents): Promise<readonly DocumentResult[]> {
  const known = documents.known(urls[0] ?? '')
  const first = known && (await known)
  if (first && namesIssuer(first)) return [first]
  return Promise.all(urls.map((url) => documents.get(url)))
}

function namesIssuer(result: DocumentResult): result is DocumentResult & { kind: 'found' } {
  return result.kind === 'found' && typeof result.document.issuer === 'string'
}

export const setMetadata: Remedy = { condition: 'you have its metadata', option: 'authorizationServer' }

function noMetadataError(
  issuer: string,
  results: readonly DocumentResult[],
  { isConfigured }: AuthorizationServerOptions,
): DiscoveryError {
  const name = displayUrl(issuer)
  const attempts = results.map(attempt)
  const list = attempts.map(({ url, reason }) => `${url} ${reason}`).join('; ')
  const transient = results.find((result) => result.kind === 'transient')
  if (transient) {
    const { cause, retryAfter } = transient
    const { next } = networkFailure(cause)
    const state = next === undefined ? 'is out of order' : 'cannot be asked'
    const message = `The authorization server ${name} ${state}: ${list}. ${next ?? tryAgain(retryAfter)}`
    return new DiscoveryError('unreachable', message, { cause, attempts, retryAfter })
  }
  const isUnread = results.some(({ kind }) => kind === 'unread')
  const problem = `The authorization server ${name} has no metadata${isUnread ? ' that can be read' : ''}: ${list}.`
  // An issuer of another origin would have to be named by the resource.
  const renamed = { condition: 'it has another name on this origin', option: 'issuer' }
  const advice = advise(isConfigured ? [setMetadata] : [renamed, setMetadata])
  return new DiscoveryError(isUnread ? 'invalid_metadata' : 'no_metadata', problem, { attempts, ...advice })
}
