import { createListen } from '@fast-agent-auth/callback-server'
import { networksOf } from '@fast-agent-auth/discovery/untrusted'
import {
  brakeFor,
  createSecrets,
  createSession,
  isPreRegistered,
  readStatus,
  redactingErrors,
  redactingListener,
  type Session,
  type Status,
  sameStore,
  serverKey,
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
  /** A text without the secrets that this object has seen, as its events and errors are: for a log of your own. */
  redact(text: string): string
}

export type AuthBeginOptions = Parameters<Session['begin']>[0]

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
    // Not quoted: it may hold a key.
    throw new TypeError('What was given is not the URL of an MCP server, such as https://mcp.example.com/mcp.')
  }
  const { account, fetch, redirect, signIn = 'explicit' } = options
  const secrets = createSecrets()
  secrets.keep(...(options.secrets ?? []))
  const onEvent = redactingListener(options.onEvent, secrets)
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
    store,
    brake,
    secrets,
    listen:
      options.listen ??
      createListen({ ...redirect, fallbackPorts, serverName, readPasted: options.readPasted, onEvent }),
    openBrowser: options.openBrowser ?? ((url: URL) => openBrowser(url, { networks })),
  }
  const session = createSession(server, given)
  const send = withTokens(session, { serverUrl: server, fetch, interactive: signIn === 'on-demand', onEvent, secrets })
  return {
    ...session,
    fetch: redactingErrors(send, secrets),
    status: redactingErrors(() => readStatus(store, key, Date.now()), secrets),
    redact: secrets.redact,
  }
}
