import { CommanderError } from 'commander'
import { type ExitCode, exitCodes } from './cli-error.ts'
import { type Subject, withoutAuth } from './command-line.ts'
import { describeError } from './describe-error.ts'
import { createPrinter } from './printer.ts'
import { createProgram } from './program.ts'
import type { Terminal, World } from './world.ts'

/** Runs one command, and says what went wrong. Never throws. */
export async function run(world: World): Promise<ExitCode> {
  const { signal, stderr } = world
  const program = createProgram({ ...world, stdout: mutedBy(signal, world.stdout), stderr: mutedBy(signal, stderr) })
  let subject: Subject | undefined
  program.hook('preAction', (_, command) => {
    // What stands behind a command of a group, as `cimd validate`, is no server.
    if (command.parent !== program) return
    const [serverUrl] = command.processedArgs
    if (typeof serverUrl === 'string') subject = { ...command.opts<Omit<Subject, 'serverUrl'>>(), serverUrl }
  })
  try {
    await untilAborted(program.parseAsync(withoutAuth(world.argv), { from: 'user' }), signal)
    return exitCodes.done
  } catch (error) {
    const out = createPrinter(stderr, world.env)
    const hintLabel = { text: 'hint:', paint: out.style.bold }
    if (signal.aborted) {
      // Not behind the ^C, nor behind a question.
      out.line(stderr.isTTY ? '\nInterrupted.' : 'Interrupted.')
      return exitCodes.interrupted
    }
    // It has printed its message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    const { message, hint, commands = [], exitCode } = describeError(error, { argv: world.argv, subject })
    out.sentence(message, { text: 'error:', paint: out.style.bad })
    if (hint !== undefined) out.sentence(hint, hintLabel)
    for (const command of commands) out.command(command, hintLabel)
    return exitCode
  }
}

/** What still happens after an interruption is no longer told. */
function mutedBy(signal: AbortSignal, terminal: Terminal): Terminal {
  return {
    isTTY: terminal.isTTY,
    columns: terminal.columns,
    write(text) {
      if (!signal.aborted) terminal.write(text)
    },
  }
}

/** The command may go on after an interruption, to leave nothing open or half written. */
function untilAborted(command: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([command, aborted])
}
