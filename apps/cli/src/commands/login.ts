import { shownUrl } from '@fast-agent-auth/discovery/untrusted'
import { serverKey, type TokenSet } from '@fast-agent-auth/flow'
import type { Auth } from 'fast-agent-auth'
import { CliError, exitCodes, hasCode } from '../errors/cli-error.ts'
import { commandLine, sameCommand } from '../errors/command-line.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { serverName, shownTarget } from '../servers/server-name.ts'
import { chosenBy } from '../sign-in/chosen-by.ts'
import { findServer } from '../sign-in/find-server.ts'
import { openAuth } from '../sign-in/open-auth.ts'
import { keyOf, openServerStore } from '../sign-in/open-server-store.ts'
import { type SignInFlags, signInOptions } from '../sign-in/sign-in-options.ts'
import { createJsonView, createSignInView } from '../sign-in/sign-in-view.ts'
import { findElsewhere, type OpenedStore } from '../stores/open-store.ts'
import { placeElsewhere } from '../stores/store-name.ts'
import { announceWait } from '../terminal/announce-wait.ts'
import { createPrinter } from '../terminal/printer.ts'
import { tellNotes } from '../terminal/tell-notes.ts'
import { isoTime, relativeTime } from '../terminal/words.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'

export interface LoginOptions extends SignInFlags {
  readonly configPath?: string | undefined
  /** Milliseconds. */
  readonly timeout: number
  readonly browser: boolean
  readonly force?: boolean | undefined
  /** Registers a new client, instead of the one that the server knows. */
  readonly resetClient?: boolean | undefined
  readonly json?: boolean | undefined
}

/** Signs in with a browser, unless there are tokens already that can be used. */
export async function login(target: string, options: LoginOptions, world: World): Promise<void> {
  const server = await findServer(target, options, world)
  assertUsesOAuth(server)
  const { signal } = world
  const { scope, browser, json } = options
  const force = options.force || options.resetClient
  const wishes = { ...signInOptions(server, options, world), timeout: options.timeout }
  // A sign-in that nothing could keep ends here, before a person is asked.
  const opened = await openServerStore(server, options, world)
  assertLasts(opened, server)
  const keptIn = placeElsewhere({ flags: options, env: world.env, settings: server.settings })
  const chosen = chosenBy(server.settings, options)
  const view = json
    ? createJsonView(world)
    : createSignInView({ target, terminal: world.stdout, browser, keptIn, chosen }, world)
  const subject = { ...options, target }
  const auth = openAuth(server, { store: opened.store, view, browser, subject, wishes }, world)
  if (!force) await announceWait('Renewing the stored sign-in.', auth.token({ signal }), world)
  const asked = askPerson(auth, { scope, force, registerAnew: options.resetClient }, world)
  const tokens = await asked.finally(view.ended)
  const outcome = { ...opened, tokens, signedIn: view.signedIn(), account: wishes.account }
  if (json) printJson(server, outcome, world)
  else printResult(server, outcome, options, world)
  await tellElsewhere(server, opened, options, world)
}

function assertUsesOAuth({ target, mode, settings }: ChosenServer): void {
  if (mode === 'disabled') {
    const hint = 'Remove auth.oauth: false from its configuration to sign in to it.'
    throw new CliError(exitCodes.usage, `OAuth is switched off for ${shownTarget(target)}.`, { hint })
  }
  if (mode === 'bearer') {
    const hint = 'Remove that header, or add "auth: { oauth: true }" to use OAuth instead of it.'
    const place = chosenBy(settings).header ?? 'its configuration'
    const message = `${shownTarget(target)} has an Authorization header in ${place}, which is sent to it as it is.`
    throw new CliError(exitCodes.usage, message, { hint })
  }
}

function assertLasts({ kind }: OpenedStore, { target }: ChosenServer): void {
  if (kind !== 'memory') return
  const message = `${shownTarget(target)} has persist: memory in its configuration: a sign-in would be lost when this program ends.`
  const hint = 'Use --store file or --store keyring here; a program that has it in memory signs in by itself.'
  throw new CliError(exitCodes.failed, message, { hint })
}

/** A sign-in that was denied leaves the one before it as it was. */
async function askPerson(
  auth: Auth,
  wishes: {
    readonly scope?: string | undefined
    readonly force?: boolean | undefined
    readonly registerAnew?: boolean | undefined
  },
  world: World,
): Promise<TokenSet> {
  try {
    return await auth.login({ ...wishes, signal: world.signal })
  } catch (error) {
    if (!hasCode(error, 'access_denied')) throw error
    const { state } = await auth.status()
    const kept = state === 'ready' || state === 'refreshable'
    const hint = kept ? 'The earlier sign-in is still stored.' : undefined
    throw new CliError(exitCodes.signIn, error.message, { code: 'access_denied', hint, commands: [sameCommand(world)] })
  }
}

/** One sign-in is in one store: whoever changes the store learns how to end the one before it. */
async function tellElsewhere(
  server: ChosenServer,
  opened: OpenedStore,
  options: LoginOptions,
  world: World,
): Promise<void> {
  const elsewhere = await findElsewhere(keyOf(server, options), opened, world)
  const notes = elsewhere.map(({ kind, place }) => {
    const command = commandLine('clear', { ...options, target: server.target, store: kind, redisUrl: undefined }, world)
    return `Another sign-in to this server is in ${place}. To end it: ${command}`
  })
  tellNotes('store', notes, options, world)
}

interface LoginOutcome extends OpenedStore {
  readonly tokens: TokenSet
  readonly signedIn: boolean
  readonly account: string | undefined
}

function printResult(
  { target, serverUrl }: ChosenServer,
  { signedIn, tokens, place }: LoginOutcome,
  options: LoginOptions,
  world: World,
): void {
  const { stdout, env, now } = world
  const out = createPrinter(stdout, env)
  if (signedIn) out.line()
  out.good(`${signedIn ? 'Signed in' : 'Already signed in'} to ${serverName(target, serverUrl)}`)
  out.facts([
    { name: 'Granted', value: tokens.scope ?? 'not named by the server' },
    { name: 'Expires', value: describeExpiry(tokens, now()) },
    { name: 'Kept in', value: place },
  ])
  if (!signedIn) return
  out.line()
  out.command(commandLine('tools', { ...options, target }, world), { text: 'Try it:', paint: out.style.dim })
}

function describeExpiry({ expiresAt, refreshToken }: TokenSet, now: number): string {
  if (expiresAt === undefined) return 'not before the server says so'
  const then = refreshToken === undefined ? 'then sign in again' : 'renewed without asking'
  return `${relativeTime(expiresAt, now)}, ${then}`
}

function printJson(
  { target, serverUrl }: ChosenServer,
  { signedIn, tokens, kind, place, account }: LoginOutcome,
  { stdout, secrets }: World,
): void {
  const { issuer, scope, expiresAt, refreshToken } = tokens
  const result = {
    server: shownTarget(target),
    serverUrl: shownUrl(serverUrl),
    serverKey: serverKey(serverUrl, account),
    account,
    signedIn,
    issuer,
    scope,
    expiresAt: isoTime(expiresAt),
    refreshable: refreshToken !== undefined,
    store: { kind, place },
  }
  writeJson(result, stdout, { secrets, indent: 2 })
}
