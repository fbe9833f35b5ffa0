/** What the program ends with. */
export const exitCodes = { done: 0, failed: 1, usage: 2, signIn: 3, unreachable: 4, interrupted: 130 } as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** What a person can do, where the message does not say so. */
export interface NextSteps {
  readonly hint?: string | undefined
  /** To be pasted into a shell. */
  readonly commands?: readonly string[] | undefined
}

/** A failure that a command describes itself. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode
  readonly nextSteps: NextSteps

  constructor(exitCode: ExitCode, message: string, nextSteps: NextSteps = {}) {
    super(message)
    this.exitCode = exitCode
    this.nextSteps = nextSteps
  }
}
