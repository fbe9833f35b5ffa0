/** An output for text: a terminal, a file or a pipe. */
export interface Terminal {
  readonly isTTY: boolean
  /** The width in characters, if it is known. */
  readonly columns?: number | undefined
  /** @param options `mayHoldSecrets`: the text is a token or a link that a person has asked for */
  write(text: string, options?: { readonly mayHoldSecrets?: boolean | undefined }): void
  /** Resolves when all text is written; rejects if it cannot be written. */
  readonly written?: (() => Promise<void>) | undefined
}

/** The same terminal, with another function to write. */
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

/** An input for the answers of a person. */
export interface Input {
  readonly isTTY: boolean
  /** The next line, or `undefined` if the input has ended. */
  readLine(signal: AbortSignal): Promise<string | undefined>
  /** The next text that is pasted or typed, without showing it, or `undefined` if the input has ended. */
  readPasted(signal: AbortSignal): Promise<string | undefined>
  /** The whole input; if it is longer than `limit` bytes, only its beginning. */
  readAll(signal: AbortSignal, limit?: number): Promise<string>
}

/** The last line on the screen. It is written again as time passes, and kept below all other output. */
export interface LiveLine {
  /** Whether there is a screen on which a line can be erased. */
  readonly works: boolean
  /** Shows the first text that fits into one line, since a second line could not be erased; else a part of the last text. */
  show(...texts: readonly string[]): void
  clear(): void
  /** The same terminal, whose output does not mix with the line if both are on one screen. */
  above(terminal: Terminal): Terminal
}

/** The two outputs that a person may read, and the environment, which decides on colours. */
export interface Screens {
  readonly stdout: Terminal
  readonly stderr: Terminal
  readonly env: Environment
}

/** The environment variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>
