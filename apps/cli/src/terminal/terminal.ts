/** Where text goes: a terminal, a file or a pipe. */
export interface Terminal {
  readonly isTTY: boolean
  /** The width in characters, where it is known. */
  readonly columns?: number | undefined
  /** @param options `mayHoldSecrets`: what a person has asked for, a token or a link */
  write(text: string, options?: { readonly mayHoldSecrets?: boolean | undefined }): void
  /** Resolves when all is written; rejects where it cannot be. */
  readonly written?: (() => Promise<void>) | undefined
}

/** The same terminal, to which `write` writes. */
export function withWrite(terminal: Terminal, write: Terminal['write']): Terminal {
  return {
    get isTTY() {
      return terminal.isTTY
    },
    get columns() {
      return terminal.columns
    },
    write,
  }
}

/** Where answers come from. */
export interface Input {
  readonly isTTY: boolean
  /** The next line, or `undefined` where the input has ended. */
  readLine(signal: AbortSignal): Promise<string | undefined>
  /** The next text that is pasted or typed, without showing it, or `undefined` where the input has ended. */
  readPasted(signal: AbortSignal): Promise<string | undefined>
  /** All that comes until the input ends, or as soon as that is more than `limit` bytes. */
  readAll(signal: AbortSignal, limit?: number): Promise<string>
}

/** The last line on the screen, which is written anew as time passes and stays below all that is written meanwhile. */
export interface LiveLine {
  /** Whether there is a screen on which a line can be taken back. */
  readonly works: boolean
  /** Shows the first of these that fits into one line, since a second one could not be taken back; else a part of it. */
  show(...texts: readonly string[]): void
  clear(): void
  /** Writes to a terminal, on the same screen where it is one, without mixing with the line. */
  above(terminal: Terminal): Terminal
}

/** The places where a person may see what is said. */
export interface Screens {
  readonly stdout: Terminal
  readonly stderr: Terminal
  readonly env: Environment
}

/** The environment variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>
