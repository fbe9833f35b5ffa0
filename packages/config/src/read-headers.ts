import { text, textEntries } from './coerce.ts'
import { type Field, fieldAt, mapping, refuse } from './field.ts'
import { describeLocation } from './location.ts'

/** @throws ConfigError `invalid_value` or `unset_variable` */
export function readHeaders(server: Field): Readonly<Record<string, string>> {
  const entries = [...configuredHeaders(fieldAt(server, 'headers'))]
  const field = fieldAt(server, 'access_token')
  const token = text(field)
    ?.replace(/^bearer\s+/i, '')
    .trim()
  if (field && token) {
    if (entries.some(([name]) => name.toLowerCase() === 'authorization')) {
      throw refuse(field, 'access_token cannot be combined with headers.Authorization. Keep one.')
    }
    if (!isHeaderValue(token)) throw refuse(field, 'access_token must be one line of Latin letters and signs.')
    entries.push(['Authorization', `Bearer ${token}`])
  }
  return Object.fromEntries(entries)
}

function* configuredHeaders(headers: Field | undefined): Generator<readonly [name: string, value: string]> {
  if (!headers) return
  mapping(headers, 'Write it like `headers: { X-Name: value }`.')
  const written = new Map<string, string>()
  for (const [name, value, at] of textEntries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      throw refuse(at, 'The name of a header is made of letters, digits and hyphens.')
    }
    if (isOfConnection(name)) throw refuse(at, `${name} is set by the sender of each request. Leave it out.`)
    const other = written.get(name.toLowerCase())
    if (other !== undefined)
      throw refuse(at, `The same header is already in ${other}; upper and lower case make no difference. Keep one.`)
    written.set(name.toLowerCase(), describeLocation(at.node.location))
    if (!isHeaderValue(value)) throw refuse(at, 'A header must be one line of Latin letters and signs.')
    yield [name, value]
  }
}

/** Headers about the connection (RFC 9110 §7.6.1), the body or the host, which the sender of a request sets. */
const ofConnection = [
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

function isOfConnection(name: string): boolean {
  const lower = name.toLowerCase()
  return ofConnection.includes(lower) || lower.startsWith('proxy-')
}

/** Whether a request can carry the value (RFC 9110 §5.5). */
function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}
