import { CommanderError } from 'commander'
import { type ExitCode, exitCodes, hasCode } from './errors/cli-error.ts'
import type { Subject } from './errors/command-line.ts'
import { describeError, type Failure } from './errors/describe-error.ts'
import { withoutAliases } from './errors/without-aliases.ts'
import { createKnownSecrets } from './known-secrets.ts'
import { createProgram } from './program/program.ts'
import { createLiveLine, eraseLine } from './terminal/live-line.ts'
import { createPrinter } from './terminal/printer.ts'
import { safeTerminal } from './terminal/safe-terminal.ts'
import { type Terminal, withWrite } from './terminal/terminal.ts'
import { writeJson } from './terminal/write-json.ts'
import type { World } from './world.ts'

type ErrorOutput = Pick<World, 'stderr' | 'env' | 'secrets'>

/** Runs one command, and prints its error. Never throws. */
export async function run(world: Omit<World, 'live'>): Promise<ExitCode> {
  const { signal, env } = world
  const json = asksForJson(world.argv)
  const secrets = createKnownSecrets(world)
  const stderr = safeTerminal(world.stderr, secrets)
  const stdout = safeTerminal(world.stdout, secrets)
  const usage: string[] = []
  // With --json, the messages of Commander about wrong usage become one line of JSON, like any other error.
  const collected: Terminal = { isTTY: false, write: (text) => void usage.push(text) }
  const usageErrors = json ? collected : mutedBy(signal, stderr)
  const muted = { stdout: mutedBy(signal, stdout), stderr: mutedBy(signal, stderr) }
  const live = createLiveLine({ ...muted, env })
  const above = { stdout: live.above(muted.stdout), stderr: live.above(muted.stderr) }
  // Not muted, since the final message is written even after an interruption.
  const end: ErrorOutput = { stderr, env, secrets }
  let exitCode: ExitCode = exitCodes.done
  const endWith = (code: ExitCode): void => {
    exitCode = code
  }
  const program = createProgram({ ...world, ...above, json, secrets, live, endWith }, usageErrors)
  let subject: Subject | undefined
  program.hook('preAction', (_, command) => {
    // The first argument of a command in a group, such as `cimd validate`, is not a server.
    if (command.parent !== program) return
    const [target] = command.processedArgs
    if (typeof target === 'string') subject = { ...command.opts<Omit<Subject, 'target'>>(), target }
  })
  try {
    await untilAborted(program.parseAsync(withoutAliases(world.argv), { from: 'user' }).catch(unlessHelp), signal)
    await untilAborted(Promise.all([world.stdout.written?.(), world.stderr.written?.()]), signal)
    return exitCode
  } catch (caught) {
    live.clear()
    const error = signal.aborted ? signal.reason : caught
    if (signal.aborted && !hasCode(error, 'output_failed')) {
      if (json) printJson({ message: 'Interrupted.', code: 'interrupted', exitCode: exitCodes.interrupted }, end)
      // A line break keeps the word apart from the ^C and from a question.
      else stderr.write(stderr.isTTY ? '\nInterrupted.\n' : 'Interrupted.\n')
      return exitCodes.interrupted
    }
    if (error instanceof CommanderError) {
      // Commander has already printed its message.
      if (json) printJson({ ...usageFailure(usage.join('') || error.message), exitCode: exitCodes.usage }, end)
      return exitCodes.usage
    }
    const failure = describeError(error, { argv: world.argv, invocation: world.invocation, subject })
    if (json) printJson(failure, end)
    else printFailure(failure, end)
    return failure.exitCode
  }
}

/** Ignores the error with which Commander ends after it has shown help, since that is no failure. */
function unlessHelp(error: unknown): void {
  if (!(error instanceof CommanderError && error.exitCode === 0)) throw error
}

/** The parts of a message of Commander: `error: …` and, perhaps, a line `hint: …`. */
function usageFailure(text: string): Pick<Failure, 'message' | 'hint' | 'code'> {
  const [message = '', hint] = text.trim().split(/\s*\nhint: /)
  return { message: message.replace(/^error: /, ''), hint, code: 'usage' }
}

/** Whether errors are for programs. After `--`, nothing is an option. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end < 0 ? argv.length : end).includes('--json')
}

function printFailure({ message, hint, commands = [] }: Failure, { stderr, env }: ErrorOutput): void {
  const out = createPrinter(stderr, env)
  const hintLabel = { text: 'hint:', paint: out.style.bold }
  out.sentence(message, { text: 'error:', paint: out.style.bad })
  if (hint !== undefined) out.sentence(hint, hintLabel)
  for (const command of commands) out.command(command, hintLabel)
}

function printJson({ code, message, hint, commands, exitCode }: Failure, { stderr, secrets }: ErrorOutput): void {
  writeJson({ error: { code, message, hint, commands, exitCode } }, stderr, { secrets })
}

/** The same terminal until an interruption. After it the command, which may go on, writes nothing. */
function mutedBy(signal: AbortSignal, terminal: Terminal): Terminal {
  return withWrite(terminal, (text, options) => {
    // The countdown line is still erased.
    if (!signal.aborted || text === eraseLine) terminal.write(text, options)
  })
}

/** Rejects as soon as the signal aborts. The command may go on after that, to leave nothing open or half written. */
function untilAborted(command: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([command, aborted])
}
