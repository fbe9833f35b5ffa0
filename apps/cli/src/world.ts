import type { ExitCode } from './errors/cli-error.ts'
import type { KnownSecrets } from './known-secrets.ts'
import type { SelectStore } from './stores/select-store.ts'
import type { Surroundings } from './surroundings.ts'
import type { Environment, Input, LiveLine, Terminal } from './terminal/terminal.ts'

/** Everything that a command uses of the process and the machine. */
export interface World {
  /** Whether a program reads the output, so that all of it is JSON. */
  readonly json?: boolean | undefined
  /** Sets the exit code of a command that has not failed. */
  readonly endWith?: ((code: ExitCode) => void) | undefined
  /** The secrets that are known by now. No output may hold them. */
  readonly secrets?: KnownSecrets | undefined
  /** The words of the command line, without the names of Node and of the program. */
  readonly argv: readonly string[]
  readonly version: string
  /** The words with which the person starts this program. */
  readonly invocation: string
  readonly stdin: Input
  readonly stdout: Terminal
  readonly stderr: Terminal
  /** The line on the screen that announces a wait while it lasts. */
  readonly live: LiveLine
  readonly env: Environment
  /** The folder in which the search for configuration files begins. */
  readonly cwd: string
  /** The home folder, if there is one. */
  readonly home: string | undefined
  /** The machine and the system around the process. */
  readonly surroundings: Surroundings
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal
  readonly now: () => number
  /** How long a wait may last before the program announces it, in ms. */
  readonly patience: number
  readonly selectStore: SelectStore
}
