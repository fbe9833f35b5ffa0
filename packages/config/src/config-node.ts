import type { Location } from './location.ts'

/** A value of a configuration file that remembers where it was written. */
export type ConfigNode = ScalarNode | MappingNode | ListNode

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** The text as it was written: a number with its leading zeros. */
  readonly text: string
  /** The error to tell where the text names a variable that is not set. */
  readonly unset?: string | undefined
  readonly location: Location
  /** The path in the file, where it differs from the one at which the settings look for the value. */
  readonly path?: string | undefined
}

export interface MappingNode {
  readonly kind: 'mapping'
  /** A map, since `__proto__` has another meaning in an object. */
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

/** A parsed value that is neither a mapping nor a list. `text`, as it was written, is the value itself by default. */
export function scalarNode(
  parsed: unknown,
  location: Location,
  { text = String(parsed), path }: { readonly text?: string | undefined; readonly path?: string | undefined } = {},
): ScalarNode {
  const isValue = parsed === null || typeof parsed === 'boolean' || typeof parsed === 'number'
  return { kind: 'scalar', value: isValue ? parsed : String(parsed), text, location, path }
}

/** A node below one key after another, which are written where it is. */
export function nodeBelow(keys: readonly string[], node: ConfigNode): ConfigNode {
  return keys.reduceRight<ConfigNode>(
    (inner, key) => ({ kind: 'mapping', entries: new Map([[key, inner]]), location: node.location }),
    node,
  )
}

/** The mapping under a key; `undefined` where there is none. */
export function mappingAt(node: ConfigNode | undefined, key: string): MappingNode | undefined {
  const found = node?.kind === 'mapping' ? node.entries.get(key) : undefined
  return found?.kind === 'mapping' ? found : undefined
}

/** Whether a node is absent, or a key without a value. */
export function isNothing(node: ConfigNode | undefined): node is undefined | (ScalarNode & { value: null }) {
  return node === undefined || (node.kind === 'scalar' && node.value === null)
}
