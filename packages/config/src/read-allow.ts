import { network } from './auth-values.ts'
import { anyText, boolean, text } from './coerce.ts'
import { type Field, fieldAt, itemsOf, mapping, refuse } from './field.ts'
import { allowLevel } from './known-keys.ts'
import type { AllowSettings } from './settings.ts'
import { warnOfKeys } from './warn-of-keys.ts'
import type { Warn } from './warning.ts'
import { hasUserInfo, webUrl } from './web-url.ts'

/** @throws ConfigError `invalid_value` or `unset_variable` */
export function readAllow(allow: Field, warn: Warn): AllowSettings {
  mapping(allow, 'Write it like `allow: { networks: [private] }`.')
  warnOfKeys(allow, allowLevel, warn)
  const given = <T>(key: string, read: (field: Field) => T): T | undefined => {
    const field = fieldAt(allow, key)
    return field && read(field)
  }
  return {
    http: given('http', (field) => listOf(field, host)),
    networks: given('networks', (field) => listOf(field, network)),
    metadataOrigins: given('metadata_origins', (field) => listOf(field, origin)),
    unadvertisedPkce: given('unadvertised_pkce', boolean),
    legacyServers: given('legacy_servers', boolean),
  }
}

/** Reads one value or a list; `undefined` for an empty text. */
function listOf<T>(field: Field, read: (item: Field) => T): readonly T[] | undefined {
  const { kind } = field.node
  if (kind === 'list') return itemsOf(field).map(read)
  return kind === 'scalar' && text(field) === undefined ? undefined : [read(field)]
}

function host(field: Field): string {
  const value = anyText(field)
  // A URL parser reads a number as an IPv4 address, which nobody means.
  const isText = field.node.kind === 'scalar' && typeof field.node.value === 'string'
  const isHost = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(value) && webUrl(`http://${value}`)
  if (isText && isHost) return value.toLowerCase()
  throw refuse(field, `${field.label} must be a host. Write it like auth.internal.example or auth:8080.`)
}

function origin(field: Field): string {
  const value = anyText(field)
  const url = webUrl(value)
  if (url && !hasUserInfo(value) && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin
  throw refuse(field, `${field.label} must be an origin. Write it like https://metadata.example.com.`)
}
