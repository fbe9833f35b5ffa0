import type { Document, Node, YAMLMap } from 'yaml'
import { type ConfigNode, scalarNode } from './config-node.ts'
import type { Location } from './location.ts'

type Yaml = typeof import('yaml')
type Fail = (reason: string, offset: number) => Error

/**
 * The maximum number of keys that `<<` may take over: enough for any configuration, too few to keep the machine busy.
 */
const mergeLimit = 100_000

/**
 * Converts the nodes of the parser to ours. An alias becomes the node of its anchor, so that a bomb of aliases can be
 * measured.
 */
export function mapYaml(
  yaml: Yaml,
  document: Document,
  locationAt: (offset: number) => Location,
  fail: Fail,
): ConfigNode | undefined {
  const done = new Map<Node, ConfigNode | 'begun'>()
  // A map of our own, since the parser reads the whole document for each alias to find its anchor.
  const anchors = new Map<string, Node>()
  let merged = 0

  const startOf = (node: unknown): number => (yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0)

  const targetOf = (node: Node): Node => {
    if (!yaml.isAlias(node)) {
      if ('anchor' in node && typeof node.anchor === 'string') anchors.set(node.anchor, node)
      return node
    }
    const target = anchors.get(node.source)
    if (!target) throw fail('An alias (*) has no anchor (&) before it', startOf(node))
    return target
  }

  const map = (node: unknown, at: number): ConfigNode => {
    if (!yaml.isNode(node)) return scalarNode(null, locationAt(at), { text: '' })
    const target = targetOf(node)
    const known = done.get(target)
    if (known === 'begun') throw fail('An alias (*) is inside the value of its own anchor (&)', startOf(node))
    if (known) return known
    done.set(target, 'begun')
    const mapped = mapTarget(target, at)
    done.set(target, mapped)
    return mapped
  }

  const mapTarget = (node: Node, at: number): ConfigNode => {
    if (yaml.isMap(node)) return { kind: 'mapping', entries: mapEntries(node), location: locationAt(at) }
    if (yaml.isSeq(node)) {
      const items = node.items.map((item) => map(item, startOf(item)))
      return { kind: 'list', items, location: locationAt(at) }
    }
    const { value, source }: { value?: unknown; source?: string } = yaml.isScalar(node) ? node : {}
    return scalarNode(value, locationAt(startOf(node)), { text: typeof value === 'string' ? undefined : source })
  }

  const mapEntries = (node: YAMLMap<unknown, unknown>): Map<string, ConfigNode> => {
    const own = new Map<string, ConfigNode>()
    const taken: ConfigNode[] = []
    for (const { key, value } of node.items) {
      const start = startOf(key)
      const scalar = yaml.isNode(key) ? targetOf(key) : key
      if (!yaml.isScalar(scalar)) throw fail('A key must be text', start)
      if (scalar.type === 'PLAIN' && scalar.value === '<<') {
        taken.push(...sourcesOf(map(value, start), start))
        continue
      }
      const name = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? String(scalar.value))
      if (own.has(name)) throw fail('A key is there twice. Keep one', start)
      own.set(name, map(value, start))
    }
    return taken.length === 0 ? own : takeOver(own, taken, startOf(node))
  }

  const sourcesOf = (node: ConfigNode, at: number): readonly ConfigNode[] => {
    const sources = node.kind === 'list' ? node.items : [node]
    if (sources.some(({ kind }) => kind !== 'mapping'))
      throw fail('The key << must have a mapping, or a list of them', at)
    return sources
  }

  const takeOver = (
    own: Map<string, ConfigNode>,
    sources: readonly ConfigNode[],
    at: number,
  ): Map<string, ConfigNode> => {
    const entries = new Map(own)
    for (const source of sources) {
      if (source.kind !== 'mapping') continue
      merged += source.entries.size
      if (merged > mergeLimit) throw fail('Too many keys are taken over by <<', at)
      for (const [name, value] of source.entries) if (!entries.has(name)) entries.set(name, value)
    }
    return entries
  }

  return document.contents === null ? undefined : map(document.contents, startOf(document.contents))
}
