import { CliError, exitCodes } from './errors/cli-error.ts'
import type { Terminal } from './terminal/terminal.ts'

/**
 * One of the outputs of this process. It is opened when it is first used, since most commands write nothing to stderr.
 *
 * @param onFailure called once, if the output cannot be written to
 */
export function processOutput(
  name: 'stdout' | 'stderr',
  onFailure?: (error: CliError) => void,
): Terminal & Required<Pick<Terminal, 'written'>> {
  let opened: NodeJS.WriteStream | undefined
  let failure: CliError | undefined
  let last = Promise.resolve()
  const stream = (): NodeJS.WriteStream => {
    // Ignored here, since the callback of each write gets the error too.
    opened ??= process[name].on('error', () => undefined)
    return opened
  }
  const check = (error: NodeJS.ErrnoException | null | undefined): void => {
    // A reader such as `head` may close the pipe early, which is no failure.
    if (!error || error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED' || failure) return
    failure = cannotBeWritten(name, error)
    onFailure?.(failure)
  }
  return {
    get isTTY() {
      return stream().isTTY === true
    },
    get columns() {
      return stream().columns
    },
    write(text) {
      last = new Promise((resolve) => {
        stream().write(text, (error) => {
          check(error)
          resolve()
        })
      })
    },
    async written() {
      await last
      if (failure) throw failure
    },
  }
}

function cannotBeWritten(name: string, { message }: Error): CliError {
  const reason = message.replace(/, write$/, '')
  return new CliError(exitCodes.failed, `${name} cannot be written (${reason}), so the output is not complete.`, {
    code: 'output_failed',
    hint: 'Write it to another file or disk, and run this again.',
  })
}
