import type { Location } from './location.ts'

/** A value of a configuration file that remembers where it was written. */
export type ConfigNode = ScalarNode | MappingNode | ListNode

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** The text as it was written, such as a number with its leading zeros. */
  readonly text: string
  /** The error to report if the text names a variable that is not set. */
  readonly unset?: string | undefined
  readonly location: Location
  /** The path in the file, if it differs from the path at which the settings look for the value. */
  readonly path?: string | undefined
}

export interface MappingNode {
  readonly kind: 'mapping'
  /** A map, since `__proto__` has a special meaning in an object. */
  readonly entries: ReadonlyMap<string, ConfigNode>
  readonly location: Location
  readonly path?: string | undefined
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly ConfigNode[]
  readonly location: Location
  readonly path?: string | undefined
}

/**
 * A parsed value that is neither a mapping nor a list. `text` is the value as it was written; by default, the value.
 */
export function scalarNode(
  parsed: unknown,
  location: Location,
  { text = String(parsed), path }: { readonly text?: string | undefined; readonly path?: string | undefined } = {},
): ScalarNode {
  const isValue = parsed === null || typeof parsed === 'boolean' || typeof parsed === 'number'
  return { kind: 'scalar', value: isValue ? parsed : String(parsed), text, location, path }
}

/** Wraps a node in one mapping for each key, all at the location of the node. */
export function nodeBelow(keys: readonly string[], node: ConfigNode): ConfigNode {
  return keys.reduceRight<ConfigNode>(
    (inner, key) => ({ kind: 'mapping', entries: new Map([[key, inner]]), location: node.location }),
    node,
  )
}

/** The mapping under a key; `undefined` if there is none. */
export function mappingAt(node: ConfigNode | undefined, key: string): MappingNode | undefined {
  const found = node?.kind === 'mapping' ? node.entries.get(key) : undefined
  return found?.kind === 'mapping' ? found : undefined
}

/** Whether a node is absent, or a key without a value. */
export function isNothing(node: ConfigNode | undefined): node is undefined | (ScalarNode & { value: null }) {
  return node === undefined || (node.kind === 'scalar' && node.value === null)
}
