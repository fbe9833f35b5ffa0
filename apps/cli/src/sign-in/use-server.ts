import { requestHeaders } from '@fast-agent-auth/config'
import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import type { Client } from '@modelcontextprotocol/client'
import type { AuthEvent } from 'fast-agent-auth'
import { CliError, exitCodes, hasCode } from '../errors/cli-error.ts'
import { commandLine, type Subject } from '../errors/command-line.ts'
import type { ChosenServer } from '../servers/choose-server.ts'
import { readSignIns } from '../stores/select-sign-ins.ts'
import { chosenStore, remoteLocation, type StoreFlags } from '../stores/store-name.ts'
import { hasDisplay, hasTerminal } from '../surroundings.ts'
import { announceWait } from '../terminal/announce-wait.ts'
import { problemOf } from '../terminal/problem-of.ts'
import type { World } from '../world.ts'
import { chosenBy } from './chosen-by.ts'
import { findServer } from './find-server.ts'
import { type Limits, withMcpClient } from './mcp-client.ts'
import { openAuth } from './open-auth.ts'
import { openServerStore } from './open-server-store.ts'
import { otherAccounts } from './other-accounts.ts'
import { serverFailureError } from './server-failure.ts'
import { type SignInFlags, signInOptions } from './sign-in-options.ts'
import { createJsonView, createSignInView } from './sign-in-view.ts'
import { createSilenceLimit } from './silence-limit.ts'
import { withUsualEndpoints } from './with-usual-endpoints.ts'

/** The time in which a server must answer, as in the SDK, in ms. */
const silenceLimit = 60_000

export interface UseServerOptions extends SignInFlags {
  readonly configPath?: string | undefined
  readonly browser: boolean
  readonly json?: boolean | undefined
}

/**
 * Uses a server as an agent would: with the stored tokens, else without tokens, and with a sign-in if the server asks for
 * one. Without a keychain, a sign-in lasts only until this program ends.
 */
export async function useServer<T>(
  target: string,
  options: UseServerOptions,
  world: World,
  use: (client: Client, limits: Limits) => Promise<T>,
): Promise<T> {
  const server = await findServer(target, options, world)
  const { serverUrl, settings, mode } = server
  const sources = { flags: options, env: world.env, settings }
  const keptIn = remoteLocation(sources)
  const choosers = chosenBy(settings, options)
  const view = options.json
    ? createJsonView(world, choosers)
    : createSignInView({ target, terminal: world.stderr, browser: options.browser, keptIn, choosers }, world)
  const silence = createSilenceLimit(silenceLimit)
  const connect = (fetch: typeof globalThis.fetch): Promise<T> => {
    const transport = settings.transport === 'sse' ? 'sse' : 'http'
    const { version, signal } = world
    return withMcpClient(
      new URL(serverUrl),
      { transport, headers: requestHeaders(settings), fetch, version, signal, silence },
      use,
    )
  }
  const failureOf = (error: unknown): unknown =>
    withUsualEndpoints(serverFailureError(error, displayUrl(serverUrl), world.env), server, world)
  if (mode === 'disabled' || mode === 'bearer') {
    const used = announceWait(`Waiting for ${displayUrl(serverUrl)}.`, connect(globalThis.fetch), world)
    return used.catch((error) => Promise.reject(failureOf(error)))
  }
  let refused: unknown
  const onEvent = (event: AuthEvent): void => {
    // Over SSE the SDK reports only a status, so the error of the event is kept.
    if (event.type === 'stream_unauthorized') refused = event.error
    if (event.type === 'waiting') silence.pause()
    if (event.type === 'waiting_ended') silence.begin()
    view.onEvent(event)
  }
  const { store, kind } = await openServerStore(server, options, world, (event) => onEvent({ ...event, serverUrl }))
  const fellBack = kind === 'memory' && chosenStore(sources)?.kind !== 'memory'
  // If this run keeps its sign-in in memory, the advised login keeps it in files.
  const subject: Subject = { ...options, target, ...(fellBack && { store: 'file' }) }
  const interactive = hasTerminal(world) || hasDisplay(world)
  const wishes = { ...signInOptions(server, options, world), interactive }
  const watched = { ...view, onEvent }
  const auth = openAuth(server, { store, view: watched, browser: options.browser, subject, wishes }, world)
  try {
    return await connect(auth.fetch)
  } catch (error) {
    const failure = refused ?? failureOf(error)
    throw await withOtherAccounts(failure, server, { flags: options, subject, world })
  } finally {
    silence.end()
    // A request that was given up may have left a sign-in open.
    await auth.close()
    view.ended()
  }
}

/** Adds to a refusal the commands for other accounts whose sign-ins at this server could be used. */
async function withOtherAccounts(
  failure: unknown,
  server: ChosenServer,
  { flags, subject, world }: { readonly flags: StoreFlags; readonly subject: Subject; readonly world: World },
): Promise<unknown> {
  if (!hasCode(failure, 'login_required')) return failure
  const signIns = await readSignIns(server, flags, world).catch(() => [])
  const commands = otherAccounts(signIns, server.serverUrl, world)
  const next = failure instanceof CliError ? failure.nextSteps : {}
  return new CliError(exitCodes.signIn, problemOf(failure), {
    ...next,
    code: 'login_required',
    commands: [...commands, ...(next.commands ?? [commandLine('login', subject, world)])],
  })
}
