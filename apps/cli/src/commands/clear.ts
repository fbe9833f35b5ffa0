import { type SignOut, type Status, serverKey } from '@fast-agent-auth/flow'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { announceWait } from '../announce-wait.ts'
import { askYes } from '../ask-yes.ts'
import { CliError, exitCodes } from '../cli-error.ts'
import { commandLine } from '../command-line.ts'
import { hasCode } from '../has-code.ts'
import { printable } from '../printable.ts'
import { createPrinter } from '../printer.ts'
import { readStatuses } from '../read-statuses.ts'
import type { StoreKind } from '../select-store.ts'
import type { World } from '../world.ts'

export interface ClearOptions {
  readonly store: StoreKind
  readonly account?: string | undefined
  readonly all?: boolean | undefined
  readonly yes?: boolean | undefined
}

/** Revokes and deletes sign-ins. Registrations as a client stay, since the next sign-in can use them. */
export async function clear(serverUrl: string | undefined, options: ClearOptions, world: World): Promise<void> {
  const refusal = refuseUsage(serverUrl, options, world)
  if (refusal) throw new CliError(exitCodes.usage, refusal)
  const out = createPrinter(world.stdout, world.env)
  const { open } = await world.selectStore(options.store)
  const store = await open()
  const found = await readStatuses(store, serverUrl, world.now())
  const key = serverUrl === undefined ? undefined : serverKey(serverUrl, options.account)
  const chosen = found.filter((each) => key === undefined || each.serverKey === key)
  if (chosen.length === 0) {
    out.plain(describeAbsence(serverUrl, options))
    for (const each of found)
      out.plain(`To clear ${nameOf(each)}: ${commandLine('clear', { ...each, store: options.store })}`)
    return
  }
  if (!options.yes) {
    for (const each of chosen) out.line(nameOf(each))
    const what = chosen.length === 1 ? 'this sign-in' : `these ${chosen.length} sign-ins`
    if (!(await askYes(`Revoke and delete ${what}?`, world))) {
      out.line('Nothing was changed.')
      return
    }
  }
  for (const each of chosen) {
    const outcome = await clearOne(each, store, world)
    out.sentence(`${nameOf(each)}: ${outcome}`)
  }
}

function refuseUsage(
  serverUrl: string | undefined,
  { all, account, yes }: ClearOptions,
  { stdin, stdout }: World,
): string | undefined {
  if (serverUrl === undefined && !all) return 'Name the URL of a server, or use --all.'
  if (serverUrl !== undefined && all) return 'Use either the URL of a server or --all.'
  if (all && account !== undefined) return '--account goes with the URL of a server, not with --all.'
  if (!yes && !(stdin.isTTY && stdout.isTTY)) return 'There is no terminal to ask on: confirm with --yes.'
  return undefined
}

function describeAbsence(serverUrl: string | undefined, { account }: ClearOptions): string {
  if (serverUrl === undefined) return 'Nothing to clear: no sign-ins are stored.'
  const whose = account === undefined ? '' : ` as ${account}`
  return `Nothing to clear: not signed in to ${serverUrl}${whose}`
}

function nameOf({ serverUrl, account }: Status): string {
  return printable(account === undefined ? serverUrl : `${serverUrl} (account ${account})`)
}

/** Deletes one sign-in and says what became of it. */
async function clearOne(
  { serverKey: key, serverUrl, account, state, issuer }: Status,
  store: TokenStore,
  world: World,
): Promise<string> {
  const { signal } = world
  signal.throwIfAborted()
  if (state === 'damaged') {
    await store.update(`tokens:${key}`, async () => undefined, { signal })
    return 'deleted. The record was damaged, so that nothing could be revoked.'
  }
  const signedOut = createAuth(serverUrl, { account, store }).logout({ signal })
  return describeSignOut(await announceWait(`Waiting for ${issuer ?? serverUrl} to revoke.`, signedOut, world), issuer)
}

function describeSignOut({ signedIn, revoked, error }: SignOut, issuer = 'the server'): string {
  if (!signedIn) return 'already gone.'
  if (revoked) return 'revoked and deleted.'
  const rest = 'Its tokens stay valid there until they expire.'
  if (error === undefined) return `deleted. ${printable(issuer)} offers no revocation. ${rest}`
  if (hasCode(error, 'unreachable'))
    return `deleted all the same, although ${printable(issuer)} could not be reached. ${rest}`
  return `deleted. ${printable(error instanceof Error ? error.message : String(error))} ${rest}`
}
