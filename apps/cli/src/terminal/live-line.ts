import { printable } from './printable.ts'
import { type LiveLine, type Screens, type Terminal, withWrite } from './terminal.ts'

/** Erases the present line. */
export const eraseLine = '\r\u001B[K'

export function createLiveLine({ stdout, stderr, env }: Screens): LiveLine {
  let shown = ''
  const screen = (): Terminal => (stdout.isTTY ? stdout : stderr)
  return {
    get works() {
      return screen().isTTY && env.TERM !== 'dumb'
    },
    show(...texts) {
      // The terminal may echo ^C after the text.
      const room = (screen().columns || 80) - 3
      shown = fit(texts.map(printable), room)
      screen().write(eraseLine + shown)
    },
    clear() {
      if (shown !== '') screen().write(eraseLine)
      shown = ''
    },
    above: (terminal) =>
      withWrite(terminal, (text, options) => {
        const around = shown !== '' && terminal.isTTY
        if (around) screen().write(eraseLine)
        terminal.write(text, options)
        if (around && text.endsWith('\n')) screen().write(shown)
      }),
  }
}

function fit(texts: readonly string[], room: number): string {
  const whole = texts.find((text) => columnsOf(text) <= room)
  if (whole !== undefined) return whole
  const part = [...(texts.at(-1) ?? '')]
  while (part.length > 0 && columnsOf(`${part.join('')}…`) > room) part.pop()
  return part.length > 0 ? `${part.join('')}…` : ''
}

/** The maximum number of columns of a text. A character outside ASCII may be two columns wide. */
function columnsOf(text: string): number {
  return text.replace(/\P{ASCII}/gu, '  ').length
}
