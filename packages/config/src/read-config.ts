import { homedir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { collectServers } from './collect-servers.ts'
import type { Config, ConfiguredServer } from './config.ts'
import { ConfigError } from './config-error.ts'
import { type FileCheck, findFiles, findSecrets } from './find-files.ts'
import { type LoadedFile, loadFile } from './load-file.ts'
import { currentPerson, type Person } from './person.ts'
import { plainText } from './plain-text.ts'
import { readServer } from './read-server.ts'
import type { Environment } from './resolve-variables.ts'
import type { ServerEntry } from './server-entry.ts'
import { unsafeReason } from './unsafe-reason.ts'
import { warnOfFile } from './warn-of-file.ts'
import { collectWarnings, type Warn } from './warning.ts'
import { withEnvironment } from './with-environment.ts'

export interface ReadConfigOptions {
  /** The only file to read; for YAML, with the secrets file beside it. Default: the files that a search finds. */
  readonly path?: string | undefined
  /** Default: the current folder of the process. */
  readonly cwd?: string | undefined
  /** Default: the environment of the process. */
  readonly env?: Environment | undefined
  /**
   * The person's home folder, at which the search upward ends. Default: the home folder of the system, if there is one.
   */
  readonly home?: string | undefined
}

/**
 * Finds and reads the configuration: the file of fast-agent with its secrets file, `.mcp.json` and `.vscode/mcp.json`. It
 * runs nothing and opens no other file, whatever these files say. A found file that others own or can write to is left out
 * with a warning; a named one is refused. A fault in one server is the `error` of that server, and is not thrown.
 *
 * @throws ConfigError `not_found`, `unreadable`, `unsafe_file`, `too_large`, `ambiguous` or `invalid_syntax`
 */
export async function readConfig(options: ReadConfigOptions = {}): Promise<Config> {
  const { path, env = process.env } = options
  const cwd = resolve(options.cwd ?? process.cwd())
  const show = (file: string): string => shownFrom(cwd, file)
  const { warnings, warn, finish } = collectWarnings()
  const person = currentPerson()
  const leftOut: string[] = []
  const isSafe = (file: string, from: string): boolean => {
    const reason = unsafeReason(file, { person, from })
    if (reason === undefined) return true
    warn({ message: plainText(`${show(file)}: ${reason}`), file })
    leftOut.push(file)
    return false
  }
  const context = { cwd, env, person, show, isSafe }
  const { files, missing, folders } =
    path === undefined
      ? await loadFound({ ...context, home: options.home ?? homeFolder() })
      : { files: await loadNamed(path, context), missing: [], folders: [] }
  for (const file of files) warnOfFile(file, warn)
  const servers = withEnvironment(collectServers(files, warn), env).map((entry) => configured(entry, warn))
  finish()
  return { files: files.map(({ source }) => source.file), leftOut, missing, folders, servers, warnings }
}

interface ReadContext extends FileCheck {
  readonly cwd: string
  readonly env: Environment
  readonly person: Person | undefined
}

interface Found extends Pick<Config, 'missing' | 'folders'> {
  readonly files: readonly LoadedFile[]
}

async function loadFound(options: ReadContext & { readonly home: string | undefined }): Promise<Found> {
  const { env, person, show } = options
  const { secrets, config, mcpJson, vscode, folders } = findFiles(options)
  const wanted = [
    [secrets, 'fast-agent'],
    [config, 'fast-agent'],
    [mcpJson, 'mcp.json'],
    [vscode, 'vscode'],
  ] as const
  const files = wanted.flatMap(([file, format]) =>
    file === undefined ? [] : [loadFile({ file, shown: show(file) }, { env, person, format })],
  )
  const names: Readonly<Record<string, string | undefined>> = {
    'fast-agent.yaml': config,
    '.mcp.json': mcpJson,
    [join('.vscode', 'mcp.json')]: vscode,
  }
  const missing = Object.keys(names).filter((name) => names[name] === undefined)
  return { files: await Promise.all(files), missing, folders }
}

async function loadNamed(path: string, context: ReadContext): Promise<readonly LoadedFile[]> {
  const { cwd, env, person, show } = context
  const file = resolve(cwd, path)
  const shown = isWithin(cwd, file) ? show(file) : path
  const named = await loadFile({ file, shown }, { env, person })
  const secrets = named.syntax === 'yaml' ? findSecrets(dirname(file), context) : undefined
  if (secrets === undefined || secrets === file) return [named]
  return [await loadFile({ file: secrets, shown: show(secrets) }, { env, person, format: 'fast-agent' }), named]
}

function configured({ name, field }: ServerEntry, warn: Warn): ConfiguredServer {
  const { source, line } = field.node.location
  const server = { name, file: source.file, line }
  try {
    return { ...server, settings: readServer(name, field, warn) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { ...server, error }
  }
}

function shownFrom(cwd: string, file: string): string {
  return isWithin(cwd, file) ? relative(cwd, file) || '.' : file
}

function isWithin(folder: string, file: string): boolean {
  const way = relative(folder, file)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** The home folder; `undefined` for a person who is not in the list of users, or if the path is relative. */
function homeFolder(): string | undefined {
  try {
    const folder = homedir()
    return isAbsolute(folder) ? folder : undefined
  } catch {
    return undefined
  }
}
