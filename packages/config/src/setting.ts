import { ConfigError, type ConfigErrorCode } from './config-error.ts'
import { type ConfigNode, isNothing, type MappingNode } from './config-node.ts'
import { describePlace } from './place.ts'

/** A value and where it stands, from the top of the file. */
export interface Setting {
  /** Such as `mcp.servers.github.auth.redirect_port`. */
  readonly path: string
  /** As messages call it: `redirect_port`. */
  readonly label: string
  readonly node: ConfigNode
}

/** The setting under a key; `undefined` where nothing is said. */
export function settingAt(parent: Setting, key: string): Setting | undefined {
  const node = parent.node.kind === 'mapping' ? parent.node.entries.get(key) : undefined
  return isNothing(node) ? undefined : settingOf(node, `${parent.path}.${key}`, key)
}

/** The settings under the keys of a mapping; of anything else, none. */
export function entriesOf({ node, path }: Setting): readonly (readonly [key: string, entry: Setting])[] {
  if (node.kind !== 'mapping') return []
  return Array.from(node.entries, ([key, value]) => [key, settingOf(value, `${path}.${key}`, key)])
}

/** The items of a list; of anything else, none. */
export function itemsOf({ node, path, label }: Setting): readonly Setting[] {
  if (node.kind !== 'list') return []
  return node.items.map((item, index) => settingOf(item, `${path}[${index}]`, label))
}

/** A setting at a path, unless the node itself knows better where it stands. */
export function settingOf(node: ConfigNode, path: string, label: string): Setting {
  if (node.path === undefined) return { node, path, label }
  return { node, path: node.path, label: node.path.slice(node.path.lastIndexOf('.') + 1) }
}

/** The error that a setting is not what it must be, to throw. */
export function refuse({ path, node }: Setting, message: string, code: ConfigErrorCode = 'invalid_value'): ConfigError {
  const { source, line } = node.place
  return new ConfigError(code, `${describePlace(node.place, path)}: ${message}`, { file: source.file, line, path })
}

/** @throws ConfigError `unset_variable` where the value names a variable that is not set */
export function assertSet(setting: Setting): void {
  const { node } = setting
  if (node.kind === 'scalar' && node.unset !== undefined) throw refuse(setting, `${node.unset}.`, 'unset_variable')
}

/** @throws ConfigError where it is anything but a mapping */
export function mapping(setting: Setting, example: string): MappingNode {
  assertSet(setting)
  if (setting.node.kind === 'mapping') return setting.node
  throw refuse(setting, `${setting.label} must be a mapping. ${example}`)
}
