import { createListen } from '@fast-agent-auth/callback-server'
import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { networksOf } from '@fast-agent-auth/discovery/untrusted'
import {
  AuthorizationError,
  type BegunSignIn,
  beginKnown,
  brakeFor,
  createSecrets,
  createSession,
  createTokenRecords,
  discoverKept,
  finish,
  guarded,
  guardedListener,
  guardedSession,
  guardOptions,
  isPreRegistered,
  keepTokens,
  type PendingSignIn,
  readStatus,
  redactValue,
  type Session,
  type Status,
  sameStore,
  serverKey,
  type TokenSet,
} from '@fast-agent-auth/flow'
import { createGuardedFetch } from '@fast-agent-auth/guarded-fetch'
import { withTokens } from '@fast-agent-auth/mcp'
import type { AuthOptions } from './auth-options.ts'
import { clientFromEnvironment } from './client-from-environment.ts'
import { defaultStore } from './default-store.ts'
import { openBrowser } from './open-browser.ts'

export interface Auth extends Session {
  /** Sends tokens, refreshes and signs in: the whole plug-in for every MCP SDK. */
  readonly fetch: typeof globalThis.fetch
  status(): Promise<Status>
  /** The first half of a sign-in for a web application: the URL to send the browser to, and what to remember for it. */
  begin(options: AuthBeginOptions): Promise<BegunSignIn>
  /** The second half, in any process: exchanges the code and stores the tokens before it resolves. */
  finish(
    pending: PendingSignIn,
    callback: URL,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<TokenSet>
  /** A text without the secrets that this object has seen, as its events and errors are: for a log of your own. */
  redact(text: string): string
}

export interface AuthBeginOptions {
  readonly redirectUri: string
  /** Why a request was refused, from a `login_required` error. */
  readonly challenge?: BearerChallenge | undefined
  readonly signal?: AbortSignal | undefined
}

/** Stands for the default store, of which a process has one. */
const everyDefaultStore = {}

/**
 * OAuth for one MCP server.
 *
 * All that can fail throws a `DiscoveryError`, `PkceError`, `AuthorizationError`, `CallbackServerError` or an error of
 * the store, each with a `code`, or the reason of the signal.
 */
export function createAuth(serverUrl: string | URL, options: AuthOptions = {}): Auth {
  const server = String(serverUrl)
  if (!URL.canParse(server)) {
    throw new TypeError(`"${server}" is not the URL of an MCP server, such as https://mcp.example.com/mcp.`)
  }
  const { account, fetch, redirect, signIn = 'explicit' } = options
  const secrets = createSecrets()
  secrets.keep(...(options.secrets ?? []))
  const onEvent = guardedListener(options.onEvent, secrets)
  const store = options.store ?? sameStore(defaultStore(onEvent), everyDefaultStore)
  const key = serverKey(server, account)
  const brake = brakeFor(options.store ?? everyDefaultStore, key)
  const serverName = new URL(server).host
  const networks = networksOf(server, options.networks)
  // Somebody registered that port: the server would refuse another, on a page from which nothing leads back.
  const pinned = redirect?.port && isPreRegistered(options.client) ? [] : undefined
  const fallbackPorts = redirect?.fallbackPorts ?? pinned
  const given = {
    ...options,
    fetch: fetch ?? createGuardedFetch({ serverUrl: server, networks: options.networks }),
    client: clientFromEnvironment(options.client, globalThis.process?.env ?? {}),
    // What is asked for overrides what is known.
    quirks:
      redirect?.host && options.quirks !== false ? { ...options.quirks, redirectHost: undefined } : options.quirks,
    onEvent,
    store,
    brake,
    listen:
      options.listen ??
      createListen({ ...redirect, fallbackPorts, serverName, readPasted: options.readPasted, onEvent }),
    openBrowser: options.openBrowser ?? ((url: URL) => openBrowser(url, { networks })),
  }
  const wired = guardOptions(server, given, secrets)
  const session = createSession(server, wired)

  async function begin({ redirectUri, challenge, signal }: AuthBeginOptions): Promise<BegunSignIn> {
    if (!URL.canParse(redirectUri)) {
      const message = `The redirect URI ${JSON.stringify(redirectUri)} is no URL. Use the whole one, such as https://app.example.com/callback.`
      throw new AuthorizationError('invalid_option', message)
    }
    brake.signIn()
    const target = await discoverKept(server, { ...wired, challenge, signal })
    const record = await createTokenRecords(wired.store, key, onEvent).read()
    const begun = await beginKnown(target, { ...wired, redirectUri, held: [record?.tokens], signal })
    secrets.learn(begun.pending.verifier)
    return begun
  }

  const finishBegun: Auth['finish'] = async (pending, callback, { signal } = {}) => {
    if (serverKey(pending.serverUrl, pending.account) !== key) {
      const message = `This sign-in was not begun for ${server} and this account.`
      throw new AuthorizationError('state_mismatch', message)
    }
    secrets.learn(pending.state, pending.verifier, ...callback.searchParams.getAll('code'))
    const tokens = await finish(pending, callback, { ...wired, signal })
    await keepTokens(server, tokens, wired)
    return tokens
  }

  const send = withTokens(session, { serverUrl: server, fetch, interactive: signIn === 'on-demand', onEvent, secrets })
  return {
    ...guardedSession(session, secrets),
    fetch: guarded(send, secrets),
    status: guarded(async () => redactValue(await readStatus(wired.store, key, Date.now()), secrets.redact), secrets),
    begin: guarded(begin, secrets),
    finish: guarded(finishBegun, secrets),
    redact: secrets.redact,
  }
}
