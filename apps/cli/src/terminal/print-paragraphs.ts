import type { RecordFacts } from './print-table.ts'
import { printable } from './printable.ts'
import type { Printer } from './printer.ts'

/** One paragraph a record, the first fact of which names it. */
export function printParagraphs(records: readonly RecordFacts[], out: Printer): void {
  records.forEach(([title, ...facts], index) => {
    if (index > 0) out.line()
    out.line(out.style.bold(printable(title.value ?? '')))
    out.facts(facts)
  })
}
