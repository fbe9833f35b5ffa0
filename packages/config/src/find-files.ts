import { join, resolve } from 'node:path'
import { ConfigError } from './config-error.ts'
import type { Environment } from './resolve-variables.ts'
import { exists, searchFolders } from './search-folders.ts'

/** Absolute paths; absent where there is no such file. */
export interface FoundFiles {
  readonly config?: string | undefined
  readonly secrets?: string | undefined
  /** `.mcp.json` */
  readonly mcpJson?: string | undefined
  /** `.vscode/mcp.json` */
  readonly vscode?: string | undefined
}

export const configNames = ['fast-agent.yaml', 'fast-agent.config.yaml', 'fastagent.config.yaml'] as const
const secretsNames = ['fast-agent.secrets.yaml', 'fastagent.secrets.yaml'] as const

export interface FindOptions {
  readonly cwd: string
  readonly env: Environment
  readonly home: string | undefined
  readonly show: (file: string) => string
}

/** @throws ConfigError `ambiguous` where two files of one kind lie in the folder that counts */
export function findFiles({ cwd, env, home, show }: FindOptions): FoundFiles {
  const own = resolve(cwd, env.FAST_AGENT_HOME || '.fast-agent')
  const folders = searchFolders(cwd, home)
  return {
    ...findFastAgentFiles([own, ...folders], cwd, show),
    mcpJson: firstThere(folders.map((folder) => join(folder, '.mcp.json'))),
    vscode: firstThere(folders.map((folder) => join(folder, '.vscode', 'mcp.json'))),
  }
}

/** @throws ConfigError `ambiguous` where there are two */
export function findSecrets(folder: string, show: (file: string) => string): string | undefined {
  return onlyOne(folder, secretsNames, 'secrets', show)
}

function findFastAgentFiles(folders: readonly string[], cwd: string, show: (file: string) => string): FoundFiles {
  for (const folder of folders) {
    const config = onlyOne(folder, configNames, 'config', show)
    // In the folder where one works, secrets may stand alone.
    if (config === undefined && folder !== cwd) continue
    const secrets = findSecrets(folder, show)
    if (config !== undefined || secrets !== undefined) return { config, secrets }
  }
  return {}
}

function onlyOne(
  folder: string,
  names: readonly string[],
  kind: 'config' | 'secrets',
  show: (file: string) => string,
): string | undefined {
  const found = names.filter((name) => exists(join(folder, name)))
  if (found.length > 1) {
    const message = `Multiple fast-agent ${kind} files found in ${show(folder)}: ${found.join(', ')}. Keep one.`
    throw new ConfigError('ambiguous', message, { file: folder })
  }
  return found[0] === undefined ? undefined : join(folder, found[0])
}

function firstThere(files: readonly string[]): string | undefined {
  return files.find(exists)
}
