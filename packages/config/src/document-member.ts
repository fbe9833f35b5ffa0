import { type ConfigNode, scalarNode } from './config-node.ts'
import { nodeOfJson } from './node-of-json.ts'
import type { Place } from './place.ts'

/** The names of RFC 8414 for lists are plurals. */
const list = /s_supported$/

/** One member of metadata, as it is typed behind `--set`: a list as JSON, or as words with commas between them. */
export function documentMember(name: string, text: string, place: Place, path: string): ConfigNode {
  const structured = nodeOfJson(text, place, path)
  if (structured) return structured
  if (list.test(name)) {
    const items = text.split(/[\s,]+/).flatMap((word) => (word === '' ? [] : [scalarNode(word, place, path)]))
    return { kind: 'list', items, place, path }
  }
  return scalarNode(text === 'true' || text === 'false' ? text === 'true' : text, place, path)
}
