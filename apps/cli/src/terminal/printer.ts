import { hyperlink } from './hyperlink.ts'
import { printable } from './printable.ts'
import { createStyle, type Paint, type Style } from './style.ts'
import type { Environment, Terminal } from './terminal.ts'
import { wrap } from './wrap.ts'

/** A name and its value, which may come from a server. A fact without a value is not shown. */
export interface Fact {
  readonly name: string
  readonly value: string | undefined
  readonly paint?: Paint | undefined
}

export interface Label {
  readonly text: string
  readonly paint: Paint
}

/** Writes lines to a terminal. */
export interface Printer {
  readonly style: Style
  /** The characters that fit into a line. */
  readonly width: number
  /** Writes a text as it is, so it must be our own or painted. Use `plain` for text from elsewhere. */
  line(text?: string): void
  /** Writes a line that may hold words from elsewhere. */
  plain(text: string): void
  /** Writes a sentence that may be long and hold words of a server, after a label such as `error:`. */
  sentence(text: string, label?: Label): void
  /** Writes a sentence about a success. */
  good(text: string): void
  /** Writes a numbered step and, below it, a command to be copied. */
  step(number: number, text: string, command?: string): void
  /** Writes a command to be copied, in one line, even if it is long. */
  command(text: string, label: Label): void
  /** Writes a link. It is not wrapped, since a server needs all of it. */
  link(url: URL): void
  /** Writes each fact in a line, with the values aligned. */
  facts(facts: readonly Fact[]): void
}

export function createPrinter(terminal: Terminal, env: Environment): Printer {
  const style = createStyle(terminal, env)
  const width = terminal.isTTY ? terminal.columns || 80 : Number.POSITIVE_INFINITY
  const line = (text = ''): void => terminal.write(`${text}\n`)
  return {
    style,
    width,
    line,
    plain: (text) => line(printable(text)),
    sentence(text, label) {
      if (!label) return line(wrap(printable(text), width))
      const wrapped = wrap(`${label.text} ${printable(text)}`, width)
      line(label.paint(label.text) + wrapped.slice(label.text.length))
    },
    good: (text) => line(style.good(wrap(printable(text), width))),
    step(number, text, command) {
      const [first = '', ...rest] = wrap(printable(text), width - 5).split('\n')
      for (const part of [`  ${number}. ${first}`, ...rest.map((each) => `     ${each}`)]) line(part)
      if (command !== undefined) line(`     ${style.bold(printable(command))}`)
    },
    link: (url) => terminal.write(`${hyperlink(url, terminal, env)}\n`, { mayHoldSecrets: true }),
    command: (text, label) => line(`${label.paint(label.text)} ${printable(text)}`),
    facts(facts) {
      const known = facts.flatMap(({ value, ...fact }) => (value ? { ...fact, value: printable(value) } : []))
      const longest = Math.max(...known.map(({ name }) => name.length))
      for (const { name, value, paint = (text: string) => text } of known) {
        if (longest + value.length + 4 <= width) line(`  ${style.dim(name.padEnd(longest))}  ${paint(value)}`)
        else {
          line(`  ${style.dim(name)}`)
          for (const part of wrap(value, width - 4).split('\n')) line(`    ${paint(part)}`)
        }
      }
    },
  }
}
