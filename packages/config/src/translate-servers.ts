import { type ConfigNode, isNothing, scalarNode } from './config-node.ts'
import { type Field, fieldOf } from './field.ts'
import type { FileFormat } from './file-format.ts'
import { serverLevels } from './known-keys.ts'
import type { ServerEntry } from './server-entry.ts'
import { pathBelow } from './shown-key.ts'
import { fastAgentOnly, isAuthKey, warnOfKeys } from './warn-of-keys.ts'
import { type Warn, warningAt } from './warning.ts'

const ours: Readonly<Record<string, string>> = {
  url: 'url',
  headers: 'headers',
  command: 'command',
  type: 'transport',
  oauth: 'auth',
}
const oursInAuth: Readonly<Record<string, string>> = {
  clientId: 'client_id',
  callbackPort: 'redirect_port',
  scopes: 'scope',
}

/**
 * Translates a server of another program's file into our keys. Our own keys are ignored there: such a file may come with a
 * repository, which must not choose where tokens are kept or which rules are loosened. Locations and paths are not changed.
 */
export function translateServer({ name, field }: ServerEntry, format: FileFormat, warn: Warn): ServerEntry {
  const { node, path } = field
  if (node.kind !== 'mapping') return { name, field }
  // The keys of a program belong to the program that starts it.
  if (isNothing(node.entries.get('command'))) warnOfKeys(field, serverLevels[format], warn)
  const entries = new Map<string, ConfigNode>()
  for (const [key, value] of node.entries) {
    const known = Object.hasOwn(ours, key) ? ours[key] : undefined
    const at = { node: value, path: `${path}.${key}`, label: key }
    if (known === 'transport') entries.set(known, transport(at))
    else if (known === 'auth') entries.set(known, translateAuth(at, format, warn))
    else if (known !== undefined) entries.set(known, value)
  }
  return { name, field: { ...field, node: { ...node, entries } } }
}

function transport({ node, path }: Field): ConfigNode {
  const streamable = node.kind === 'scalar' && node.value === 'streamable-http'
  return streamable ? scalarNode('http', node.location, { path }) : { ...node, path }
}

function translateAuth({ node, path }: Field, format: FileFormat, warn: Warn): ConfigNode {
  if (node.kind !== 'mapping') return { ...node, path }
  const entries = new Map<string, ConfigNode>()
  for (const [key, value] of node.entries) {
    const known = Object.hasOwn(oursInAuth, key) ? oursInAuth[key] : undefined
    const at = { ...value, path: pathBelow(path, key) }
    if (known === undefined && isAuthKey(key)) warn(warningAt(fieldOf(at, at.path, key), fastAgentOnly(key)))
    else entries.set(known ?? key, at)
  }
  // Claude Code waits on http://localhost:PORT/callback, so people register that.
  const registered = ['client_id', 'redirect_port'].some((key) => !isNothing(entries.get(key)))
  if (format === 'mcp.json' && registered)
    entries.set('redirect_host', scalarNode('localhost', node.location, { path }))
  return { ...node, path, entries }
}
