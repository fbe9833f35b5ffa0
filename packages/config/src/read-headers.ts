import { text, textEntries } from './coerce.ts'
import { mapping, refuse, type Setting, settingAt } from './setting.ts'

/** @throws ConfigError `invalid_value` or `unset_variable` */
export function readHeaders(server: Setting): Readonly<Record<string, string>> {
  const entries = [...configuredHeaders(settingAt(server, 'headers'))]
  const setting = settingAt(server, 'access_token')
  const token = text(setting)
    ?.replace(/^bearer\s+/i, '')
    .trim()
  if (setting && token) {
    if (entries.some(([name]) => name.toLowerCase() === 'authorization')) {
      throw refuse(setting, 'access_token cannot be combined with headers.Authorization. Keep one.')
    }
    if (!isHeaderValue(token)) throw refuse(setting, 'access_token must be one line of Latin letters and signs.')
    entries.push(['Authorization', `Bearer ${token}`])
  }
  return Object.fromEntries(entries)
}

function* configuredHeaders(headers: Setting | undefined): Generator<readonly [name: string, value: string]> {
  if (!headers) return
  mapping(headers, 'Write it like `headers: { X-Name: value }`.')
  for (const [name, value, at] of textEntries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      throw refuse(at, 'The name of a header is made of letters, digits and hyphens.')
    }
    if (!isHeaderValue(value)) throw refuse(at, 'A header must be one line of Latin letters and signs.')
    yield [name, value]
  }
}

/** What a request can carry (RFC 9110 §5.5). */
function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}
