import { DiscoveryError } from './discovery-error.ts'
import type { Notify } from './notice.ts'
import { advise } from './untrusted/advise.ts'
import { optionFor } from './untrusted/option-for.ts'
import { displayUrl, quoteUntrusted } from './untrusted/quote-untrusted.ts'
import { refuseUrl, type UrlPolicy } from './untrusted/url-policy.ts'

/** The URL of the resource metadata, as a challenge names it. */
export interface MetadataLocation {
  readonly url: string
  /**
   * Whether the URL is a guess at the meaning of the challenge: if there is no document, the well-known URLs are asked.
   */
  readonly isGuess: boolean
}

interface MetadataLocationOptions extends UrlPolicy {
  /** Origins, besides the server's own, from which a challenge may name its resource metadata. */
  readonly resourceMetadataOrigins?: readonly string[] | undefined
  readonly notify?: Notify | undefined
}

/**
 * Reads the `resource_metadata` of a challenge (RFC 9728 §5.1); `undefined` where it is no URL. A relative URL is resolved
 * against the server's; http on the server's own host becomes https, since a proxy may end TLS before the server.
 *
 * @throws DiscoveryError `insecure_url` for a URL of another origin, unless `resourceMetadataOrigins` has it
 */
export function metadataLocation(
  text: string,
  serverUrl: string,
  options: MetadataLocationOptions,
): MetadataLocation | undefined {
  const named = text.trim()
  const server = new URL(serverUrl)
  const absolute = /^https?:\/\//i.test(named) && URL.canParse(named) ? new URL(named) : undefined
  if (!absolute) {
    // An empty text, a URL of another scheme and a host without a scheme cannot be resolved.
    if (named === '' || URL.canParse(named) || !URL.canParse(named, serverUrl)) return undefined
    const { href, origin, pathname, search } = new URL(named, serverUrl)
    assertTrusted(href, serverUrl, options)
    return { url: origin + pathname + search, isGuess: true }
  }
  const { protocol, hostname, username, password, pathname, search } = absolute
  const isBehindTls = protocol === 'http:' && server.protocol === 'https:' && hostname === server.hostname
  if (isBehindTls && username === '' && password === '')
    return { url: server.origin + pathname + search, isGuess: true }
  assertTrusted(named, serverUrl, options)
  return { url: named, isGuess: false }
}

function assertTrusted(
  url: string,
  serverUrl: string,
  { resourceMetadataOrigins = [], notify, ...policy }: MetadataLocationOptions,
): void {
  const refusal = refuseUrl(url, policy)
  const origin = refusal === undefined ? new URL(url).origin : undefined
  if (origin === new URL(serverUrl).origin) return
  if (origin !== undefined && resourceMetadataOrigins.includes(origin)) {
    const message = `${displayUrl(serverUrl)} names resource metadata at ${origin}, an origin that is allowed here.`
    notify?.({ rule: 'metadata_origin', url, message })
    return
  }
  const fault = refusal ?? `is on another origin, ${quoteUntrusted(origin)}`
  const problem = `${displayUrl(serverUrl)} names resource metadata whose URL ${fault}; it is not fetched.`
  if (refusal) throw new DiscoveryError('insecure_url', problem, optionFor(url, policy))
  const elsewhere = 'If that is how the server calls itself, use its URL there.'
  const advice = advise([{ condition: 'you trust that origin', option: 'allow.metadataOrigins', value: origin }])
  throw new DiscoveryError('insecure_url', `${problem} ${elsewhere}`, advice)
}
