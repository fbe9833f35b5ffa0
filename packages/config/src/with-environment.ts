import { type ConfigNode, mappingAt, nodeBelow, scalarNode } from './config-node.ts'
import { fieldOf } from './field.ts'
import { authGroups, structuredKeys } from './known-keys.ts'
import { environment, type Location } from './location.ts'
import { mergeNodes } from './merge-nodes.ts'
import { nodeOfJson } from './node-of-json.ts'
import type { Environment } from './resolve-variables.ts'
import type { ServerEntry } from './server-entry.ts'

const prefix = 'MCP__SERVERS__'
/** The keys whose variable may hold a mapping or a list, as JSON. */
const structured = ['', 'headers', 'auth', ...[...authGroups, ...structuredKeys].map((key) => `auth.${key}`)]

/**
 * Puts variables like `MCP__SERVERS__GITHUB__AUTH__SCOPE` over the servers, and adds servers that only variables name.
 */
export function withEnvironment(servers: readonly ServerEntry[], env: Environment): readonly ServerEntry[] {
  const entries = [...servers]
  // Short names come first, so that the variable of one setting wins over the variable of a whole mapping.
  const names = Object.keys(env).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  for (const variable of names) {
    const value = env[variable]
    if (value === undefined || !variable.toUpperCase().startsWith(prefix)) continue
    const { index, name, keys } = addressee(variable.slice(prefix.length), entries)
    if (name === '' || keys.includes('')) continue
    const entry = entries[index]
    const written = keys.map((key, at) => (keys[0] === 'headers' && at === 1 ? headerName(key, entry) : key))
    const node = nodeAt(variable, value, name, written)
    const path = `mcp.servers.${name}`
    entries[index] = entry
      ? { name, field: { ...entry.field, node: mergeNodes(entry.field.node, node) } }
      : { name, field: fieldOf(node, path, name) }
  }
  return entries
}

interface Addressee {
  /** The index of the server; one more than the last if no server has that name yet. */
  readonly index: number
  readonly name: string
  readonly keys: readonly string[]
}

function addressee(rest: string, entries: readonly ServerEntry[]): Addressee {
  const upper = rest.toUpperCase()
  const fits = (written: string): boolean => upper === written || upper.startsWith(`${written}__`)
  const found = entries
    .map(({ name }, index) => ({ index, name, literal: fits(name.toUpperCase()), length: normal(name).length }))
    .filter(({ name }) => name !== '' && fits(normal(name)))
    .sort((a, b) => b.length - a.length || Number(b.literal) - Number(a.literal))[0]
  if (found) return { ...found, keys: keysOf(rest.slice(found.length)) }
  const [name = ''] = rest.split('__')
  return { index: entries.length, name: name.toLowerCase(), keys: keysOf(rest.slice(name.length)) }
}

/** The keys in the rest of a variable, after the name of the server: `__AUTH__SCOPE`. */
function keysOf(rest: string): readonly string[] {
  const [, ...keys] = rest.toLowerCase().split('__')
  return keys[0] === 'headers' && keys.length > 1 ? ['headers', keys.slice(1).join('__')] : keys
}

/** A name as an environment variable can hold it. */
function normal(name: string): string {
  return name.toUpperCase().replace(/\W/g, '_')
}

/** The name of a header: as it is already configured, else in small letters and with hyphens. */
function headerName(key: string, entry: ServerEntry | undefined): string {
  const names = [...(mappingAt(entry?.field.node, 'headers')?.entries.keys() ?? [])]
  return names.find((name) => normal(name) === normal(key)) ?? key.replaceAll('_', '-')
}

function nodeAt(variable: string, value: string, name: string, keys: readonly string[]): ConfigNode {
  const source = { file: environment, shown: `environment variable ${variable}` }
  const location: Location = { source, line: undefined }
  const path = ['mcp.servers', name, ...keys].join('.')
  const json = structured.includes(keys.join('.')) ? nodeOfJson(value, location, path) : undefined
  return nodeBelow(keys, json ?? scalarNode(value, location, { path }))
}
