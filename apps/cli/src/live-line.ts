import { printable } from './printable.ts'
import type { Terminal, World } from './world.ts'

/** The last line on the screen, which is written anew as time passes and stays below all that is written meanwhile. */
export interface LiveLine {
  /** Whether stdout is a screen on which a line can be taken back. */
  readonly works: boolean
  /** Shows the first of these that fits into one line, since a second one could not be taken back. */
  show(...texts: readonly string[]): void
  clear(): void
  /** Writes to a terminal, on the same screen where it is one, without mixing with the line. */
  above(terminal: Terminal): Terminal
}

/** Takes back what stands on the present line. */
export const eraseLine = '\r\u001B[K'

export function createLiveLine({ stdout, env }: Pick<World, 'stdout' | 'env'>): LiveLine {
  let shown = ''
  return {
    get works() {
      // Where only stderr is a screen, whoever reads stdout may write there too.
      return stdout.isTTY && env.TERM !== 'dumb'
    },
    show(...texts) {
      const width = stdout.columns ?? 80
      shown = texts.map(printable).find((text) => text.length < width) ?? ''
      stdout.write(eraseLine + shown)
    },
    clear() {
      if (shown !== '') stdout.write(eraseLine)
      shown = ''
    },
    above: (terminal) => ({
      get isTTY() {
        return terminal.isTTY
      },
      get columns() {
        return terminal.columns
      },
      write(text, options) {
        const around = shown !== '' && terminal.isTTY
        if (around) stdout.write(eraseLine)
        terminal.write(text, options)
        if (around && text.endsWith('\n')) stdout.write(shown)
      },
    }),
  }
}
