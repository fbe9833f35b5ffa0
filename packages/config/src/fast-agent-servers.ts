import { type ConfigNode, isNothing } from './config-node.ts'
import type { ServerEntry } from './server-entry.ts'
import { type Setting, settingAt, settingOf } from './setting.ts'
import { pathBelow, shownKey } from './shown-key.ts'
import { type Warn, warningAt } from './warning.ts'

/** The servers under `mcp.servers`, and those of the list `mcp.targets`. */
export function fastAgentServers(root: ConfigNode, warn: Warn): readonly ServerEntry[] {
  const mcp = root.kind === 'mapping' ? root.entries.get('mcp') : undefined
  if (isNothing(mcp)) return []
  const top = settingOf(mcp, 'mcp', 'mcp')
  return [...namedServers(settingAt(top, 'servers'), warn), ...targets(settingAt(top, 'targets'), warn)]
}

/** The servers of a mapping from names, in any format. */
export function namedServers(servers: Setting | undefined, warn: Warn): readonly ServerEntry[] {
  if (!servers) return []
  const { node } = servers
  if (node.kind !== 'mapping') {
    warn(warningAt(servers, 'This must be a mapping from names to servers. It is ignored.'))
    return []
  }
  return [...node.entries]
    .filter(([, server]) => !isNothing(server))
    .map(([name, server]) => ({ name, setting: settingOf(server, pathBelow(servers.path, name), shownKey(name)) }))
}

function targets(list: Setting | undefined, warn: Warn): readonly ServerEntry[] {
  if (!list) return []
  if (list.node.kind !== 'list') {
    warn(warningAt(list, 'This must be a list of servers, each with a target. It is ignored.'))
    return []
  }
  return list.node.items.flatMap((node, index) => {
    if (isNothing(node)) return []
    const setting = settingOf(node, `${list.path}[${index}]`, 'target')
    const name = textAt(setting, 'name') || nameOf(textAt(setting, 'target') || textAt(setting, 'url'))
    if (name) return [{ name, setting }]
    warn(warningAt(setting, 'This must be a mapping with a name and a target. It is ignored.'))
    return []
  })
}

function textAt(setting: Setting, key: string): string {
  const node = settingAt(setting, key)?.node
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
