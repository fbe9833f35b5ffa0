import type { Environment, Terminal } from './terminal.ts'

export type Paint = (text: string) => string

/** The ways to highlight text. On a file or a pipe each of them leaves the text as it is. */
export interface Style {
  readonly bold: Paint
  readonly dim: Paint
  readonly good: Paint
  readonly warning: Paint
  readonly bad: Paint
}

/** Creates the style: with colours only on a terminal, and not if `NO_COLOR` is set (https://no-color.org). */
export function createStyle({ isTTY }: Terminal, env: Environment): Style {
  const colours = isTTY && !env.NO_COLOR && env.TERM !== 'dumb'
  const paint = (on: number, off: number): Paint =>
    colours ? (text) => `\u001B[${on}m${text}\u001B[${off}m` : (text) => text
  return { bold: paint(1, 22), dim: paint(2, 22), good: paint(32, 39), warning: paint(33, 39), bad: paint(31, 39) }
}
