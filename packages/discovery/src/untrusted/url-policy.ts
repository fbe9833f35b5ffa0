import { type AddressClass, addressClass } from './address-class.ts'

/** Networks that are not everybody's. */
export type Network = 'loopback' | 'private' | 'link_local'

export interface UrlPolicy {
  /** Which of them a URL may lead to. Default: none. On loopback it may then be without TLS. */
  readonly networks?: readonly Network[] | undefined
  /**
   * Hosts, with or without a port, that may be asked without TLS, each at a private address or one of this machine. An
   * address is checked here; a name only by a guarded fetch, when it is connected to. Default: none.
   */
  readonly httpHosts?: readonly string[] | undefined
}

/** All of them: for a URL that the user gave. */
export const allNetworks: readonly Network[] = ['loopback', 'private', 'link_local']

/**
 * Where what a server names may be: in its own network, and, beside a server on this machine, in a private one. A name
 * counts as everybody's, whatever it resolves to.
 */
export function networksOf(serverUrl: string, others: readonly Network[] = []): readonly Network[] {
  const own = URL.canParse(serverUrl) ? addressClass(new URL(serverUrl).hostname) : undefined
  return networksBeside(own ?? 'public', others)
}

/** As `networksOf`, for a server whose address is known. */
export function networksBeside(own: AddressClass, others: readonly Network[] = []): readonly Network[] {
  return allNetworks.filter(
    (network) => others.includes(network) || own === network || (own === 'loopback' && network === 'private'),
  )
}

const places: Readonly<Record<string, string>> = {
  private: 'is in a private network',
  link_local: 'is on the local link',
}

/** Why a URL that came from a server must not be used, or `undefined` where nothing speaks against it. */
export function refuseUrl(text: unknown, { networks = [], httpHosts = [] }: UrlPolicy = {}): string | undefined {
  if (typeof text !== 'string') return 'is not a string'
  if (text.length > 8192) return 'is longer than 8192 characters'
  // Cf too: its characters are invisible, and some turn the direction of what is shown.
  if (/[\s\p{Cc}\p{Cf}\p{Cs}\\]/u.test(text)) return 'holds white space, a control character or a backslash'
  if (!URL.canParse(text)) return 'is not a URL'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `has the scheme ${url.protocol.slice(0, -1)}`
  if (url.username !== '' || url.password !== '') return 'holds a user name or password'
  const named = addressClass(url.hostname)
  if (url.protocol === 'http:' && isHttpHost(url, httpHosts)) {
    return named === undefined || isInside(named) ? undefined : 'is not https, and is at no private address'
  }
  const place = named ?? 'public'
  if (place === 'loopback') return networks.includes(place) ? undefined : 'is on this machine, which is not allowed'
  if (url.protocol === 'http:') return 'is not https'
  if (place === 'public') return undefined
  if (place === 'reserved') return 'is at an address where no server is'
  return networks.includes(place) ? undefined : `${places[place]}, which is not allowed`
}

/** As `refuseUrl`, for what a person is shown and never typed: no host whose letters may look like another's. */
export function refuseEndpoint(text: unknown, policy: UrlPolicy = {}): string | undefined {
  const refusal = refuseUrl(text, policy)
  if (refusal !== undefined) return refusal
  // A URL is ASCII (RFC 3986 §2): its servers can write such a host as xn--….
  return /^[^:]*:\/*[^/?#]*\P{ASCII}/u.test(String(text)) ? 'has a host that is not in ASCII' : undefined
}

/** Whether an address is one at which a host without TLS may be. */
export function isInside(place: AddressClass | undefined): boolean {
  return place === 'private' || place === 'loopback'
}

/** Whether a list names the host of a URL, of this port or of any. */
export function isHttpHost({ host, hostname }: Pick<URL, 'host' | 'hostname'>, httpHosts: readonly string[]): boolean {
  return httpHosts.some((named) => [host, hostname].includes(named.toLowerCase()))
}

/** Whether a URL's `hostname` is this very machine. */
export function isLoopback(hostname: string): boolean {
  return addressClass(hostname) === 'loopback'
}
