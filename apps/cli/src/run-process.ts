import { run } from './run.ts'
import { selectStore } from './stores/select-store.ts'
import { homeFolder, surroundings } from './surroundings.ts'
import type { Terminal } from './terminal/terminal.ts'
import { terminalInput } from './terminal/terminal-input.ts'

/**
 * After an interruption, whatever still runs has this long to end well, in ms. A refresh that was sent has 30 s: killed
 * before its answer is written, it would lose the sign-in.
 */
const grace = 35_000

/** Runs one command in this process; resolves with its exit code. */
export async function runProcess(argv: readonly string[], version: string): Promise<number> {
  const interruption = new AbortController()
  const interrupt = (name: string): void => {
    // A second Ctrl-C ends the process as it always does.
    if (interruption.signal.aborted) process.exit(130)
    interruption.abort(new Error(`Interrupted by ${name}.`))
    setTimeout(() => process.exit(), grace).unref()
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt(name))
  return run({
    argv,
    version,
    stdin: terminalInput({
      open: () => process.stdin,
      terminal: () => (process.stdout.isTTY ? process.stdout : process.stderr),
      interrupt: () => interrupt('SIGINT'),
      knowsPaste: process.env.TERM !== 'dumb',
    }),
    stdout: terminal(() => process.stdout),
    stderr: terminal(() => process.stderr),
    env: process.env,
    cwd: workingFolder(),
    home: homeFolder(),
    surroundings,
    signal: interruption.signal,
    now: Date.now,
    patience: 1000,
    selectStore,
  })
}

/** The folder that a shell is in may have been deleted meanwhile. */
function workingFolder(): string {
  try {
    return process.cwd()
  } catch {
    return '/'
  }
}

/** Opened when it is written to or asked about: most commands never say anything on stderr. */
function terminal(open: () => NodeJS.WriteStream): Terminal {
  let opened: NodeJS.WriteStream | undefined
  const stream = (): NodeJS.WriteStream => {
    if (opened) return opened
    opened = open()
    // Whoever reads us may stop, like `head`.
    opened.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
    return opened
  }
  return {
    get isTTY() {
      return stream().isTTY === true
    },
    get columns() {
      return stream().columns
    },
    write: (text) => void stream().write(text),
  }
}
