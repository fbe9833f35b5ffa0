import { replaceHidden } from './hidden-characters.ts'
import { displayQuery, parameterNames } from './parameter-names.ts'

const lengthLimit = 200

/** Text from a server, for a message: quoted, at most 200 characters, and without control or hidden characters. */
export function quoteUntrusted(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value !== 'string') return 'something that is not a string'
  return `"${replaceHidden(short(value), () => '\ufffd')}"`
}

/**
 * A checked URL, for a person: its host in ASCII, so that letters that look like others stand out; at most 200
 * characters; and only the names of its query parameters, since a value may be a key.
 */
export function displayUrl(url: string): string {
  const [plain = '', query = ''] = (url.split('#', 1)[0] ?? '').split(/\?(.*)/s)
  return short(query === '' ? withAsciiHost(plain) : `${withAsciiHost(plain)}?${displayQuery(parameterNames(query))}`)
}

/** A checked URL as a string literal of JavaScript, for a person to copy. */
export function urlLiteral(url: string): string {
  return `'${displayUrl(url).replace(/['\\]/g, '\\$&')}'`
}

function withAsciiHost(text: string): string {
  if (!URL.canParse(text)) return text
  const { protocol, host, pathname } = new URL(text)
  if (host === '') return text
  const origin = `${protocol}//${host}`
  return origin + (text.toLowerCase().startsWith(origin) ? text.slice(origin.length) : pathname)
}

/** The name of an issuer or a resource, as a server wrote it, for a message that compares it with the right one. */
export function quoteName(value: unknown): string {
  if (typeof value !== 'string') return quoteUntrusted(value)
  // Letters that look like ASCII must stand out, and the query may be that of our URL, with a key in it.
  const ascii = value.replace(/[^\p{ASCII}\p{Cs}]/gu, encodeURIComponent)
  return quoteUntrusted(ascii.replace(/\?[^#]+/, '?…'))
}

function short(text: string): string {
  return text.length > lengthLimit ? `${text.slice(0, lengthLimit)}…` : text
}
