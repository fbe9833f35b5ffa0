import { commandLine, type Subject } from '../errors/command-line.ts'
import { isUrl } from '../servers/is-url.ts'
import { printable } from '../terminal/printable.ts'
import type { Printer } from '../terminal/printer.ts'
import type { World } from '../world.ts'
import { hasQuery, type ServerRow } from './server-rows.ts'
import type { StatusReport } from './status-report.ts'

/** Prints the commands that sign in to servers without a usable sign-in. */
export function printNextStep(
  { target, rows, others }: StatusReport,
  { store, configPath }: Pick<Subject, 'store' | 'configPath'>,
  out: Printer,
  world: World,
): void {
  const isLost = ({ state }: { readonly state?: ServerRow['state'] }): boolean =>
    state === 'sign_in_required' || state === 'damaged'
  const lost = others.filter(isLost)
  // A stored URL lacks its query values, but the typed URL has them.
  const wholeUrl = target !== undefined && (isUrl(target) || hasQuery(lost[0])) ? target : undefined
  const known = lost.filter((each) => wholeUrl !== undefined || !hasQuery(each))
  const named = ({ name }: ServerRow): Subject => ({ target: target ?? name, store, configPath })
  const again = [
    ...rows.filter(isLost).map(named),
    ...known.map(({ serverUrl, account }) => ({ target: wholeUrl ?? serverUrl, account, store })),
  ]
  const missing = rows.flatMap((row) => {
    if (row.state === 'missing') return [named(row)]
    // Every machine can keep sign-ins in files.
    return row.state === 'no_store' && row.persist === 'keyring' ? [{ ...named(row), store: 'file' }] : []
  })
  printCommands('To sign in again:', again, out, world)
  for (const { serverUrl } of lost.filter((each) => !known.includes(each))) {
    out.line()
    out.sentence(`To sign in again to ${serverUrl}, use login with its whole URL.`)
  }
  printCommands('To sign in:', missing, out, world)
}

function printCommands(heading: string, subjects: readonly Subject[], out: Printer, world: World): void {
  if (subjects.length === 0) return
  out.line()
  out.line(heading)
  // The same sign-in may be lost in two stores.
  const commands = new Set(subjects.map((subject) => commandLine('login', subject, world)))
  for (const command of commands) out.line(`  ${out.style.bold(printable(command))}`)
}
