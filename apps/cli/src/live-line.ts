import type { Terminal } from './world.ts'

/** A last line on a terminal that is written anew as time passes, and stays below all that is written meanwhile. */
export interface LiveLine {
  /** Shows a line in place of the one before. */
  show(text: string): void
  clear(): void
  /** Writes to another terminal on the same screen without mixing with the line. */
  above(terminal: Terminal): Terminal
}

/** Takes back what stands on the present line. */
export const eraseLine = '\r\u001B[K'

export function createLiveLine(terminal: Terminal): LiveLine {
  let shown = ''
  return {
    show(text) {
      shown = text
      terminal.write(eraseLine + text)
    },
    clear() {
      if (shown !== '') terminal.write(eraseLine)
      shown = ''
    },
    above: (other) => ({
      isTTY: other.isTTY,
      get columns() {
        return other.columns
      },
      write(text, options) {
        if (shown !== '' && other.isTTY) terminal.write(eraseLine)
        other.write(text, options)
        if (shown !== '' && other.isTTY && text.endsWith('\n')) terminal.write(shown)
      },
    }),
  }
}
