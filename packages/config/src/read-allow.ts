import { network } from './auth-values.ts'
import { anyText, boolean, text } from './coerce.ts'
import { allowLevel } from './known-keys.ts'
import { itemsOf, mapping, refuse, type Setting, settingAt } from './setting.ts'
import type { AllowSettings } from './settings.ts'
import { warnOfKeys } from './warn-of-keys.ts'
import type { Warn } from './warning.ts'
import { hasUserInfo, webUrl } from './web-url.ts'

/** @throws ConfigError `invalid_value` or `unset_variable` */
export function readAllow(allow: Setting, warn: Warn): AllowSettings {
  mapping(allow, 'Write it like `allow: { networks: [private] }`.')
  warnOfKeys(allow, allowLevel, warn)
  const given = <T>(key: string, read: (setting: Setting) => T): T | undefined => {
    const setting = settingAt(allow, key)
    return setting && read(setting)
  }
  return {
    http: given('http', (setting) => listOf(setting, host)),
    networks: given('networks', (setting) => listOf(setting, network)),
    metadataOrigins: given('metadata_origins', (setting) => listOf(setting, origin)),
    unadvertisedPkce: given('unadvertised_pkce', boolean),
    legacyServers: given('legacy_servers', boolean),
  }
}

/** One, or a list; an empty text says that there is none. */
function listOf<T>(setting: Setting, read: (item: Setting) => T): readonly T[] | undefined {
  const { kind } = setting.node
  if (kind === 'list') return itemsOf(setting).map(read)
  return kind === 'scalar' && text(setting) === undefined ? undefined : [read(setting)]
}

function host(setting: Setting): string {
  const value = anyText(setting)
  // A number is an address of four, which nobody means.
  const isText = setting.node.kind === 'scalar' && typeof setting.node.value === 'string'
  const isHost = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(value) && webUrl(`http://${value}`)
  if (isText && isHost) return value.toLowerCase()
  throw refuse(setting, `${setting.label} must be a host. Write it like auth.internal.example or auth:8080.`)
}

function origin(setting: Setting): string {
  const value = anyText(setting)
  const url = webUrl(value)
  if (url && !hasUserInfo(value) && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin
  throw refuse(setting, `${setting.label} must be an origin. Write it like https://metadata.example.com.`)
}
