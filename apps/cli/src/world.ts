import type { SelectStore } from './select-store.ts'

/** Where text goes: a terminal, a file or a pipe. */
export interface Terminal {
  readonly isTTY: boolean
  /** The width in characters, where it is known. */
  readonly columns?: number | undefined
  write(text: string): void
}

/** Where answers come from. */
export interface Input {
  readonly isTTY: boolean
  /** The next line, or `undefined` where the input has ended. */
  readLine(signal: AbortSignal): Promise<string | undefined>
}

/** All that the program has of the process that it runs in. */
export interface World {
  /** Without the names of Node and of the program. */
  readonly argv: readonly string[]
  readonly version: string
  readonly stdin: Input
  readonly stdout: Terminal
  readonly stderr: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal
  readonly now: () => number
  readonly selectStore: SelectStore
}
