import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, inject } from 'vitest'
import { assertNoLibraryWords } from './library-words.ts'

/** The bundle, as it is published. */
export const program: string = inject('cli')
const person = fileURLToPath(new URL('../../../playground/src/person-main.ts', import.meta.url))

/** A run of the program as a process of its own. */
export interface Run {
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves when stdout holds the text, and rejects where the program ends without. */
  until(text: string): Promise<void>
  interrupt(): void
  readonly ended: Promise<Ended>
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  /** But for what a slow machine has the program say: what it waits for. */
  readonly stderr: string
}

/** A user's home without a keychain, with a browser in which a scripted person sits. */
export interface Home {
  readonly folder: string
  /** All that programs have in their environment. */
  readonly env: Readonly<Record<string, string>>
  /** All that the programs have printed. */
  readonly printed: () => string
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Run
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>
}

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

export async function createHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'))
  cleanups.push(() => rm(folder, { recursive: true, force: true }))
  const bin = join(folder, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'person'), `#!/bin/sh\nexec "${process.execPath}" "${person}" "$@"\n`, { mode: 0o755 })
  const home = {
    HOME: folder,
    USERPROFILE: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    PATH: `${bin}:${process.env.PATH}`,
    BROWSER: 'person',
  }
  const runs: Run[] = []
  const start: Home['start'] = (args, env) => {
    const run = startProgram(args, { ...home, ...env })
    runs.push(run)
    return run
  }
  return {
    folder,
    env: home,
    printed: () => runs.map(({ stdout, stderr }) => stdout() + stderr()).join('\n'),
    start,
    run: (args, env) => start(args, env).ended,
  }
}

function startProgram(args: readonly string[], env: Readonly<Record<string, string>>): Run {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text))
  const ended = once(child, 'close').then(([code]): Ended => {
    assertNoLibraryWords(stdout + stderr)
    return { code, stdout, stderr: stderr.replace(/^(Waiting|Renewing) .* Ctrl-C stops\.\n/gm, '') }
  })
  cleanups.push(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    interrupt: () => void child.kill('SIGINT'),
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (stdout.includes(text)) resolve()
        }
        look()
        child.stdout.on('data', look)
        ended.then(() => reject(new Error(`The program ended without "${text}":\n${stdout}\n${stderr}`)))
      }),
  }
}
