import { join, resolve } from 'node:path'
import { ConfigError } from './config-error.ts'
import type { Environment } from './resolve-variables.ts'
import { exists, searchFolders } from './search-folders.ts'

/** The absolute paths of the files. A member is absent if there is no such file. */
export interface FoundFiles {
  readonly config?: string | undefined
  readonly secrets?: string | undefined
  /** `.mcp.json` */
  readonly mcpJson?: string | undefined
  /** `.vscode/mcp.json` */
  readonly vscode?: string | undefined
  /** The folders that were searched, from the current one upward. */
  readonly folders: readonly string[]
}

export const configNames = ['fast-agent.yaml', 'fast-agent.config.yaml', 'fastagent.config.yaml'] as const
const secretsNames = ['fast-agent.secrets.yaml', 'fastagent.secrets.yaml'] as const

export interface FindOptions extends FileCheck {
  readonly cwd: string
  readonly env: Environment
  readonly home: string | undefined
}

/** The functions that name a found file, and decide whether it is safe. */
export interface FileCheck {
  readonly show: (file: string) => string
  /** Whether a file that a search from this folder found can be trusted. Any other file is treated as absent. */
  readonly isSafe: (file: string, from: string) => boolean
}

/** @throws ConfigError `ambiguous` if the folder that counts holds two files of one kind */
export function findFiles({ cwd, env, home, ...look }: FindOptions): FoundFiles {
  const own = env.FAST_AGENT_HOME ? resolve(cwd, env.FAST_AGENT_HOME) : defaultHome(cwd)
  const folders = searchFolders(cwd, home)
  return {
    ...findFastAgentFiles([own, ...folders], cwd, look),
    mcpJson: firstThere(folders, '.mcp.json', look),
    vscode: firstThere(folders, join('.vscode', 'mcp.json'), look),
    folders,
  }
}

function defaultHome(cwd: string): string {
  return join(cwd, '.fast-agent')
}

/** @throws ConfigError `ambiguous` if there are two secrets files */
export function findSecrets(folder: string, look: FileCheck, from: string = folder): string | undefined {
  return onlyOne(folder, secretsNames, 'secrets', look, from)
}

function findFastAgentFiles(
  folders: readonly string[],
  cwd: string,
  look: FileCheck,
): Pick<FoundFiles, 'config' | 'secrets'> {
  for (const folder of folders) {
    const from = folder === defaultHome(cwd) ? cwd : folder
    const config = onlyOne(folder, configNames, 'config', look, from)
    // Only in the current folder, a secrets file needs no configuration beside it.
    if (config === undefined && folder !== cwd) continue
    const secrets = findSecrets(folder, look, from)
    if (config !== undefined || secrets !== undefined) return { config, secrets }
  }
  return {}
}

function onlyOne(
  folder: string,
  names: readonly string[],
  kind: 'config' | 'secrets',
  { show, isSafe }: FileCheck,
  from: string,
): string | undefined {
  const found = names.filter((name) => exists(join(folder, name)) && isSafe(join(folder, name), from))
  if (found.length > 1) {
    const message = `Multiple fast-agent ${kind} files found in ${show(folder)}: ${found.join(', ')}. Keep one.`
    throw new ConfigError('ambiguous', message, { file: folder })
  }
  return found[0] === undefined ? undefined : join(folder, found[0])
}

function firstThere(folders: readonly string[], name: string, { isSafe }: FileCheck): string | undefined {
  const from = folders.find((folder) => exists(join(folder, name)) && isSafe(join(folder, name), folder))
  return from === undefined ? undefined : join(from, name)
}
