import type { Node } from 'jsonc-parser'
import type { ConfigNode } from './config-node.ts'
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
  const value: unknown = node.value
  if (value === null || typeof value === 'boolean' || typeof value === 'number') {
    return {
      kind: 'scalar',
      value,
      text: text.slice(node.offset, node.offset + node.length),
      place: placeAt(node.offset),
    }
  }
  return { kind: 'scalar', value: String(value), text: String(value), place: placeAt(node.offset) }
}
