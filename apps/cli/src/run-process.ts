import { findInvocation } from './invocation.ts'
import { processOutput } from './process-output.ts'
import { run } from './run.ts'
import { selectStore } from './stores/select-store.ts'
import { homeFolder, surroundings } from './surroundings.ts'
import { terminalInput } from './terminal/terminal-input.ts'

/**
 * The time that a command has to end after an interruption, in ms. It is longer than the 30 s of a refresh: a command that
 * is killed before the answer of a refresh is stored would lose the sign-in.
 */
const grace = 35_000

/** Runs one command in this process; resolves with its exit code. */
export async function runProcess(argv: readonly string[], version: string): Promise<number> {
  const interruption = new AbortController()
  const stop = (reason: Error): void => {
    interruption.abort(reason)
    setTimeout(() => process.exit(), grace).unref()
  }
  const interrupt = (name: string): void => {
    // A second Ctrl-C ends the process as it always does.
    if (interruption.signal.aborted) process.exit(130)
    stop(new Error(`Interrupted by ${name}.`))
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupt(name))
  return run({
    argv,
    version,
    invocation: findInvocation(process.env, process.argv[1] ?? ''),
    stdin: terminalInput({
      open: () => process.stdin,
      terminal: () => (process.stdout.isTTY ? process.stdout : process.stderr),
      interrupt: () => interrupt('SIGINT'),
      knowsPaste: process.env.TERM !== 'dumb',
    }),
    stdout: processOutput('stdout', stop),
    stderr: processOutput('stderr', stop),
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

/** The working folder; `/` if it has been deleted meanwhile. */
function workingFolder(): string {
  try {
    return process.cwd()
  } catch {
    return '/'
  }
}
