import { createListen } from '@fast-agent-auth/callback-server'
import type { TokenSet } from '@fast-agent-auth/flow'
import { type Auth, createAuth, openBrowser } from 'fast-agent-auth'
import { announceTurn } from '../announce-turn.ts'
import { announceWait } from '../announce-wait.ts'
import { CliError, exitCodes } from '../cli-error.ts'
import { sameCommand } from '../command-line.ts'
import { hasCode } from '../has-code.ts'
import { createLoginProgress } from '../login-progress.ts'
import { createPrinter } from '../printer.ts'
import type { StoreKind } from '../select-store.ts'
import { relativeTime } from '../words.ts'
import type { World } from '../world.ts'

export interface LoginOptions {
  readonly store: StoreKind
  readonly scope?: string | undefined
  readonly account?: string | undefined
  /** Milliseconds. */
  readonly timeout: number
  readonly browser: boolean
  readonly force?: boolean | undefined
  readonly redirectPort?: number | undefined
}

/** Signs in with a browser, unless there are tokens already that can be used. */
export async function login(serverUrl: string, options: LoginOptions, world: World): Promise<void> {
  const { scope, account, timeout, force, redirectPort } = options
  const { env, signal } = world
  const { place, open } = await world.selectStore(options.store)
  // A sign-in that nothing could keep ends here, before a person is asked.
  const store = await open()
  const progress = createLoginProgress(serverUrl, options, world)
  const { onEvent } = progress
  const serverName = new URL(serverUrl).host
  const auth = createAuth(serverUrl, {
    account,
    scope,
    timeout,
    onEvent,
    store: announceTurn(store, progress),
    openBrowser: async (url) => (options.browser ? openBrowser(url, { env }) : undefined),
    // A port that a person names is that one or none.
    listen:
      redirectPort === undefined
        ? undefined
        : createListen({ port: redirectPort, fallbackPorts: [], serverName, onEvent }),
  })
  if (!force) await announceWait('Renewing the stored sign-in.', auth.token({ signal }), world)
  const tokens = await askPerson(auth, { scope, force }, world).finally(progress.ended)
  if (progress.signedIn()) createPrinter(world.stdout, env).line()
  printResult(`${progress.signedIn() ? 'Signed in' : 'Already signed in'} to ${serverUrl}`, tokens, place, world)
}

/** A sign-in that was denied leaves the one before it as it was. */
async function askPerson(
  auth: Auth,
  wishes: Pick<LoginOptions, 'scope' | 'force'>,
  { argv, signal }: World,
): Promise<TokenSet> {
  try {
    return await auth.login({ ...wishes, signal })
  } catch (error) {
    if (!hasCode(error, 'access_denied')) throw error
    const { state } = await auth.status()
    const kept = state === 'ready' || state === 'refreshable'
    const hint = kept ? 'The earlier sign-in is still stored.' : undefined
    throw new CliError(exitCodes.signIn, error.message, { hint, commands: [sameCommand(argv)] })
  }
}

function printResult(headline: string, tokens: TokenSet, place: string, { stdout, env, now }: World): void {
  const out = createPrinter(stdout, env)
  out.line(out.style.good(headline))
  out.facts([
    { name: 'Scopes', value: tokens.scope ?? 'not named by the server' },
    { name: 'Expires', value: describeExpiry(tokens, now()) },
    { name: 'Kept in', value: place },
  ])
}

function describeExpiry({ expiresAt, refreshToken }: TokenSet, now: number): string {
  if (expiresAt === undefined) return 'not before the server says so'
  const then = refreshToken === undefined ? 'then sign in again' : 'renewed without asking'
  return `${relativeTime(expiresAt, now)}, ${then}`
}
