import { loopbackHosts } from '../redirect-uri.ts'

/** What a mended text holds. `word`: one, without a "=". */
export type Found =
  | { readonly kind: 'answer'; readonly url: URL }
  | { readonly kind: 'wrong_address' | 'word' | 'nothing' }

// A URL with nothing but words before it. Some browsers copy it without its scheme.
const address = /^[^=&?]*?(?=https?:\/\/|(?<![\w.@-])(?:127\.0\.0\.1|localhost|\[::1\])[:/])(?:https?:\/\/)?(.*)$/is

// An address without that: a "?" before the first value, or a path before one.
const foreign = /^[^=&?]*\?[^=&]*=|^[^=&?/]*\/.*\?/s

/** Finds the redirect URI, on any of the loopback hosts, and its query, or a query alone. */
export function findResponse(text: string, redirectUri: string): Found {
  const rest = address.exec(text)?.[1]
  if (rest !== undefined) return findAtUrl(`http://${rest}`, redirectUri)
  const query = text.replace(/^[?&]+/, '').replace(/#.*$/s, '')
  if (foreign.test(query)) return { kind: 'wrong_address' }
  const url = withQuery(redirectUri, query)
  if (isRequest(url)) return { kind: 'wrong_address' }
  if (['state', 'code', 'error'].some((name) => url.searchParams.has(name))) return { kind: 'answer', url }
  // The padding of Base64 may end a code.
  return { kind: /^[^=]+={0,2}$/.test(text) ? 'word' : 'nothing' }
}

/** Whether there is a URL in a mended text, not only in the value of a parameter. */
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

// The link that was to be opened carries our state too, and it may be glued to a foreign code.
function isRequest({ search }: URL): boolean {
  return /[?&]response_type=/.test(search)
}

function withQuery(redirectUri: string, query: string): URL {
  return new URL(`${redirectUri}?${query}`)
}
