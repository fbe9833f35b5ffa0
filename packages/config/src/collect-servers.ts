import { type ConfigNode, isNothing } from './config-node.ts'
import { fastAgentServers, namedServers } from './fast-agent-servers.ts'
import { fieldOf } from './field.ts'
import type { LoadedFile } from './load-file.ts'
import { mergeNodes } from './merge-nodes.ts'
import type { ServerEntry } from './server-entry.ts'
import { shownKey } from './shown-key.ts'
import { translateServer } from './translate-servers.ts'
import { type Warn, warningAt } from './warning.ts'

/** All servers, each name once. The first server of a name wins, and a warning names the others. */
export function collectServers(files: readonly LoadedFile[], warn: Warn): readonly ServerEntry[] {
  const ours = mergedRoot(files)
  const all = [
    ...(ours ? fastAgentServers(ours, warn) : []),
    ...files.flatMap(({ format, root }) => (root && format !== 'fast-agent' ? foreignServers(format, root, warn) : [])),
  ]
  const byName = new Map<string, ServerEntry>()
  for (const entry of all) {
    const first = byName.get(entry.name)
    if (!first) byName.set(entry.name, entry)
    else
      warn(
        warningAt(entry.field, `${JSON.stringify(shownKey(entry.name))} is ignored: it is configured in ${at(first)}.`),
      )
  }
  return [...byName.values()]
}

function at({ field }: ServerEntry): string {
  const { source, line } = field.node.location
  return `${source.shown}${line === undefined ? '' : `:${line}`} already`
}

/** The configuration, with the values of the secrets file over its own. A file that is no mapping is skipped. */
function mergedRoot(files: readonly LoadedFile[]): ConfigNode | undefined {
  return files
    .filter(({ format }) => format === 'fast-agent')
    .flatMap(({ root }) => (root?.kind === 'mapping' ? [root] : []))
    .reduceRight<ConfigNode | undefined>((base, over) => (base ? mergeNodes(base, over) : over), undefined)
}

function foreignServers(format: LoadedFile['format'], root: ConfigNode, warn: Warn): readonly ServerEntry[] {
  const key = format === 'mcp.json' ? 'mcpServers' : 'servers'
  const servers = root.kind === 'mapping' ? root.entries.get(key) : undefined
  if (isNothing(servers) || format === undefined) return []
  return namedServers(fieldOf(servers, key, key), warn).map((entry) => translateServer(entry, format, warn))
}
