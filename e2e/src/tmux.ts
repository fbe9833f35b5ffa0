import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { vi } from 'vitest'
import { run } from './child.ts'

export interface TmuxOptions {
  /** The folder in which the shell starts; tmux keeps its own files there too. */
  readonly folder: string
  /** All that the shell has in its environment. */
  readonly env: Readonly<Record<string, string>>
  readonly columns?: number | undefined
}

/** A terminal with a shell in it, whose prompt is a dollar sign. */
export interface Tmux {
  /** Types a line where it is echoed, and ends it with Enter. */
  type(line: string): Promise<void>
  /** Presses keys, by the names that tmux has for them. */
  press(...keys: readonly string[]): Promise<void>
  /** Pastes as terminals do: bracketed where the program asked for it. */
  paste(text: string): Promise<void>
  /** The screen: lines as the terminal breaks them, without the blanks behind them. */
  screen(): Promise<string>
  /** The same, where a line that the terminal broke is one line. */
  joined(): Promise<string>
  /** The same as the screen, with the escape sequences of its colours. */
  painted(): Promise<string>
  /** All that was written to the terminal, with every escape sequence. */
  written(): Promise<string>
  /** Whether the cursor is seen. */
  hasCursor(): Promise<boolean>
  /** Waits until these words are on the screen, in however many lines. */
  until(words: string): Promise<void>
  /** Waits until the shell asks for the next command; resolves with what is seen. */
  prompt(): Promise<string>
  /** The exit code of the last command. */
  exitCode(): Promise<number>
  /** Ends the terminal, and what runs in it. */
  close(): Promise<void>
}

/** More than any program here takes on a machine with other work, in ms. */
const patience = { timeout: 60_000, interval: 50 }

/** Starts a terminal on a server of its own, which reads nobody's configuration. */
export async function startTmux({ folder, env, columns = 80 }: TmuxOptions): Promise<Tmux> {
  const name = randomUUID()
  const record = join(folder, name)
  const tmux = async (...args: readonly string[]): Promise<string> => {
    const around = { PATH: process.env.PATH, HOME: folder, TMUX_TMPDIR: folder, LANG: 'C.UTF-8' }
    return (await run('tmux', ['-u', '-L', name, '-f', '/dev/null', ...args], { env: around })).stdout
  }
  const capture = async (...flags: readonly string[]): Promise<string> =>
    (await tmux('capture-pane', '-p', ...flags)).replace(/ +$/gm, '').trimEnd()
  /** Polls the screen, and shows it where what is waited for does not come. */
  const seen = (what: string, holds: (joined: string) => boolean): Promise<string> =>
    vi.waitFor(async () => {
      if (!holds(await capture('-J'))) throw new Error(`${what}\n${await capture()}`)
      return capture()
    }, patience)
  const prompt = (): Promise<string> => seen('No prompt', (text) => text.split('\n').at(-1) === '$')
  const type = async (line: string): Promise<void> => {
    await tmux('send-keys', '-l', '--', line)
    await seen(`Not echoed: ${line}`, (text) => text.endsWith(line))
    await tmux('send-keys', 'Enter')
  }

  const variables = Object.entries({ ...env, PS1: '$ ' }).map(([key, value]) => `${key}=${value}`)
  const size = ['-x', String(columns), '-y', '100']
  await tmux('new-session', '-d', ...size, '-c', folder, '--', 'env', '-i', ...variables, 'sh')
  await tmux('pipe-pane', '-O', `exec cat > '${record}'`)
  await prompt()

  return {
    type,
    prompt,
    screen: () => capture(),
    joined: () => capture('-J'),
    painted: () => capture('-e'),
    written: () => readFile(record, 'utf8'),
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    async paste(text) {
      await tmux('set-buffer', '--', text)
      await tmux('paste-buffer', '-p')
    },
    hasCursor: async () => (await tmux('display-message', '-p', '#{cursor_flag}')).trim() === '1',
    until: async (words) =>
      void (await seen(`Not seen: ${words}`, (text) => text.replace(/\s+/g, ' ').includes(words))),
    async exitCode() {
      await prompt()
      await type('echo "code $?"')
      return Number(/^code (\d+)$/m.exec(await prompt())?.[1])
    },
    close: async () => void (await tmux('kill-server')),
  }
}
