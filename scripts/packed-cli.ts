import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { root } from './workspace.ts'

const run = promisify(execFile)
const folder = join(root, 'apps/cli')

let place = ''

declare module 'vitest' {
  interface ProvidedContext {
    /** The bundle in the packed CLI, ready to run. */
    readonly cli: string
  }
}

/** Before the tests of processes: the CLI is built and packed, and its tarball unpacked beside its native parts. */
export async function setup(project: TestProject): Promise<void> {
  const pnpm = (...words: readonly string[]): Promise<unknown> =>
    run('npx', ['-y', 'pnpm@12.21.0', ...words], { cwd: root, maxBuffer: 2 ** 24 })
  await pnpm('--silent', 'run', 'build', '--filter=@fast-agent-auth/cli')
  place = await mkdtemp(join(tmpdir(), 'packed-cli-'))
  await pnpm('--filter=@fast-agent-auth/cli', 'pack', '--out', join(place, 'cli.tgz'))
  await run('tar', ['-xzf', 'cli.tgz'], { cwd: place })
  const modules = join(place, 'node_modules')
  await mkdir(join(modules, '@napi-rs'), { recursive: true })
  for (const name of ['@napi-rs/keyring', 'fs-native-extensions'])
    await symlink(join(folder, 'node_modules', name), join(modules, name))
  project.provide('cli', join(place, 'package/dist/main.js'))
}

export async function teardown(): Promise<void> {
  if (place) await rm(place, { recursive: true, force: true })
}
