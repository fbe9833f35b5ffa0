import { assertSet, type Setting, settingOf } from './setting.ts'

/** The value as JSON has it. @throws ConfigError `unset_variable` */
export function jsonOf(setting: Setting): unknown {
  assertSet(setting)
  const { node, path } = setting
  if (node.kind === 'scalar') return node.value
  if (node.kind === 'list') return node.items.map((item, index) => jsonOf(settingOf(item, `${path}[${index}]`, path)))
  return Object.fromEntries(
    Array.from(node.entries, ([key, value]) => [key, jsonOf(settingOf(value, `${path}.${key}`, key))]),
  )
}
