import { DiscoveryError } from './discovery-error.ts'
import type { Notify } from './notice.ts'
import { advise } from './untrusted/advise.ts'
import { optionFor } from './untrusted/option-for.ts'
import { displayUrl, quoteUntrusted } from './untrusted/quote-untrusted.ts'
import { refuseUrl, type UrlPolicy } from './untrusted/url-policy.ts'

export interface MetadataPlace {
  readonly url: string
  /** It is only what the challenge may have meant: where nothing is there, that is no word of the server. */
  readonly isGuess: boolean
}

interface PlaceOptions extends UrlPolicy {
  /** Origins, besides the server's own, from which a challenge may name its resource metadata. */
  readonly resourceMetadataOrigins?: readonly string[] | undefined
  readonly notify?: Notify | undefined
}

/**
 * The place that a challenge names for the resource metadata, `undefined` where it names none. A relative URL is one of the
 * server; plain http of the server's own host is what stands behind a proxy that ends TLS.
 *
 * @throws DiscoveryError `insecure_url` for a place of another origin
 */
export function metadataPlace(text: string, serverUrl: string, options: PlaceOptions): MetadataPlace | undefined {
  const named = text.trim()
  const server = new URL(serverUrl)
  const absolute = /^https?:\/\//i.test(named) && URL.canParse(named) ? new URL(named) : undefined
  if (!absolute) {
    // Of these nothing is one place: neither an empty text, nor a URL of another scheme, nor a host without one.
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
  { resourceMetadataOrigins = [], notify, ...policy }: PlaceOptions,
): void {
  const refusal = refuseUrl(url, policy)
  const origin = refusal === undefined ? new URL(url).origin : undefined
  if (origin === new URL(serverUrl).origin) return
  if (origin !== undefined && resourceMetadataOrigins.includes(origin)) {
    const message = `${displayUrl(serverUrl)} names resource metadata at ${origin}, an origin that is allowed here.`
    notify?.({ rule: 'metadata_origin', url, message })
    return
  }
  const why = refusal ?? `is on another origin, ${quoteUntrusted(origin)}`
  const problem = `${displayUrl(serverUrl)} names resource metadata whose URL ${why}; it is not fetched.`
  if (refusal) throw new DiscoveryError('insecure_url', problem, optionFor(url, policy))
  const elsewhere = 'If that is how the server calls itself, use its URL there.'
  const advice = advise([{ condition: 'you trust that origin', option: 'allow.metadataOrigins', value: origin }])
  throw new DiscoveryError('insecure_url', `${problem} ${elsewhere}`, advice)
}
