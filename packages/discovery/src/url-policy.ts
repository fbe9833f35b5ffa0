export interface UrlPolicy {
  /** Whether the server that the user named is itself on loopback: only then may others be there, and without TLS. */
  readonly loopback?: boolean | undefined
}

/** Why a URL that came from a server must not be used, or `undefined` where nothing speaks against it. */
export function refuseUrl(text: unknown, { loopback = false }: UrlPolicy = {}): string | undefined {
  if (typeof text !== 'string') return 'is not a string'
  if (text.length > 8192) return 'is longer than 8192 characters'
  // Cf too: its characters are invisible, and some turn the direction of what is shown.
  if (/[\s\p{Cc}\p{Cf}\p{Cs}\\]/u.test(text)) return 'holds white space, a control character or a backslash'
  if (!URL.canParse(text)) return 'is not a URL'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `has the scheme ${url.protocol.slice(0, -1)}`
  if (url.username !== '' || url.password !== '') return 'holds a user name or password'
  if (isLoopback(url.hostname)) return loopback ? undefined : 'is on this machine, although the server is not'
  if (url.protocol === 'http:') return 'is not https'
  return undefined
}

/** As `refuseUrl`, for what a person is shown and never typed: no host whose letters may look like another's. */
export function refuseEndpoint(text: unknown, policy: UrlPolicy = {}): string | undefined {
  const refusal = refuseUrl(text, policy)
  if (refusal !== undefined) return refusal
  // A URL is ASCII (RFC 3986 §2): its servers can write such a host as xn--….
  return /^[^:]*:\/*[^/?#]*\P{ASCII}/u.test(String(text)) ? 'has a host that is not in ASCII' : undefined
}

/** Whether a URL's `hostname` is this very machine. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '')
  if (name === 'localhost' || name.endsWith('.localhost')) return true
  // A connection to the unspecified address arrives here as well, and so does one to an IPv4 address written as IPv6.
  return /^(127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:(7f[\da-f]{2}:[\da-f]+|0:0)\])$/.test(name)
}
