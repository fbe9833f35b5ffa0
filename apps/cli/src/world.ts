import type { ExitCode } from './errors/cli-error.ts'
import type { KnownSecrets } from './known-secrets.ts'
import type { SelectStore } from './stores/select-store.ts'
import type { Surroundings } from './surroundings.ts'
import type { Environment, Input, LiveLine, Terminal } from './terminal/terminal.ts'

/** All that the program has of the process that it runs in. */
export interface World {
  /** Whether programs read what is said: nothing then but JSON. */
  readonly json?: boolean | undefined
  /** Ends the program with this code, where a command has an answer and not a failure to tell. */
  readonly endWith?: ((code: ExitCode) => void) | undefined
  /** What no output may hold, as far as it is known by now. */
  readonly secrets?: KnownSecrets | undefined
  /** Without the names of Node and of the program. */
  readonly argv: readonly string[]
  readonly version: string
  /** The words by which the person starts this program. */
  readonly invocation: string
  readonly stdin: Input
  readonly stdout: Terminal
  readonly stderr: Terminal
  /** What is said until it is over, where stdout or stderr is a screen. */
  readonly live: LiveLine
  readonly env: Environment
  /** Where configuration files are looked for. */
  readonly cwd: string
  /** The person's own folder, where there is one. */
  readonly home: string | undefined
  /** The machine and the system around the process. */
  readonly surroundings: Surroundings
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal
  readonly now: () => number
  /** How long a wait may last before a word is said of it, in ms. */
  readonly patience: number
  readonly selectStore: SelectStore
}
