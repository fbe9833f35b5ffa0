import { hiddenCharacters } from './hidden-characters.ts'
import { parameterNames, shownQuery } from './parameter-names.ts'

const lengthLimit = 200

/** What a server wrote, for an error message: quoted, short, and without what a terminal would obey or hide. */
export function quoteUntrusted(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value !== 'string') return 'something that is not a string'
  return `"${short(value).replace(hiddenCharacters, '\ufffd')}"`
}

/**
 * A URL that was checked, for a person: as it is asked, so that letters which look like those of another host stand out;
 * short, and of its query the names alone, since a value may be a key.
 */
export function displayUrl(url: string): string {
  const [plain = '', query = ''] = (url.split('#', 1)[0] ?? '').split(/\?(.*)/s)
  return short(query === '' ? asAsked(plain) : `${asAsked(plain)}?${shownQuery(parameterNames(query))}`)
}

/** A URL that was checked, as a string of JavaScript that a person may copy: a host may hold a quote. */
export function urlLiteral(url: string): string {
  return `'${displayUrl(url).replace(/['\\]/g, '\\$&')}'`
}

function asAsked(text: string): string {
  if (!URL.canParse(text)) return text
  const { protocol, host, pathname } = new URL(text)
  if (host === '') return text
  const origin = `${protocol}//${host}`
  return origin + (text.toLowerCase().startsWith(origin) ? text.slice(origin.length) : pathname)
}

/** What a server calls itself or another, for an error message that sets it beside the right name. */
export function shownName(value: unknown): string {
  if (typeof value !== 'string') return quoteUntrusted(value)
  // Letters that look like those of the right name stand out; a query may repeat ours, which may hold a key.
  const ascii = value.replace(/[^\p{ASCII}\p{Cs}]/gu, encodeURIComponent)
  return quoteUntrusted(ascii.replace(/\?[^#]+/, '?…'))
}

function short(text: string): string {
  return text.length > lengthLimit ? `${text.slice(0, lengthLimit)}…` : text
}
