import { assertIssuer } from './assert-issuer.ts'
import { type AuthorizationServer, readAuthorizationServer } from './authorization-server.ts'
import { DiscoveryError } from './discovery-error.ts'
import { type Answer, attempt, createDocuments, type Documents, type DocumentsOptions } from './documents.ts'
import type { Notify } from './notice.ts'
import type { QuirksOptions } from './quirks.ts'
import { advise, type Remedy } from './untrusted/advise.ts'
import { networkFailure } from './untrusted/network.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { tryAgain } from './untrusted/retry-after.ts'
import type { UrlPolicy } from './untrusted/url-policy.ts'

/** The networks in which it and its endpoints may be, besides everybody's networks: `networksOf` the MCP server. Default: nowhere else. */
export interface AuthorizationServerOptions extends DocumentsOptions, QuirksOptions, UrlPolicy {
  /** Answers that are shared with other steps, so that none is asked for twice. */
  readonly documents?: Documents | undefined
  /** The issuer that the metadata must be of. Default: the one whose places are asked. */
  readonly expected?: string | undefined
  /** Whether a person named that issuer. */
  readonly isChosen?: boolean | undefined
  /** Whether nobody named it: then a person may name any other. */
  readonly isGuessed?: boolean | undefined
  readonly notify?: Notify | undefined
}

/**
 * The metadata of an issuer: all well-known URLs are asked at once and the best-ranked valid document is used.
 *
 * @throws DiscoveryError `no_metadata`, `unreachable`, `issuer_mismatch`, `invalid_metadata` or `insecure_url`
 */
export async function discoverAuthorizationServer(
  issuer: string,
  { documents: shared, expected = issuer, ...options }: AuthorizationServerOptions = {},
): Promise<AuthorizationServer> {
  assertIssuer(issuer, options)
  const documents = shared ?? createDocuments(options)
  const answers = [...(await askInRank(authorizationServerMetadataUrls(issuer), documents))]
  const last = besideIssuer(issuer)
  // Some servers append what the RFC inserts.
  if (last !== undefined && answers.every(({ kind }) => kind === 'miss')) answers.push(await documents.get(last))
  const found = answers.find(namesIssuer)
  if (!found) throw nothingAt(issuer, answers, options)
  const source = `The metadata ${displayUrl(found.url)}`
  return readAuthorizationServer(found.document, expected, { ...options, source })
}

/** The places of the metadata of an issuer (RFC 8414 §3.1, OpenID Connect Discovery §4), best rank first. */
export function authorizationServerMetadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  const inserted = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
  ]
  return path === '' ? inserted : [...inserted, `${origin}${path}/.well-known/openid-configuration`]
}

function besideIssuer(issuer: string): string | undefined {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  return path === '' ? undefined : `${origin}${path}/.well-known/oauth-authorization-server`
}

/** Asks for all at once; but where the best-ranked answer is known already and good, for no other. */
async function askInRank(urls: readonly string[], documents: Documents): Promise<readonly Answer[]> {
  const known = documents.known(urls[0] ?? '')
  const first = known && (await known)
  if (first && namesIssuer(first)) return [first]
  return Promise.all(urls.map((url) => documents.get(url)))
}

function namesIssuer(answer: Answer): answer is Answer & { kind: 'found' } {
  return answer.kind === 'found' && typeof answer.document.issuer === 'string'
}

export const metadataAtHand: Remedy = { condition: 'you have its metadata', option: 'authorizationServer' }

function nothingAt(
  issuer: string,
  answers: readonly Answer[],
  { isChosen }: AuthorizationServerOptions,
): DiscoveryError {
  const name = displayUrl(issuer)
  const attempts = answers.map(attempt)
  const list = attempts.map(({ url, reason }) => `${url} ${reason}`).join('; ')
  const transient = answers.find((answer) => answer.kind === 'transient')
  if (transient) {
    const { cause, retryAfter } = transient
    const { next } = networkFailure(cause)
    const what = next === undefined ? 'is out of order' : 'cannot be asked'
    const message = `The authorization server ${name} ${what}: ${list}. ${next ?? tryAgain(retryAfter)}`
    return new DiscoveryError('unreachable', message, { cause, attempts, retryAfter })
  }
  const isUnread = answers.some(({ kind }) => kind === 'unread')
  const problem = `The authorization server ${name} has no metadata${isUnread ? ' that can be read' : ''}: ${list}.`
  // One of another origin would have to be named by the resource.
  const renamed = { condition: 'it has another name on this origin', option: 'issuer' }
  const advice = advise(isChosen ? [metadataAtHand] : [renamed, metadataAtHand])
  return new DiscoveryError(isUnread ? 'invalid_metadata' : 'no_metadata', problem, { attempts, ...advice })
}
