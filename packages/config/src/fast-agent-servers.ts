import { type ConfigNode, isNothing } from './config-node.ts'
import { type Field, fieldAt, fieldOf } from './field.ts'
import type { ServerEntry } from './server-entry.ts'
import { pathBelow, shownKey } from './shown-key.ts'
import { type Warn, warningAt } from './warning.ts'

/** The servers under `mcp.servers`, and the servers of the list `mcp.targets`. */
export function fastAgentServers(root: ConfigNode, warn: Warn): readonly ServerEntry[] {
  const mcp = root.kind === 'mapping' ? root.entries.get('mcp') : undefined
  if (isNothing(mcp)) return []
  const top = fieldOf(mcp, 'mcp', 'mcp')
  return [...namedServers(fieldAt(top, 'servers'), warn), ...targets(fieldAt(top, 'targets'), warn)]
}

/** The servers of a mapping from names, in any format. */
export function namedServers(servers: Field | undefined, warn: Warn): readonly ServerEntry[] {
  if (!servers) return []
  const { node } = servers
  if (node.kind !== 'mapping') {
    warn(warningAt(servers, 'This must be a mapping from names to servers. It is ignored.'))
    return []
  }
  return [...node.entries]
    .filter(([, server]) => !isNothing(server))
    .map(([name, server]) => ({ name, field: fieldOf(server, pathBelow(servers.path, name), shownKey(name)) }))
}

function targets(list: Field | undefined, warn: Warn): readonly ServerEntry[] {
  if (!list) return []
  if (list.node.kind !== 'list') {
    warn(warningAt(list, 'This must be a list of servers, each with a target. It is ignored.'))
    return []
  }
  return list.node.items.flatMap((node, index) => {
    if (isNothing(node)) return []
    const field = fieldOf(node, `${list.path}[${index}]`, 'target')
    const name = textAt(field, 'name') || nameOf(textAt(field, 'target') || textAt(field, 'url'))
    if (name) return [{ name, field }]
    warn(warningAt(field, 'This must be a mapping with a name and a target. It is ignored.'))
    return []
  })
}

function textAt(field: Field, key: string): string {
  const node = fieldAt(field, key)?.node
  return node?.kind === 'scalar' ? node.text : ''
}

/** The host of a URL, or the program of a command. */
function nameOf(target: string): string {
  if (/^https?:\/\//i.test(target) && URL.canParse(target)) return new URL(target).host
  return (
    target
      .trim()
      .split(/\s/)[0]
      ?.replace(/^.*[/\\]/, '') ?? ''
  )
}
