import type { Auth, SignIn } from 'fast-agent-auth'
import { CliError, exitCodes, hasCode } from '../errors/cli-error.ts'
import { commandLine, sameCommand } from '../errors/command-line.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { shownTarget } from '../servers/server-name.ts'
import { assertUsesOAuth } from '../sign-in/assert-uses-oauth.ts'
import { chosenBy } from '../sign-in/chosen-by.ts'
import { findServer } from '../sign-in/find-server.ts'
import { openAuth } from '../sign-in/open-auth.ts'
import { openServerStore, storeSubject } from '../sign-in/open-server-store.ts'
import { type SignInFlags, signInOptions } from '../sign-in/sign-in-options.ts'
import { createJsonView, createSignInView } from '../sign-in/sign-in-view.ts'
import { withUsualEndpoints } from '../sign-in/with-usual-endpoints.ts'
import { findElsewhere, type OpenedStore } from '../stores/open-store.ts'
import { remoteLocation } from '../stores/store-name.ts'
import { announceWait } from '../terminal/announce-wait.ts'
import { problemOf } from '../terminal/problem-of.ts'
import { tellNotes } from '../terminal/tell-notes.ts'
import type { World } from '../world.ts'
import { showOpenServer, showSignIn } from './login-result.ts'

export interface LoginOptions extends SignInFlags {
  readonly configPath?: string | undefined
  /** Milliseconds. */
  readonly timeout: number
  readonly browser: boolean
  readonly force?: boolean | undefined
  /** Registers a new client, instead of using the present one. */
  readonly resetClient?: boolean | undefined
  readonly json?: boolean | undefined
}

/** Signs in with a browser, unless there already are usable tokens. */
export async function login(target: string, options: LoginOptions, world: World): Promise<void> {
  const server = await findServer(target, options, world)
  assertUsesOAuth(server)
  const { signal } = world
  const { browser, json } = options
  const force = options.force || options.resetClient
  const wishes = { ...signInOptions(server, options, world), timeout: options.timeout }
  let storeError: unknown
  const opened = await openServerStore(server, options, world, ({ error }) => {
    storeError = error
  })
  if (!storeError) refuseMemory(opened, server)
  const keptIn = remoteLocation({ flags: options, env: world.env, settings: server.settings })
  const choosers = chosenBy(server.settings, options)
  const view = json
    ? createJsonView(world, choosers)
    : createSignInView({ target, terminal: world.stdout, browser, keptIn, choosers }, world)
  const subject = { ...options, target }
  // A store error is thrown only when the person would be asked, so a missing server is reported first.
  const auth = openAuth(server, { store: opened.store, view, browser, subject, wishes, storeError }, world)
  if (!force) await announceWait('Renewing the stored sign-in.', auth.token({ signal }).catch(refreshFailed), world)
  const asked = askPerson(auth, { force, registerAnew: options.resetClient }, world)
  const signIn = await asked.finally(view.ended).catch((error) => {
    if (hasCode(error, 'not_protected')) return undefined
    throw withUsualEndpoints(error, server, world)
  })
  const { account } = wishes
  if (!signIn) return showOpenServer(server, { json, subject, account }, world)
  showSignIn(server, { ...opened, signIn, prompted: view.signedIn(), account }, { json, subject }, world)
  await tellOfOthers(server, opened, options, world)
}

function refuseMemory({ kind }: OpenedStore, { target }: ChosenServer): void {
  if (kind !== 'memory') return
  const message = `${shownTarget(target)} has persist: memory in its configuration, so a sign-in would be lost when this program ends.`
  const hint = 'Use --store file or --store keyring here. A program with persist: memory does a sign-in of its own.'
  throw new CliError(exitCodes.usage, message, { hint })
}

/** Ignores a failed refresh, which leads to a sign-in. A failure of the store is thrown: it would make that sign-in fail too. */
function refreshFailed(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AuthorizationError') throw error
}

/** Asks the person to sign in. If the sign-in is denied, the stored one is unchanged, and the error says so. */
async function askPerson(
  auth: Auth,
  wishes: {
    readonly force?: boolean | undefined
    readonly registerAnew?: boolean | undefined
  },
  world: World,
): Promise<SignIn> {
  try {
    return await auth.login({ ...wishes, signal: world.signal })
  } catch (error) {
    if (!hasCode(error, 'access_denied')) throw error
    const { state } = await auth.status()
    const kept = state === 'ready' || state === 'refreshable'
    const hint = `${kept ? 'The earlier sign-in is still stored. ' : ''}Denied by mistake? Sign in again:`
    const commands = [sameCommand(world)]
    throw new CliError(exitCodes.signIn, problemOf(error), { code: 'access_denied', hint, commands })
  }
}

/** Tells of other stores that hold a sign-in to this server, each with the command that ends it. */
async function tellOfOthers(
  server: ChosenServer,
  opened: OpenedStore,
  options: LoginOptions,
  world: World,
): Promise<void> {
  const elsewhere = await findElsewhere(storeSubject(server, options), opened, world)
  const notes = elsewhere.map(({ kind: store, redisUrl, location }) => {
    const command = commandLine('clear', { ...options, target: server.target, store, redisUrl }, world)
    return `Another sign-in to this server is in ${location}. To end it: ${command}`
  })
  tellNotes('store', notes, options, world)
}
