import { styleText } from 'node:util'
import type { Terminal, World } from './world.ts'

export type Paint = (text: string) => string

/** How text is set off from other text; on what is no terminal, not at all. */
export interface Style {
  readonly bold: Paint
  readonly dim: Paint
  readonly good: Paint
  readonly warning: Paint
  readonly bad: Paint
}

/** Colours only on a terminal, and not where `NO_COLOR` is set (https://no-color.org). */
export function createStyle({ isTTY }: Terminal, env: World['env']): Style {
  const colours = isTTY && !env.NO_COLOR && env.TERM !== 'dumb'
  // What Node would look at by itself is the process's own terminal, which need not be ours.
  const paint = (format: Parameters<typeof styleText>[0]): Paint =>
    colours ? (text) => styleText(format, text, { validateStream: false }) : (text) => text
  return { bold: paint('bold'), dim: paint('dim'), good: paint('green'), warning: paint('yellow'), bad: paint('red') }
}
