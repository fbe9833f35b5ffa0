import type { ConfigNode } from './config-node.ts'

/** Merges mappings, key by key. Any other value, even a list, is replaced by the value of `over`. */
export function mergeNodes(base: ConfigNode, over: ConfigNode): ConfigNode {
  if (base.kind !== 'mapping' || over.kind !== 'mapping') return over
  const entries = new Map(base.entries)
  for (const [key, node] of over.entries) {
    const below = entries.get(key)
    entries.set(key, below ? mergeNodes(below, node) : node)
  }
  return { ...base, entries }
}
