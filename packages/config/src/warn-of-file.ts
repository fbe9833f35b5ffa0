import { type ConfigNode, isNothing, mappingAt } from './config-node.ts'
import { fieldOf } from './field.ts'
import { mcpLevel, rootLevels } from './known-keys.ts'
import type { LoadedFile } from './load-file.ts'
import { plainText } from './plain-text.ts'
import { warnOfKeys } from './warn-of-keys.ts'
import { type Warn, warningAt } from './warning.ts'

/** Warns about a file from which nothing is read, and about its keys that are not read. */
export function warnOfFile(file: LoadedFile, warn: Warn): void {
  const { source, format, root } = file
  const misplaced = root && format ? warnOfKeys(fieldOf(root, '', ''), rootLevels[format], warn) : 0
  const reason = misplaced === 0 ? reasonForNothing(file) : undefined
  if (reason !== undefined) warn({ message: plainText(`${source.shown}: ${reason}`), file: source.file })
  if (format === 'fast-agent' && root) warnOfMcp(root, warn)
}

function reasonForNothing({ format, root }: LoadedFile): string | undefined {
  if (format === undefined) return 'This file names no servers: none of mcpServers, servers and mcp is in it.'
  if (isNothing(root)) return 'This file is empty, or has only comments.'
  if (root.kind !== 'mapping') return 'This file must hold a mapping. Nothing is read from it.'
  const [key = ''] = rootLevels[format].keys
  // A configuration of fast-agent may be about other things.
  if (format === 'fast-agent' || root.entries.has(key)) return undefined
  return `This file names no servers: ${key} is not in it.`
}

function warnOfMcp(root: ConfigNode, warn: Warn): void {
  const mcp = root.kind === 'mapping' ? root.entries.get('mcp') : undefined
  if (isNothing(mcp)) return
  const field = fieldOf(mcp, 'mcp', 'mcp')
  if (mappingAt(root, 'mcp')) warnOfKeys(field, mcpLevel, warn)
  else warn(warningAt(field, 'This must be a mapping with the key servers. It is ignored.'))
}
