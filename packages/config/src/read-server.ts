import { oneOf, text } from './coerce.ts'
import { type Field, fieldAt, mapping, refuse } from './field.ts'
import { serverLevels } from './known-keys.ts'
import { locationsOf } from './locations-of.ts'
import { readAuth } from './read-auth.ts'
import { readHeaders } from './read-headers.ts'
import { readUrl } from './read-url.ts'
import type { ServerSettings } from './settings.ts'
import { warnOfKeys } from './warn-of-keys.ts'
import { type Warn, warningAt } from './warning.ts'

const transports = ['http', 'sse', 'stdio'] as const

/**
 * The settings of a server. The keys of a server that is started by a command are not read.
 *
 * @throws ConfigError `invalid_value` or `unset_variable`
 */
export function readServer(name: string, server: Field, warn: Warn): ServerSettings {
  mapping(server, 'Write it like `url: https://…`.')
  const said = fieldAt(server, 'transport')
  const transport = said && oneOf(said, transports)
  const where = transport === 'stdio' ? programOf(server) : addressOf(server)
  // The keys of a program belong to the program that starts it.
  if (where === undefined || where.url !== undefined) warnOfKeys(server, serverLevels['fast-agent'], warn)
  if (where === undefined) {
    const missing = transport === 'stdio' ? 'a command' : transport ? 'a url' : 'a url, a target or a command'
    throw refuse(server, `The address of this server is missing. Give it ${missing}.`)
  }
  if (where.url === undefined) {
    if (transport !== undefined && transport !== 'stdio') {
      throw refuse(server, `The transport is ${transport}, so the server needs a url.`)
    }
    return { name, transport: 'stdio', headers: {} }
  }
  if (transport === undefined && says(server, 'command')) {
    warn(warningAt(server, 'This server has both a url and a command. The command is ignored.'))
  }
  if (where.ignored) warn(warningAt(where.ignored, 'This server has both a url and a target. The target is ignored.'))
  const auth = fieldAt(server, 'auth')
  return {
    name,
    transport: transport ?? where.transport,
    url: where.url,
    headers: readHeaders(server),
    auth: auth && readAuth(auth, warn),
    locations: locationsOf(server),
  }
}

/** The address of a server. Without a URL it is a program. */
type ServerAddress =
  | { readonly url: string; readonly transport: 'http' | 'sse'; readonly ignored?: Field | undefined }
  | { readonly url?: undefined }

function addressOf(server: Field): ServerAddress | undefined {
  const target = fieldAt(server, 'target')
  const url = fieldAt(server, 'url')
  if (url && text(url) !== undefined) return { url: readUrl(url).href, transport: 'http', ignored: target }
  const value = text(target)
  if (target && value !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    const { href, url: parsed } = readUrl(target)
    return { url: href, transport: /\/sse\/?$/.test(parsed.pathname) ? 'sse' : 'http' }
  }
  return value !== undefined || says(server, 'command') ? {} : undefined
}

function programOf(server: Field): ServerAddress | undefined {
  return says(server, 'command') || says(server, 'target') ? {} : undefined
}

/** Whether a key has any value. The value belongs to another program, and is not checked. */
function says(server: Field, key: string): boolean {
  const node = fieldAt(server, key)?.node
  return node !== undefined && !(node.kind === 'scalar' && node.text === '')
}
