import type { KnownSecrets } from './known-secrets.ts'
import type { LiveLine } from './live-line.ts'
import type { SelectStore } from './select-store.ts'
import type { Surroundings } from './surroundings.ts'

/** Where text goes: a terminal, a file or a pipe. */
export interface Terminal {
  readonly isTTY: boolean
  /** The width in characters, where it is known. */
  readonly columns?: number | undefined
  /** @param options `mayHoldSecrets`: what a person has asked for, a token or a link */
  write(text: string, options?: { readonly mayHoldSecrets?: boolean | undefined }): void
}

/** Where answers come from. */
export interface Input {
  readonly isTTY: boolean
  /** The next line, or `undefined` where the input has ended. */
  readLine(signal: AbortSignal): Promise<string | undefined>
  /** The next text that is pasted or typed, without showing it, or `undefined` where the input has ended. */
  readPasted(signal: AbortSignal): Promise<string | undefined>
  /** All that comes until the input ends. */
  readAll(signal: AbortSignal): Promise<string>
}

/** All that the program has of the process that it runs in. */
export interface World {
  /** Whether programs read what is said: nothing then but JSON. */
  readonly json?: boolean | undefined
  /** What no output may hold, as far as it is known by now. */
  readonly secrets?: KnownSecrets | undefined
  /** Without the names of Node and of the program. */
  readonly argv: readonly string[]
  readonly version: string
  readonly stdin: Input
  readonly stdout: Terminal
  readonly stderr: Terminal
  /** What is said until it is over, where stdout or stderr is a screen. */
  readonly live: LiveLine
  readonly env: Readonly<Record<string, string | undefined>>
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
