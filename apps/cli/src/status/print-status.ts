import { relative } from 'node:path'
import { shownUrl } from '@fast-agent-auth/discovery/untrusted'
import type { Subject } from '../errors/command-line.ts'
import { shownTarget } from '../servers/server-name.ts'
import type { StoreHealth } from '../stores/store-health.ts'
import { printRecords, type RecordFacts } from '../terminal/print-records.ts'
import { printable } from '../terminal/printable.ts'
import { createPrinter, type Printer } from '../terminal/printer.ts'
import type { Style } from '../terminal/style.ts'
import { relativeTime } from '../terminal/words.ts'
import type { World } from '../world.ts'
import { printNextStep } from './print-next-step.ts'
import { hasQuery, type OtherSignIn, type ServerRow } from './server-rows.ts'
import type { states } from './states.ts'
import type { StatusReport } from './status-report.ts'

/** Tells a report to a person, with what to do next. */
export function printStatus(report: StatusReport, options: Pick<Subject, 'store' | 'configPath'>, world: World): void {
  const out = createPrinter(world.stdout, world.env)
  const { config, target, stores, rows, others } = report
  printStores(report, out)
  if (rows.length > 0) {
    if (stores.length > 0) out.line()
    const files = config.files.map((file) => relative(world.cwd, file) || file).join(', ')
    if (target === undefined) {
      out.sentence(`Servers in ${files === '' ? 'the environment' : files}:`)
      out.line()
    }
    printRecords(
      rows.map((row) => factsOfServer(row, out.style, world.now())),
      out,
    )
  }
  const errors = rows.flatMap(({ error }) => error ?? [])
  if (errors.length > 0) out.line()
  for (const { message } of errors) out.sentence(message, { text: 'error:', paint: out.style.bad })
  if (others.length > 0) {
    out.line()
    if (rows.length > 0) {
      out.line(target === undefined ? 'Sign-ins that none of them uses:' : 'Other accounts there:')
      out.line()
    }
    printRecords(
      others.map((each) => factsOfSignIn(each, stores, out.style, world.now())),
      out,
    )
  }
  if (rows.length + others.length === 0 && stores.some(({ store }) => store)) {
    out.line()
    out.plain(target === undefined ? 'No sign-ins are stored.' : `Not signed in to ${shownTarget(target)}`)
  }
  printNextStep(report, options, out, world)
}

function printStores({ stores }: StatusReport, out: Printer): void {
  for (const { place, reason } of stores) {
    const { good, bad } = out.style
    const [words, paint] = reason === undefined ? (['usable', good] as const) : (['not usable', bad] as const)
    const whole = `Store: ${place}, ${words}`
    if (whole.length <= out.width) out.line(`Store: ${printable(place)}, ${paint(words)}`)
    else out.sentence(whole)
    if (reason !== undefined) out.sentence(reason)
  }
}

function factsOfServer(row: ServerRow, style: Style, now: number): RecordFacts {
  const { name, transport, mode, state, account, scope, expiresAt, serverUrl, serverKey, issuer, error } = row
  return [
    { name: 'Name', value: name },
    {
      name: 'State',
      value: error ? 'misconfigured' : wordsOf(state),
      paint: paintOf(error ? 'damaged' : state, style),
    },
    { name: 'Expires', value: describeExpiry(state, expiresAt, now) },
    { name: 'Transport', value: transport },
    { name: 'Mode', value: mode?.replace('_', ' ') },
    { name: 'Account', value: account },
    { name: 'Scopes', value: scope },
    { name: 'Server', value: serverUrl },
    // Of interest only where it is not the URL.
    { name: 'Key', value: serverKey === serverUrl ? undefined : serverKey },
    { name: 'Issuer', value: issuer && shownUrl(issuer) },
  ]
}

function factsOfSignIn(signIn: OtherSignIn, stores: readonly StoreHealth[], style: Style, now: number): RecordFacts {
  const { serverUrl, serverKey, account, state, expiresAt, scope, issuer, store } = signIn
  return [
    { name: 'Server', value: serverUrl },
    { name: 'Account', value: account },
    { name: 'State', value: state, paint: paintOf(state, style) },
    { name: 'Expires', value: describeExpiry(state, expiresAt, now) },
    { name: 'Scopes', value: scope },
    { name: 'Issuer', value: issuer && shownUrl(issuer) },
    // Else two that differ in their query look the same.
    { name: 'Key', value: hasQuery(signIn) ? serverKey : undefined },
    { name: 'Store', value: stores.length > 1 ? store : undefined },
  ]
}

/** As the help of `status` explains it. */
function wordsOf(state: ServerRow['state']): keyof typeof states {
  if (state === undefined) return 'no OAuth'
  return state === 'missing' ? 'not signed in' : state
}

function paintOf(state: ServerRow['state'], { good, warning, bad }: Style): ((text: string) => string) | undefined {
  if (state === undefined) return undefined
  const paints = { ready: good, refreshable: good, memory: good, expired: warning, missing: warning }
  return state === 'damaged' || state === 'unavailable' ? bad : paints[state]
}

/** That an access token has expired is no concern of a person where it is renewed without asking. */
function describeExpiry(state: ServerRow['state'], expiresAt: number | undefined, now: number): string | undefined {
  if (state === 'refreshable') return 'renewed when used'
  return expiresAt === undefined ? undefined : relativeTime(expiresAt, now)
}
