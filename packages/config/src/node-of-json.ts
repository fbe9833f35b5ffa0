import { type ConfigNode, scalarNode } from './config-node.ts'
import type { Location } from './location.ts'

/** The node of a mapping or list in JSON; `undefined` if the text is neither. */
export function nodeOfJson(text: string, location: Location, path: string): ConfigNode | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return nodeOf(JSON.parse(text), location, path)
  } catch {
    return undefined
  }
}

function nodeOf(value: unknown, location: Location, path: string): ConfigNode {
  if (Array.isArray(value)) {
    return {
      kind: 'list',
      items: value.map((item, index) => nodeOf(item, location, `${path}[${index}]`)),
      location,
      path,
    }
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, nodeOf(item, location, `${path}.${key}`)] as const)
    return { kind: 'mapping', entries: new Map(entries), location, path }
  }
  return scalarNode(value, location, { path })
}
