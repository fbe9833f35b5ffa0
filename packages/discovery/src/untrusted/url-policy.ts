import { type AddressClass, addressClass } from './address-class.ts'

/** The networks that are not public. */
export type Network = 'loopback' | 'private' | 'link_local'

export interface UrlPolicy {
  /** The networks to which a URL may lead, besides public addresses. A URL on loopback may then be http. Default: none. */
  readonly networks?: readonly Network[] | undefined
  /**
   * Hosts, with or without a port, that may be asked without TLS at a private address or one of this machine. An address in
   * a URL is checked here; the address of a name is checked only by a guarded fetch. Default: none.
   */
  readonly httpHosts?: readonly string[] | undefined
}

/** All networks, for a URL that the user gave. */
export const allNetworks: readonly Network[] = ['loopback', 'private', 'link_local']

/**
 * The networks to which URLs that a server names may lead: its own network, and for a server on this machine also private
 * ones; and `others`. A host that is a name counts as public, whatever its address is.
 */
export function networksOf(serverUrl: string, others: readonly Network[] = []): readonly Network[] {
  const own = URL.canParse(serverUrl) ? addressClass(new URL(serverUrl).hostname) : undefined
  return allowedNetworks(own ?? 'public', others)
}

/** The same networks, for a server whose address is known. */
export function allowedNetworks(own: AddressClass, others: readonly Network[] = []): readonly Network[] {
  return allNetworks.filter(
    (network) => others.includes(network) || own === network || (own === 'loopback' && network === 'private'),
  )
}

const descriptions: Readonly<Record<string, string>> = {
  private: 'is in a private network',
  link_local: 'is on the local link',
}

/** The reason why a URL from a server must not be used; `undefined` where it may be used. */
export function refuseUrl(text: unknown, { networks = [], httpHosts = [] }: UrlPolicy = {}): string | undefined {
  if (typeof text !== 'string') return 'is not a string'
  if (text.length > 8192) return 'is longer than 8192 characters'
  // Characters of the class Cf are invisible, and some change the direction of writing.
  if (/[\s\p{Cc}\p{Cf}\p{Cs}\\]/u.test(text)) return 'holds white space, a control character or a backslash'
  if (!URL.canParse(text)) return 'is not a URL'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `has the scheme ${url.protocol.slice(0, -1)}`
  if (url.username !== '' || url.password !== '') return 'holds a user name or password'
  const named = addressClass(url.hostname)
  if (url.protocol === 'http:' && isHttpHost(url, httpHosts)) {
    return named === undefined || isPrivateOrLoopback(named) ? undefined : 'is not https, and is at no private address'
  }
  const own = named ?? 'public'
  if (own === 'loopback') return networks.includes(own) ? undefined : 'is on this machine, which is not allowed'
  if (url.protocol === 'http:') return 'is not https'
  if (own === 'public') return undefined
  if (own === 'reserved') return 'is at an address where no server is'
  return networks.includes(own) ? undefined : `${descriptions[own]}, which is not allowed`
}

/**
 * The same reasons as of `refuseUrl`, and one more: a host that is not in ASCII, whose letters may look like those of
 * another host.
 */
export function refuseEndpoint(text: unknown, policy: UrlPolicy = {}): string | undefined {
  const refusal = refuseUrl(text, policy)
  if (refusal !== undefined) return refusal
  // A URL is ASCII (RFC 3986 §2): a server can write such a host as xn--….
  return /^[^:]*:\/*[^/?#]*\P{ASCII}/u.test(String(text)) ? 'has a host that is not in ASCII' : undefined
}

/** Whether an address is one at which a host may be asked without TLS. */
export function isPrivateOrLoopback(address: AddressClass | undefined): boolean {
  return address === 'private' || address === 'loopback'
}

/** Whether a list has the host of an `http:` URL, with its port or without one. */
export function isHttpHost({ host, hostname }: Pick<URL, 'host' | 'hostname'>, httpHosts: readonly string[]): boolean {
  // A URL leaves out the port 80, which a list may name.
  const spellings = [hostname, host === hostname ? `${hostname}:80` : host]
  return httpHosts.some((named) => spellings.includes(named.toLowerCase()))
}

/** Whether the `hostname` of a URL is this machine. */
export function isLoopback(hostname: string): boolean {
  return addressClass(hostname) === 'loopback'
}
