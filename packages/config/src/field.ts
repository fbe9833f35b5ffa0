import { ConfigError, type ConfigErrorCode } from './config-error.ts'
import { type ConfigNode, isNothing, type MappingNode } from './config-node.ts'
import { describeLocation } from './location.ts'

/** A value and where it stands, from the top of the file. */
export interface Field {
  /** Such as `mcp.servers.github.auth.redirect_port`. */
  readonly path: string
  /** As messages call it: `redirect_port`. */
  readonly label: string
  readonly node: ConfigNode
}

/** The setting under a key; `undefined` where nothing is said. */
export function fieldAt(parent: Field, key: string): Field | undefined {
  const node = parent.node.kind === 'mapping' ? parent.node.entries.get(key) : undefined
  return isNothing(node) ? undefined : fieldOf(node, `${parent.path}.${key}`, key)
}

/** The settings under the keys of a mapping; of anything else, none. */
export function fieldsOf({ node, path }: Field): readonly (readonly [key: string, entry: Field])[] {
  if (node.kind !== 'mapping') return []
  return Array.from(node.entries, ([key, value]) => [key, fieldOf(value, `${path}.${key}`, key)])
}

/** The items of a list; of anything else, none. */
export function itemsOf({ node, path, label }: Field): readonly Field[] {
  if (node.kind !== 'list') return []
  return node.items.map((item, index) => fieldOf(item, `${path}[${index}]`, label))
}

/** A setting at a path, unless the node itself knows better where it stands. */
export function fieldOf(node: ConfigNode, path: string, label: string): Field {
  if (node.path === undefined) return { node, path, label }
  return { node, path: node.path, label: node.path.slice(node.path.lastIndexOf('.') + 1) }
}

/** The error that a setting is not what it must be, to throw. */
export function refuse({ path, node }: Field, message: string, code: ConfigErrorCode = 'invalid_value'): ConfigError {
  const { source, line } = node.location
  return new ConfigError(code, `${describeLocation(node.location, path)}: ${message}`, {
    file: source.file,
    line,
    path,
  })
}

/** @throws ConfigError `unset_variable` where the value names a variable that is not set */
export function assertSet(field: Field): void {
  const { node } = field
  if (node.kind === 'scalar' && node.unset !== undefined) throw refuse(field, `${node.unset}.`, 'unset_variable')
}

/** @throws ConfigError where it is anything but a mapping */
export function mapping(field: Field, example: string): MappingNode {
  assertSet(field)
  if (field.node.kind === 'mapping') return field.node
  throw refuse(field, `${field.label} must be a mapping. ${example}`)
}
