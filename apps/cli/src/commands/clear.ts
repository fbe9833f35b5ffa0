import { type Config, overrideAuth, toAuthOptions } from '@fast-agent-auth/config'
import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import type { SignOut } from '@fast-agent-auth/flow'
import { createSecrets, signOutStored, storedTokens } from '@fast-agent-auth/flow/internal'
import { createGuardedFetch } from '@fast-agent-auth/guarded-fetch'
import { CliError, exitCodes, hasCode } from '../errors/cli-error.ts'
import { commandLine } from '../errors/command-line.ts'
import { loadConfig } from '../load-config.ts'
import { applicableConfig } from '../servers/applicable-config.ts'
import { configuredAt } from '../servers/choose-server.ts'
import { isUrl } from '../servers/is-url.ts'
import { shownTarget } from '../servers/server-name.ts'
import { type StoredSignIn, selectSignIns } from '../stores/select-sign-ins.ts'
import type { StoreFlags } from '../stores/store-name.ts'
import { announceWait } from '../terminal/announce-wait.ts'
import { printable } from '../terminal/printable.ts'
import { createPrinter } from '../terminal/printer.ts'
import { tellNotes } from '../terminal/tell-notes.ts'
import { askYes } from '../terminal/terminal-input.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'
import { type Cleared, clearedJson, describeOutcome } from './clear-outcome.ts'

export interface ClearOptions extends StoreFlags {
  readonly account?: string | undefined
  /** The base URL of servers: sign-ins for it, and for `/mcp` and `/sse` below it, are cleared. */
  readonly identity?: string | undefined
  /** Settings of the sign-ins, as `key=value`. */
  readonly set?: readonly string[] | undefined
  readonly all?: boolean | undefined
  readonly yes?: boolean | undefined
  readonly configPath?: string | undefined
  readonly json?: boolean | undefined
}

/** Revokes and deletes sign-ins. Registrations as a client are kept, since the next sign-in can use them. */
export async function clear(target: string | undefined, options: ClearOptions, world: World): Promise<void> {
  const refusal = refuseUsage(target, options, world)
  if (refusal) throw new CliError(exitCodes.usage, refusal)
  const config = await loadConfig({ ...options, target }, world)
  const applicable = applicableConfig(config, { target, configPath: options.configPath })
  const { chosen, others, unreadErrors } = await selectSignIns(
    target,
    target === undefined ? config : applicable,
    options,
    world,
  )
  // If no sign-in was found, it may be in a store that could not be read.
  const notes = chosen.length > 0 ? [] : unreadErrors.map((reason) => `A store was not read: ${reason}`)
  tellNotes('store', notes, options, world)
  const out = createPrinter(world.stdout, world.env)
  if (chosen.length === 0 && !options.json) {
    out.plain(describeAbsence(target, options))
    for (const each of others) out.plain(`To clear ${nameOf(each)}: ${commandFor(each, target, options, world)}`)
    return
  }
  if (chosen.length > 0 && !options.yes && !(await confirm(chosen, world))) {
    out.line('Nothing was changed.')
    return
  }
  const cleared: Cleared[] = []
  let kept: Error | undefined
  for (const signIn of chosen) {
    const outcome = await clearOne(signIn, { config: applicable, set: options.set }, world).catch((error: unknown) => {
      if (!hasCode(error, 'later_version')) throw error
      kept ??= error
    })
    if (!outcome) continue
    cleared.push({ signIn, outcome })
    if (!options.json) out.sentence(`${nameOf(signIn)}: ${describeOutcome(outcome, world.now(), signIn.issuer)}`)
  }
  if (options.json)
    writeJson({ cleared: cleared.map((each) => clearedJson(each, world.now())) }, world.stdout, { ...world, indent: 2 })
  if (kept) throw kept
}

function refuseUsage(
  target: string | undefined,
  { all, identity, account, yes, json }: ClearOptions,
  { stdin, stdout }: World,
): string | undefined {
  const selectors = [target, identity, all || undefined].filter((each) => each !== undefined).length
  if (selectors === 0) return 'Name a server, or use --identity <base url> or --all.'
  if (selectors > 1) return 'Use only one of these: a server, --identity, --all.'
  if (target === undefined && account !== undefined) return 'Use --account with a server, not with --all or --identity.'
  if (!yes && json) return '--json cannot ask you: confirm with --yes.'
  if (!yes && !(stdin.isTTY && stdout.isTTY)) return 'There is no terminal to ask on: confirm with --yes.'
  return undefined
}

async function confirm(chosen: readonly StoredSignIn[], world: World): Promise<boolean> {
  const out = createPrinter(world.stdout, world.env)
  for (const each of chosen) {
    const scopes = each.scope === undefined ? '' : `, scopes ${printable(each.scope)}`
    out.sentence(`${nameOf(each)}: ${each.state}${scopes}, in ${each.location}`)
  }
  const what = chosen.length === 1 ? 'this sign-in' : `these ${chosen.length} sign-ins`
  return askYes(`Revoke and delete ${what}?`, world)
}

function describeAbsence(target: string | undefined, { account, identity }: ClearOptions): string {
  if (identity !== undefined) return `Nothing to clear: no sign-ins are stored for ${displayUrl(identity)}`
  if (target === undefined) return 'Nothing to clear: no sign-ins are stored.'
  return `Nothing to clear: not signed in to ${shownTarget(target)}${account === undefined ? '' : ` as ${account}`}`
}

/** The command that clears another sign-in. It has the typed URL if it can, since the stored URL may lack a query. */
function commandFor(
  { serverUrl, account }: StoredSignIn,
  target: string | undefined,
  options: ClearOptions,
  world: World,
): string {
  const whole = target !== undefined && (isUrl(target) || serverUrl.includes('?')) ? target : serverUrl
  return commandLine('clear', { ...options, target: whole, account }, world)
}

function nameOf({ serverUrl, account }: StoredSignIn): string {
  return printable(account === undefined ? serverUrl : `${serverUrl} (account ${account})`)
}

/** Deletes one sign-in. */
async function clearOne(
  { serverKey: key, serverUrl, state, issuer, store }: StoredSignIn,
  { config, set = [] }: { readonly config: Config } & Pick<ClearOptions, 'set'>,
  world: World,
): Promise<SignOut | 'damaged'> {
  const { signal } = world
  signal.throwIfAborted()
  if (state === 'damaged') {
    await storedTokens(store, key).update(async () => undefined, { signal })
    return 'damaged'
  }
  const bare = { name: serverUrl, transport: 'http', url: serverUrl, headers: {} } as const
  const { allow, ...wishes } = toAuthOptions(overrideAuth(configuredAt(key, config) ?? bare, set))
  const secrets = createSecrets()
  world.secrets?.also(secrets.redact)
  const fetch = createGuardedFetch({ serverUrl, networks: allow?.networks, httpHosts: allow?.http })
  const signedOut = signOutStored(key, { ...wishes, httpHosts: allow?.http, store, fetch, secrets, signal })
  return announceWait(`Waiting for ${displayUrl(issuer ?? serverUrl)} to revoke.`, signedOut, world)
}
