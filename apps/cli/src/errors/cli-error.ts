/** The exit codes of the program. */
export const exitCodes = { done: 0, failed: 1, usage: 2, signIn: 3, unreachable: 4, interrupted: 130 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The next steps for a person, if the message does not name them. */
export interface NextSteps {
  readonly hint?: string | undefined
  /** Commands to be pasted into a shell. */
  readonly commands?: readonly string[] | undefined
  /** The server that the person probably means. The next step is the same command with this server. */
  readonly meant?: string | undefined
}

/** A failure that a command describes itself. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode
  /** A code for programs, more precise than the exit code: the code of the original error, or our own. */
  readonly code: string
  readonly nextSteps: NextSteps

  constructor(
    exitCode: ExitCode,
    message: string,
    { code, ...nextSteps }: NextSteps & { readonly code?: string } = {},
  ) {
    super(message)
    this.exitCode = exitCode
    this.code = code ?? names[exitCode]
    this.nextSteps = nextSteps
  }
}

const names: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'failed',
  2: 'usage',
  3: 'login_required',
  4: 'unreachable',
  130: 'interrupted',
}

/** Whether an error is of this code, whichever class it has. */
export function hasCode(error: unknown, code: string): error is Error {
  return error instanceof Error && 'code' in error && error.code === code
}
