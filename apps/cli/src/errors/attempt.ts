import type { Invocation, Subject } from './command-line.ts'

/** The command that was tried. */
export interface Attempt extends Invocation {
  readonly argv: readonly string[]
  readonly subject?: Subject | undefined
}
