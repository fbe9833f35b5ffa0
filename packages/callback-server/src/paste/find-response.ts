import { loopbackHosts } from '../redirect-uri.ts'

/** The content of a cleaned text. `word`: a single word without "=". */
export type Found =
  | { readonly kind: 'answer'; readonly url: URL }
  | { readonly kind: 'wrong_address' | 'word' | 'nothing' }

// A URL with only words before it. Some browsers copy a URL without its scheme.
const address = /^[^=&?]*?(?=https?:\/\/|(?<![\w.@-])(?:127\.0\.0\.1|localhost|\[::1\])[:/])(?:https?:\/\/)?(.*)$/is

// The query of another address: a "?" before the first value, or a path before a "?".
const foreign = /^[^=&?]*\?[^=&]*=|^[^=&?/]*\/.*\?/s

/** Finds the redirect URI with its query, on any loopback host, or only a query. */
export function findResponse(text: string, redirectUri: string): Found {
  const rest = address.exec(text)?.[1]
  if (rest !== undefined) return findAtUrl(`http://${rest}`, redirectUri)
  const query = text.replace(/^[?&]+/, '').replace(/#.*$/s, '')
  if (foreign.test(query)) return { kind: 'wrong_address' }
  const url = withQuery(redirectUri, query)
  if (isRequest(url)) return { kind: 'wrong_address' }
  if (['state', 'code', 'error'].some((name) => url.searchParams.has(name))) return { kind: 'answer', url }
  // A code may end with the padding of Base64.
  return { kind: /^[^=]+={0,2}$/.test(text) ? 'word' : 'nothing' }
}

/** Whether a cleaned text has a URL outside the values of parameters. */
export function hasUrl(text: string): boolean {
  return address.test(text)
}

function findAtUrl(text: string, redirectUri: string): Found {
  if (!URL.canParse(text)) return { kind: 'wrong_address' }
  const { search, href } = new URL(text)
  const place = Object.assign(new URL(href), { search: '', hash: '' }).href
  const places = loopbackHosts.map((hostname) => Object.assign(new URL(redirectUri), { hostname }).href)
  const url = withQuery(redirectUri, search.slice(1))
  return places.includes(place) && !isRequest(url) ? { kind: 'answer', url } : { kind: 'wrong_address' }
}

// The authorization URL carries the same state, and a foreign code may be appended to it.
function isRequest({ search }: URL): boolean {
  return /[?&]response_type=/.test(search)
}

function withQuery(redirectUri: string, query: string): URL {
  return new URL(`${redirectUri}?${query}`)
}
