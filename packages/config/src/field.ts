import { ConfigError, type ConfigErrorCode } from './config-error.ts'
import { type ConfigNode, isNothing, type MappingNode } from './config-node.ts'
import { describeLocation } from './location.ts'

/** A value of a configuration, with its path and the name of its key. */
export interface Field {
  /** The path from the top of the file, such as `mcp.servers.github.auth.redirect_port`. */
  readonly path: string
  /** The name in messages: `redirect_port`. */
  readonly label: string
  readonly node: ConfigNode
}

/** The field under a key; `undefined` if it has no value. */
export function fieldAt(parent: Field, key: string): Field | undefined {
  const node = parent.node.kind === 'mapping' ? parent.node.entries.get(key) : undefined
  return isNothing(node) ? undefined : fieldOf(node, `${parent.path}.${key}`, key)
}

/** The fields of a mapping; an empty list for any other value. */
export function fieldsOf({ node, path }: Field): readonly (readonly [key: string, entry: Field])[] {
  if (node.kind !== 'mapping') return []
  return Array.from(node.entries, ([key, value]) => [key, fieldOf(value, `${path}.${key}`, key)])
}

/** The items of a list; an empty list for any other value. */
export function itemsOf({ node, path, label }: Field): readonly Field[] {
  if (node.kind !== 'list') return []
  return node.items.map((item, index) => fieldOf(item, `${path}[${index}]`, label))
}

/** The field of a node at a path, unless the node has a path of its own. */
export function fieldOf(node: ConfigNode, path: string, label: string): Field {
  if (node.path === undefined) return { node, path, label }
  return { node, path: node.path, label: node.path.slice(node.path.lastIndexOf('.') + 1) }
}

/** Creates the error to throw for a field whose value is wrong. */
export function refuse({ path, node }: Field, message: string, code: ConfigErrorCode = 'invalid_value'): ConfigError {
  const { source, line } = node.location
  return new ConfigError(code, `${describeLocation(node.location, path)}: ${message}`, {
    file: source.file,
    line,
    path,
  })
}

/** @throws ConfigError `unset_variable` if the value names a variable that is not set */
export function assertSet(field: Field): void {
  const { node } = field
  if (node.kind === 'scalar' && node.unset !== undefined) throw refuse(field, `${node.unset}.`, 'unset_variable')
}

/** The mapping of a field. @throws ConfigError if the field has any other value */
export function mapping(field: Field, example: string): MappingNode {
  assertSet(field)
  if (field.node.kind === 'mapping') return field.node
  throw refuse(field, `${field.label} must be a mapping. ${example}`)
}
