import { relative } from 'node:path'
import type { Subject } from '../errors/command-line.ts'
import { printParagraphs, printTable } from '../terminal/print-table.ts'
import { printable } from '../terminal/printable.ts'
import { createPrinter, type Printer } from '../terminal/printer.ts'
import type { World } from '../world.ts'
import { configurationLine } from './configuration-line.ts'
import { printNextStep } from './print-next-step.ts'
import { serverCells, serverFacts, signInCells, signInFacts } from './status-facts.ts'
import type { StatusReport } from './status-report.ts'

/** Prints a report for a person, then the next steps, and last the configuration that was read. */
export function printStatus(report: StatusReport, options: Pick<Subject, 'store' | 'configPath'>, world: World): void {
  const out = createPrinter(world.stdout, world.env)
  const { config, target, stores, rows, others } = report
  const showing = { style: out.style, now: world.now() }
  const print = target === undefined ? printTable : printParagraphs
  printStores(report, out)
  if (rows.length > 0) {
    if (stores.length > 0) out.line()
    const files = config.files.map((file) => relative(world.cwd, file) || file).join(', ')
    if (target === undefined) {
      out.sentence(`Servers in ${files === '' ? 'the environment' : files}:`)
      out.line()
    }
    const facts = rows.map((row) => (target === undefined ? serverCells : serverFacts)(row, showing))
    print(facts, out)
  }
  const errors = rows.flatMap(({ error }) => error ?? [])
  if (errors.length > 0) out.line()
  for (const { message } of errors) out.sentence(message, { text: 'error:', paint: out.style.bad })
  if (others.length > 0) {
    out.line()
    if (rows.length > 0) {
      out.line(target === undefined ? 'Sign-ins that none of them uses:' : 'Other sign-ins there:')
      out.line()
    }
    const facts = others.map((each) => signInFacts(each, stores, showing))
    print(target === undefined ? signInCells(others, rows, showing) : facts, out)
  }
  if (rows.length + others.length === 0 && stores.some(({ store }) => store)) {
    out.line()
    out.line('No sign-ins are stored.')
  }
  printNextStep(report, options, out, world)
  out.line()
  out.sentence(configurationLine(config, world))
}

function printStores({ stores }: StatusReport, out: Printer): void {
  for (const { location, reason } of stores) {
    const { good, bad } = out.style
    const [words, paint] = reason === undefined ? (['usable', good] as const) : (['not usable', bad] as const)
    const whole = `Store: ${location}, ${words}`
    if (whole.length <= out.width) out.line(`Store: ${printable(location)}, ${paint(words)}`)
    else out.sentence(whole)
    if (reason !== undefined) out.sentence(reason)
  }
}
