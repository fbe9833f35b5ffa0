import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { serverKey } from '@fast-agent-auth/flow'
import type { SignIn } from 'fast-agent-auth'
import { commandLine, type Subject } from '../errors/command-line.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { serverName, shownTarget } from '../servers/server-name.ts'
import type { OpenedStore } from '../stores/open-store.ts'
import { createPrinter } from '../terminal/printer.ts'
import { isoTime, relativeTime } from '../terminal/words.ts'
import { writeJson } from '../terminal/write-json.ts'
import type { World } from '../world.ts'

interface ResultOptions {
  readonly json?: boolean | undefined
  /** The server and the options that were typed. */
  readonly subject: Subject
}

/** Shows that a server can be used without signing in. */
export function showOpenServer(
  { target, serverUrl }: ChosenServer,
  { account, ...options }: ResultOptions & { readonly account: string | undefined },
  world: World,
): void {
  const { stdout, env, secrets } = world
  if (options.json) {
    const result = { ...serverOf({ target, serverUrl }, account), signedIn: false, reason: 'not_protected' }
    writeJson(result, stdout, { secrets, indent: 2 })
    return
  }
  const out = createPrinter(stdout, env)
  out.line()
  out.good(`${serverName(target, serverUrl)} asks for no authorization: it can be used without signing in.`)
  out.line()
  showTools(options.subject, world)
  out.sentence('If only some tools want a sign-in, use login --issuer <url>.')
}

function showTools(subject: Subject, world: World): void {
  const out = createPrinter(world.stdout, world.env)
  out.command(commandLine('tools', subject, world), { text: 'Try it:', paint: out.style.dim })
}

/** The JSON that names a server. */
function serverOf({ target, serverUrl }: Pick<ChosenServer, 'target' | 'serverUrl'>, account: string | undefined) {
  return {
    server: shownTarget(target),
    serverUrl: displayUrl(serverUrl),
    serverKey: serverKey(serverUrl, account),
    account,
  }
}

export interface LoginOutcome extends OpenedStore {
  readonly signIn: SignIn
  readonly prompted: boolean
  readonly account: string | undefined
}

/** Shows a person or a program the result of a sign-in. */
export function showSignIn(server: ChosenServer, outcome: LoginOutcome, options: ResultOptions, world: World): void {
  if (options.json) printJson(server, outcome, world)
  else printResult(server, outcome, options, world)
}

function printResult(
  { target, serverUrl }: ChosenServer,
  { prompted, signIn, location, account }: LoginOutcome,
  options: ResultOptions,
  world: World,
): void {
  const { stdout, env, now } = world
  const out = createPrinter(stdout, env)
  if (prompted) out.line()
  out.good(`${prompted ? 'Signed in' : 'Already signed in'} to ${serverName(target, serverUrl)}`)
  out.facts([
    { name: 'Account', value: account },
    { name: 'Granted', value: signIn.scope ?? 'not named by the server' },
    { name: 'Expires', value: describeExpiry(signIn, now()) },
    { name: 'Kept in', value: location },
  ])
  if (!prompted) return
  out.line()
  showTools(options.subject, world)
}

function describeExpiry({ expiresAt, refreshable }: SignIn, now: number): string {
  if (expiresAt === undefined) return 'not named by the server'
  const then = refreshable ? 'then renewed by itself' : 'then sign in again'
  return `${relativeTime(expiresAt, now)}, ${then}`
}

function printJson(
  { target, serverUrl }: ChosenServer,
  { prompted, signIn, kind, location, account }: LoginOutcome,
  { stdout, secrets }: World,
): void {
  const { issuer, scope, expiresAt, refreshable } = signIn
  const result = {
    ...serverOf({ target, serverUrl }, account),
    signedIn: true,
    prompted,
    issuer,
    scope,
    expiresAt: isoTime(expiresAt),
    refreshable,
    store: { kind, location },
  }
  writeJson(result, stdout, { secrets, indent: 2 })
}
