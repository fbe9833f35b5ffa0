import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject, onTestFinished, vi } from 'vitest'
import { startTmux, type Tmux } from './tmux.ts'

const person = fileURLToPath(new URL('../../apps/playground/src/person-main.ts', import.meta.url))

/**
 * Programs that BROWSER may name. `person` signs in by itself; `window` is a browser in which nobody sits, and leaves
 * the link to whoever asks for it.
 */
const programs: Readonly<Record<string, string>> = {
  'fast-agent-auth': `exec '${process.execPath}' '${inject('cli')}' "$@"`,
  person: `exec '${process.execPath}' '${person}' "$@"`,
  window: 'printf %s "$1" > "$HOME/link.new" && mv "$HOME/link.new" "$HOME/link"',
}

/** A user's home without keychain and display, with the program as it is published on the PATH. */
export interface TerminalHome {
  readonly folder: string
  /** All that programs have in their environment. */
  readonly env: Readonly<Record<string, string>>
  /** A terminal in this home, which ends with the test. */
  open(options?: OpenOptions): Promise<Tmux>
  /** The link that a browser called `window` was given. */
  link(): Promise<string>
}

export interface OpenOptions {
  readonly columns?: number | undefined
  /** Added to the environment of the home. */
  readonly env?: Readonly<Record<string, string>> | undefined
}

/** Is removed when the test ends. */
export async function createTerminalHome(): Promise<TerminalHome> {
  // Not below the system's folder, whose length differs: the path is seen on screens.
  const folder = await mkdtemp('/tmp/alex-')
  const bin = join(folder, 'bin')
  await mkdir(bin)
  for (const [name, command] of Object.entries(programs))
    await writeFile(join(bin, name), `#!/bin/sh\n${command}\n`, { mode: 0o755 })
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  const env = {
    HOME: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    PATH: `${bin}:${process.env.PATH}`,
    TERM: 'screen-256color',
    LANG: 'C.UTF-8',
  }
  return {
    folder,
    env,
    async open({ columns, env: more } = {}) {
      const terminal = await startTmux({ folder, columns, env: { ...env, ...more } })
      onTestFinished(() => terminal.close())
      return terminal
    },
    link: () => vi.waitFor(() => readFile(join(folder, 'link'), 'utf8'), { timeout: 60_000, interval: 50 }),
  }
}
