import { oneOf, text } from './coerce.ts'
import { quirksLevel } from './known-keys.ts'
import { mapping, type Setting, settingAt } from './setting.ts'
import type { QuirkSettings } from './settings.ts'
import { warnOfKeys } from './warn-of-keys.ts'
import type { Warn } from './warning.ts'

/**
 * The rules that are there. An empty text is the rule `undefined`, which switches off what is known of the provider.
 *
 * @throws ConfigError `invalid_value` or `unset_variable`
 */
export function readQuirks(quirks: Setting, warn: Warn): QuirkSettings {
  mapping(quirks, 'Write it like `quirks: { resource_parameter: omit }`.')
  warnOfKeys(quirks, quirksLevel, warn)
  const rule = <Name extends keyof QuirkSettings, Value extends string>(key: string, name: Name, value: Value) => {
    const setting = settingAt(quirks, key)
    if (!setting) return {}
    const isEmpty = setting.node.kind === 'scalar' && text(setting) === undefined
    return { [name]: isEmpty ? undefined : oneOf(setting, [value]) }
  }
  return {
    ...rule('resource_parameter', 'resourceParameter', 'omit'),
    ...rule('audience_parameter', 'audienceParameter', 'resource'),
    ...rule('offline_access', 'offlineAccess', 'omit'),
    ...rule('refresh_scope', 'refreshScope', 'repeat'),
  }
}
