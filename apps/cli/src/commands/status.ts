import type { Status } from '@fast-agent-auth/flow'
import { commandLine, sameCommand } from '../command-line.ts'
import { describeError } from '../describe-error.ts'
import { printRecords, type RecordFacts } from '../print-records.ts'
import { printable } from '../printable.ts'
import { createPrinter, type Printer } from '../printer.ts'
import { readStatuses } from '../read-statuses.ts'
import type { StoreKind } from '../select-store.ts'
import type { Style } from '../style.ts'
import { relativeTime } from '../words.ts'
import type { World } from '../world.ts'

export interface StatusOptions {
  readonly store: StoreKind
}

/** Shows the store and the sign-ins in it: all, or those at one server. A store that cannot be used is an answer too. */
export async function status(serverUrl: string | undefined, options: StatusOptions, world: World): Promise<void> {
  const out = createPrinter(world.stdout, world.env)
  const { place, open } = await world.selectStore(options.store)
  let statuses: readonly Status[]
  try {
    statuses = await readStatuses(await open(), serverUrl, world.now())
  } catch (error) {
    out.line(`Store: ${place}, ${out.style.bad('not usable')}`)
    out.sentence(describeError(error).message)
    if (options.store === 'file') return
    out.line()
    out.sentence('Sign-ins that were made with --store file are shown by:')
    out.line(`  ${out.style.bold(printable(sameCommand(world.argv, '--store', 'file')))}`)
    return
  }
  out.line(`Store: ${place}, ${out.style.good('ready')}`)
  out.line()
  if (statuses.length === 0) {
    out.line(serverUrl === undefined ? 'No sign-ins are stored.' : `Not signed in to ${serverUrl}`)
  }
  printRecords(
    statuses.map((each) => factsOf(each, out.style, world.now())),
    out,
  )
  printNextStep(statuses, serverUrl, options, out)
}

function factsOf(
  { serverUrl, account, state, expiresAt, scope, issuer }: Status,
  style: Style,
  now: number,
): RecordFacts {
  const { good, warning, bad } = style
  const paint = { ready: good, refreshable: good, expired: warning, missing: warning, damaged: bad }[state]
  return [
    { name: 'Server', value: serverUrl },
    { name: 'Account', value: account },
    { name: 'State', value: state === 'refreshable' ? 'ready' : state, paint },
    { name: 'Expires', value: describeExpiry(state, expiresAt, now) },
    { name: 'Scopes', value: scope },
    { name: 'Issuer', value: issuer },
  ]
}

/** That an access token has expired is no concern of a person where it is renewed without asking. */
function describeExpiry(state: Status['state'], expiresAt: number | undefined, now: number): string | undefined {
  if (state === 'refreshable') return 'renewed when used'
  return expiresAt === undefined ? undefined : relativeTime(expiresAt, now)
}

function printNextStep(
  statuses: readonly Status[],
  serverUrl: string | undefined,
  { store }: StatusOptions,
  out: Printer,
): void {
  const lost = statuses.filter(({ state }) => state === 'expired' || state === 'damaged')
  const again = lost.map(({ serverUrl, account }) => commandLine('login', { serverUrl, account, store }))
  const first = serverUrl === undefined ? [] : [commandLine('login', { serverUrl, store })]
  const commands = statuses.length === 0 ? first : again
  if (commands.length === 0) return
  out.line()
  out.line(statuses.length === 0 ? 'Sign in by:' : 'Sign in again by:')
  for (const command of commands) out.line(`  ${out.style.bold(printable(command))}`)
}
