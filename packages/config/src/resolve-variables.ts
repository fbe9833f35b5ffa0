import type { ConfigNode, ScalarNode } from './config-node.ts'
import type { FileFormat } from './file-format.ts'
import { variableSyntaxes } from './variable-syntax.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Replaces the variables in every text. Variables in a replaced value are not replaced again; an unset variable is left
 * as it is.
 */
export function resolveVariables(root: ConfigNode, format: FileFormat, env: Environment): ConfigNode {
  // Aliases put one node at many paths. Each node is resolved once, otherwise a few lines could cause endless work.
  const done = new Map<ConfigNode, ConfigNode>()
  const resolve = (node: ConfigNode): ConfigNode => {
    const known = done.get(node)
    if (known) return known
    const resolved = resolveOne(node)
    done.set(node, resolved)
    return resolved
  }
  const resolveOne = (node: ConfigNode): ConfigNode => {
    if (node.kind === 'scalar') return resolveScalar(node, format, env)
    if (node.kind === 'list') return { ...node, items: node.items.map(resolve) }
    return { ...node, entries: new Map([...node.entries].map(([key, value]) => [key, resolve(value)])) }
  }
  return resolve(root)
}

function resolveScalar(node: ScalarNode, format: FileFormat, env: Environment): ScalarNode {
  if (typeof node.value !== 'string' || !node.value.includes('${')) return node
  const { parse, advise } = variableSyntaxes[format]
  let unset: string | undefined
  // Text after the last brace is left out, since each `${` in it would be read to the end in vain.
  const end = node.value.lastIndexOf('}') + 1
  const closed = node.value.slice(0, end).replace(/\$\{([^}]+)\}/g, (written: string, inside: string) => {
    const { name, fallback } = parse(inside)
    const found = name === undefined ? undefined : env[name]
    if (typeof found === 'string') return found
    if (fallback !== undefined) return fallback
    unset ??= advise(inside)
    return written
  })
  const value = closed + node.value.slice(end)
  return { ...node, value, text: value, unset }
}
