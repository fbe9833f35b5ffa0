import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type AuthSettings, type Config, ConfigError, readConfig, type ServerSettings } from '../src/index.ts'

export type Files = Readonly<Record<string, string | Uint8Array>>

/** A folder of its own with these files, until the test ends. */
export async function folderWith(files: Files = {}): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'config-test-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return folder
}

export type Env = Readonly<Record<string, string>>

/** The configuration in a folder with these files, and no other. */
export async function read(files: Files, env: Env = {}): Promise<Config> {
  const folder = await folderWith(files)
  return readConfig({ cwd: folder, home: folder, env })
}

/** The configuration of this `fast-agent.yaml`. */
export function readYaml(yaml: string, env: Env = {}): Promise<Config> {
  return read({ 'fast-agent.yaml': yaml }, env)
}

/** The configuration of a server `x` with these lines. */
export function serverYaml(lines: string): string {
  return `mcp:\n  servers:\n    x:\n${lines.replace(/^(?=.)/gm, '      ')}\n`
}

/** The settings of a server with these lines. */
export async function readServer(lines: string, env: Env = {}): Promise<ServerSettings> {
  return settingsOf(await readYaml(serverYaml(lines), env))
}

/** The settings of the first server. */
export function settingsOf({ servers: [server] }: Config): ServerSettings {
  if (!server) throw new Error('There is no server.')
  if (server.error) throw server.error
  return server.settings
}

/** The auth block of these lines. */
export async function readAuth(lines: string, env: Env = {}): Promise<AuthSettings> {
  const yaml = `url: https://mcp.example.com/mcp\nauth:\n${lines.replace(/^(?=.)/gm, '  ')}`
  const { auth } = await readServer(yaml, env)
  if (!auth) throw new Error('There is no auth block.')
  return auth
}

/** The error that a promise rejects with. */
export async function failure(work: Promise<unknown>): Promise<ConfigError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof ConfigError) return error
  throw new Error('No ConfigError was thrown.', { cause: error })
}

/** By name: the settings, or the message of the error. */
export function outcomes({ servers }: Config): Readonly<Record<string, unknown>> {
  return Object.fromEntries(servers.map(({ name, settings, error }) => [name, settings?.url ?? error?.message]))
}
