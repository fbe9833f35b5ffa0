import { printable } from './printable.ts'
import type { Fact, Printer } from './printer.ts'
import { type Cell, type Column, tableLayout, widthOf } from './table-layout.ts'

/** The facts of one record. All records have the same names in the same order. */
export type RecordFacts = readonly [Fact, ...Fact[]]

/** Prints a table without empty columns, at every width. The first column holds names, the last one URLs. */
export function printTable(records: readonly RecordFacts[], out: Printer): void {
  const lines = tableLayout(columnsOf(records), out.width)
  const print = (cellOf: (column: Column) => Cell | undefined): void => {
    lines.forEach((columns, index) => {
      const cells = columns.map((column) => ({ text: '', ...cellOf(column), width: column.width }))
      printLine(cells, index === 0 ? '' : '  ', out)
    })
  }
  print(({ heading }) => ({ text: heading, paint: out.style.dim }))
  for (const row of records.keys()) print(({ cells }) => cells[row])
}

/** Prints one line. A cell wider than its column gets a line of its own: the first cell above it, the last cell below it. */
function printLine(cells: readonly (Cell & { readonly width: number })[], indent: string, out: Printer): void {
  const inLine = cells.map((cell) => (cell.text.length > cell.width ? { text: '', width: cell.width } : cell))
  const [first, last] = [cells[0], cells.at(-1)]
  if (first && first !== last && first.text.length > first.width) out.line(indent + painted(first))
  const line = inLine.map((cell) => painted(cell) + ' '.repeat(cell.width - cell.text.length)).join('  ')
  if (line.trim() !== '') out.line(indent + line.trimEnd())
  if (last && last.text.length > last.width) out.line(`  ${painted(last)}`)
}

function painted({ text, paint }: Cell): string {
  return paint?.(text) ?? text
}

function columnsOf(records: readonly RecordFacts[]): readonly Column[] {
  const columns = (records[0] ?? []).map(({ name }, index) => {
    const facts = records.map((record) => record[index])
    const cells = facts.map((fact) => ({ text: printable(fact?.value ?? ''), paint: fact?.paint }))
    const heading = name.toUpperCase()
    const texts = cells.map(({ text }) => text)
    return { heading, cells, width: widthOf(heading, texts) }
  })
  return columns.filter(({ cells }) => cells.some(({ text }) => text !== ''))
}

/** Prints one paragraph for each record, headed by the first fact. */
export function printParagraphs(records: readonly RecordFacts[], out: Printer): void {
  records.forEach(([title, ...facts], index) => {
    if (index > 0) out.line()
    out.line(out.style.bold(printable(title.value ?? '')))
    out.facts(facts)
  })
}
