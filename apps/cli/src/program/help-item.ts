import { wrap } from '../terminal/wrap.ts'

/** A term and its meaning: in two columns if both fit, else one below the other. */
export function helpItem(term: string, termWidth: number, description: string, width: number): string {
  if (description === '') return `  ${term}`
  const beside = width - termWidth - 4
  if (beside < 30) return `  ${term}\n${wrap(description, width - 6).replace(/^/gm, '      ')}`
  return `  ${term.padEnd(termWidth)}  ${wrap(description, beside).replaceAll('\n', `\n${' '.repeat(termWidth + 4)}`)}`
}

/** Terms and their meanings below a heading. */
export function helpItems(heading: string, items: Readonly<Record<string, string>>, width: number): string {
  const termWidth = Math.max(...Object.keys(items).map((term) => term.length))
  const lines = Object.entries(items).map(([term, description]) => helpItem(term, termWidth, description, width))
  return `\n${heading}:\n${lines.join('\n')}`
}
