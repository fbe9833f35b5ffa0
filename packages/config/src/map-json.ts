import type { Node } from 'jsonc-parser'
import { type ConfigNode, scalarNode } from './config-node.ts'
import type { Place } from './place.ts'

/** Our nodes for those of the parser. */
export function mapJson(
  node: Node,
  text: string,
  placeAt: (offset: number) => Place,
  fail: (reason: string, offset: number) => Error,
  at: number = node.offset,
): ConfigNode {
  const map = (child: Node, start: number): ConfigNode => mapJson(child, text, placeAt, fail, start)
  if (node.type === 'array') {
    const items = (node.children ?? []).map((child) => map(child, child.offset))
    return { kind: 'list', items, place: placeAt(at) }
  }
  if (node.type === 'object') {
    const entries = new Map<string, ConfigNode>()
    for (const { children: [key, value] = [], offset } of node.children ?? []) {
      const name = String(key?.value)
      if (entries.has(name)) throw fail('A key is there twice. Keep one', offset)
      if (value) entries.set(name, map(value, offset))
    }
    return { kind: 'mapping', entries, place: placeAt(at) }
  }
  const written = node.type === 'string' ? undefined : text.slice(node.offset, node.offset + node.length)
  return scalarNode(node.value, placeAt(node.offset), { text: written })
}
