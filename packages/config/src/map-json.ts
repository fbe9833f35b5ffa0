import type { Node } from 'jsonc-parser'
import { type ConfigNode, scalarNode } from './config-node.ts'
import type { Location } from './location.ts'

/** Converts the nodes of the parser to ours. */
export function mapJson(
  node: Node,
  text: string,
  locationAt: (offset: number) => Location,
  fail: (reason: string, offset: number) => Error,
  at: number = node.offset,
): ConfigNode {
  const map = (child: Node, start: number): ConfigNode => mapJson(child, text, locationAt, fail, start)
  if (node.type === 'array') {
    const items = (node.children ?? []).map((child) => map(child, child.offset))
    return { kind: 'list', items, location: locationAt(at) }
  }
  if (node.type === 'object') {
    const entries = new Map<string, ConfigNode>()
    for (const { children: [key, value] = [], offset } of node.children ?? []) {
      const name = String(key?.value)
      if (entries.has(name)) throw fail('A key is there twice. Keep one', offset)
      if (value) entries.set(name, map(value, offset))
    }
    return { kind: 'mapping', entries, location: locationAt(at) }
  }
  const written = node.type === 'string' ? undefined : text.slice(node.offset, node.offset + node.length)
  return scalarNode(node.value, locationAt(node.offset), { text: written })
}
