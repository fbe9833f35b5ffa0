import { oneOf, text } from './coerce.ts'
import { type Field, fieldAt, mapping } from './field.ts'
import { quirksLevel } from './known-keys.ts'
import type { QuirkSettings } from './settings.ts'
import { warnOfKeys } from './warn-of-keys.ts'
import type { Warn } from './warning.ts'

/**
 * The rules that are written. An empty text becomes `undefined`, which switches off the known rule of a provider.
 *
 * @throws ConfigError `invalid_value` or `unset_variable`
 */
export function readQuirks(quirks: Field, warn: Warn): QuirkSettings {
  mapping(quirks, 'Write it like `quirks: { resource_parameter: omit }`.')
  warnOfKeys(quirks, quirksLevel, warn)
  const rule = <Name extends keyof QuirkSettings, Value extends string>(key: string, name: Name, value: Value) => {
    const field = fieldAt(quirks, key)
    if (!field) return {}
    const isEmpty = field.node.kind === 'scalar' && text(field) === undefined
    return { [name]: isEmpty ? undefined : oneOf(field, [value]) }
  }
  return {
    ...rule('resource_parameter', 'resourceParameter', 'omit'),
    ...rule('audience_parameter', 'audienceParameter', 'resource'),
    ...rule('offline_access', 'offlineAccess', 'omit'),
    ...rule('refresh_scope', 'refreshScope', 'repeat'),
  }
}
