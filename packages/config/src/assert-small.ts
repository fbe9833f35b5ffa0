import type { ConfigNode } from './config-node.ts'

/** The maximum number of values: more than any configuration has, and few enough to visit quickly. */
const valueLimit = 500_000
const depthLimit = 500

interface Extent {
  readonly size: number
  readonly depth: number
}

/**
 * Refuses a document with too many values or levels. A few lines of aliases can expand to endless values, and later code
 * would visit each of them.
 *
 * @throws what `fail` makes of the reason
 */
export function assertSmall(root: ConfigNode, fail: (reason: string) => Error): void {
  const known = new Map<ConfigNode, Extent>()

  const extentOf = (node: ConfigNode, above: number): Extent => {
    const extent = known.get(node) ?? measure(node, above)
    known.set(node, extent)
    if (above + extent.depth > depthLimit) throw fail('It is nested too deeply')
    if (extent.size > valueLimit)
      throw fail(`It has more than ${valueLimit} values, with those that aliases (*) repeat`)
    return extent
  }

  const measure = (node: ConfigNode, above: number): Extent => {
    let [size, depth] = [1, 0]
    if (above > depthLimit || node.kind === 'scalar') return { size, depth }
    for (const child of node.kind === 'list' ? node.items : node.entries.values()) {
      const extent = extentOf(child, above + 1)
      size += extent.size
      depth = Math.max(depth, extent.depth + 1)
    }
    return { size, depth }
  }

  extentOf(root, 0)
}
