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
export async function findFiles({ cwd, env, home, show }: FindOptions): Promise<FoundFiles> {
  const own = resolve(cwd, env.FAST_AGENT_HOME || '.fast-agent')
  const folders = await searchFolders(cwd, home)
  return {
    ...(await findFastAgentFiles([own, ...folders], cwd, show)),
    mcpJson: await firstThere(folders.map((folder) => join(folder, '.mcp.json'))),
    vscode: await firstThere(folders.map((folder) => join(folder, '.vscode', 'mcp.json'))),
  }
}

/** @throws ConfigError `ambiguous` where there are two */
export async function findSecrets(folder: string, show: (file: string) => string): Promise<string | undefined> {
  return onlyOne(folder, secretsNames, 'secrets', show)
}

async function findFastAgentFiles(
  folders: readonly string[],
  cwd: string,
  show: (file: string) => string,
): Promise<FoundFiles> {
  for (const folder of folders) {
    const config = await onlyOne(folder, configNames, 'config', show)
    // In the folder where one works, secrets may stand alone.
    if (config === undefined && folder !== cwd) continue
    const secrets = await findSecrets(folder, show)
    if (config !== undefined || secrets !== undefined) return { config, secrets }
  }
  return {}
}

async function onlyOne(
  folder: string,
  names: readonly string[],
  kind: 'config' | 'secrets',
  show: (file: string) => string,
): Promise<string | undefined> {
  const there = await Promise.all(names.map((name) => exists(join(folder, name))))
  const found = names.filter((_, index) => there[index])
  if (found.length > 1) {
    const message = `Multiple fast-agent ${kind} files found in ${show(folder)}: ${found.join(', ')}. Keep one.`
    throw new ConfigError('ambiguous', message, { file: folder })
  }
  return found[0] === undefined ? undefined : join(folder, found[0])
}

async function firstThere(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (await exists(file)) return file
  return undefined
}
