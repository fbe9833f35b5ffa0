import { commandLine, type Subject } from '../errors/command-line.ts'
import { isUrl } from '../servers/is-url.ts'
import { printable } from '../terminal/printable.ts'
import type { Printer } from '../terminal/printer.ts'
import type { World } from '../world.ts'
import { hasQuery, type ServerRow } from './server-rows.ts'
import type { StatusReport } from './status-report.ts'

/** The commands that sign in where nobody is, or is any more. */
export function printNextStep(
  { target, rows, others, stores }: StatusReport,
  { store, configPath }: Pick<Subject, 'store' | 'configPath'>,
  out: Printer,
  world: World,
): void {
  const isLost = ({ state }: { readonly state?: ServerRow['state'] }): boolean =>
    state === 'expired' || state === 'damaged'
  const lost = others.filter(isLost)
  // A stored key has no values of a query; a URL that was typed has them.
  const wholeUrl = target !== undefined && (isUrl(target) || hasQuery(lost[0])) ? target : undefined
  const known = lost.filter((each) => wholeUrl !== undefined || !hasQuery(each))
  const again = [
    ...rows.filter(isLost).map(({ name }) => ({ target: name, store, configPath })),
    ...known.map(({ serverUrl, account }) => ({
      target: wholeUrl ?? serverUrl,
      account,
      store,
    })),
  ]
  const missing = rows
    .filter(({ state }) => state === 'missing')
    .map(({ name }) => ({ target: name, store, configPath }))
  const none = target !== undefined && rows.length + others.length === 0 && stores.some(({ store }) => store)
  printCommands('Sign in again by:', again, out, world)
  for (const { serverUrl } of lost.filter((each) => !known.includes(each))) {
    out.line()
    out.sentence(`To sign in again to ${serverUrl}, use login with its whole URL.`)
  }
  printCommands('Sign in by:', none ? [{ target, store, configPath }] : missing, out, world)
}

function printCommands(heading: string, subjects: readonly Subject[], out: Printer, world: World): void {
  if (subjects.length === 0) return
  out.line()
  out.line(heading)
  for (const subject of subjects) out.line(`  ${out.style.bold(printable(commandLine('login', subject, world)))}`)
}
