import { type ConfigNode, scalarNode } from './config-node.ts'
import type { Place } from './place.ts'

/** What a mapping or list in JSON says; `undefined` where the text is none. */
export function nodeOfJson(text: string, place: Place, path: string): ConfigNode | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return nodeOf(JSON.parse(text), place, path)
  } catch {
    return undefined
  }
}

function nodeOf(value: unknown, place: Place, path: string): ConfigNode {
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map((item, index) => nodeOf(item, place, `${path}[${index}]`)), place, path }
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, nodeOf(item, place, `${path}.${key}`)] as const)
    return { kind: 'mapping', entries: new Map(entries), place, path }
  }
  return scalarNode(value, place, { path })
}
