import { basename, extname } from 'node:path'
import type { ConfigNode } from './config-node.ts'
import type { FileFormat } from './file-format.ts'
import type { Source } from './location.ts'
import { parseJson } from './parse-json.ts'
import { parseYaml } from './parse-yaml.ts'
import type { Person } from './person.ts'
import { readFile } from './read-file.ts'
import { type Environment, resolveVariables } from './resolve-variables.ts'

/** A file that was read, with the values of its variables. */
export interface LoadedFile {
  readonly source: Source
  /** Absent if a JSON file names servers in none of the known formats. */
  readonly format: FileFormat | undefined
  readonly syntax: 'yaml' | 'json'
  readonly root: ConfigNode | undefined
}

export interface LoadOptions {
  readonly env: Environment
  /** The person whose files may be read. */
  readonly person: Person | undefined
  /** Default: derived from the content, for a file that a person named. */
  readonly format?: FileFormat | undefined
}

/** @throws ConfigError `not_found`, `unreadable`, `unsafe_file`, `too_large` or `invalid_syntax` */
export async function loadFile(source: Source, { env, person, format: known }: LoadOptions): Promise<LoadedFile> {
  const text = await readFile(source, { named: known === undefined, person })
  const syntax = syntaxOf(source.file, text)
  const root = await (syntax === 'json' ? parseJson : parseYaml)(text, source)
  const format = known ?? (syntax === 'yaml' ? 'fast-agent' : formatOf(root, source.file))
  return { source, format, syntax, root: root && format && resolveVariables(root, format, env) }
}

function syntaxOf(file: string, text: string): 'yaml' | 'json' {
  const extension = extname(file).toLowerCase()
  if (extension === '.json' || extension === '.jsonc') return 'json'
  if (extension === '.yaml' || extension === '.yml') return 'yaml'
  return /^\s*\{/.test(text) ? 'json' : 'yaml'
}

function formatOf(root: ConfigNode | undefined, file: string): FileFormat | undefined {
  if (root?.kind !== 'mapping') return undefined
  if (root.entries.has('mcpServers')) return 'mcp.json'
  if (root.entries.has('servers')) return 'vscode'
  // In a file of another program, keys of ours are never read.
  if (/^\.?mcp\.json$/i.test(basename(file))) return 'mcp.json'
  return root.entries.has('mcp') ? 'fast-agent' : undefined
}
