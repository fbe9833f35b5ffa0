import { printable } from './printable.ts'
import type { Fact, Printer } from './printer.ts'

/** Facts of the same names in the same order for each record, the first of which names the record. */
export type RecordFacts = readonly [Fact, ...Fact[]]

/** A table where it fits into the width, else one paragraph a record. */
export function printRecords(records: readonly RecordFacts[], printer: Printer): void {
  if (records.length === 0) return
  const table = renderTable(records, printer)
  for (const line of table ?? []) printer.line(line)
  if (table) return
  records.forEach(([title, ...facts], index) => {
    if (index > 0) printer.line()
    printer.line(printer.style.bold(printable(title.value ?? '')))
    printer.facts(facts)
  })
}

/** The lines of a table without empty columns, or `undefined` where it is too wide. */
function renderTable(records: readonly RecordFacts[], { width, style }: Printer): readonly string[] | undefined {
  const columns = (records[0] ?? []).map(({ name }, index) => {
    const cells = records.map((record) => ({
      text: printable(record[index]?.value ?? ''),
      paint: record[index]?.paint,
    }))
    const heading = name.toUpperCase()
    return { heading, cells, width: Math.max(heading.length, ...cells.map(({ text }) => text.length)) }
  })
  const shown = columns.filter(({ cells }) => cells.some(({ text }) => text !== ''))
  if (shown.reduce((sum, column) => sum + column.width + 2, -2) > width) return undefined
  const heading = shown.map((column) => column.heading.padEnd(column.width)).join('  ')
  const rows = records.map((_, row) => {
    const cells = shown.map(({ cells, width }) => {
      const { text, paint } = cells[row] ?? { text: '' }
      return (paint?.(text) ?? text) + ' '.repeat(width - text.length)
    })
    return cells.join('  ').trimEnd()
  })
  return [style.dim(heading.trimEnd()), ...rows]
}
