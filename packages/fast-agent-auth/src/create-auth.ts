import { createListen } from '@fast-agent-auth/callback-server'
import { isLoopback, networksOf } from '@fast-agent-auth/discovery/untrusted'
import { createSession, serverKey } from '@fast-agent-auth/flow'
import {
  aliasStore,
  createSecrets,
  isPreRegistered,
  rateLimitFor,
  redactingErrors,
  sessionListener,
} from '@fast-agent-auth/flow/internal'
import { createGuardedFetch } from '@fast-agent-auth/guarded-fetch'
import { withTokens } from '@fast-agent-auth/mcp'
import { rulesOf } from './allow.ts'
import type { Auth } from './auth.ts'
import type { SourceEvent } from './auth-event.ts'
import type { AuthOptions } from './auth-options.ts'
import { readOptions, scopeText } from './check-options.ts'
import { clientFromEnvironment } from './client-from-environment.ts'
import { defaultStore } from './default-store.ts'
import { openBrowser } from './open-browser.ts'

/** Stands for the default store, of which a process has one. */
const everyDefaultStore = {}

/**
 * OAuth for one MCP server, for people who sign in with a browser (authorization code grant). A job without a person
 * shares a store in which somebody has signed in. The call is cheap: a web application makes one for each request. The
 * URL counts as chosen by the operator, so the application must check a URL that a stranger typed.
 *
 * Its members reject with an `AuthError`, which has a `code`, with the reason of the signal, or with an error of a
 * store of your own.
 *
 * @throws TypeError where `serverUrl` is not a URL; AuthorizationError `invalid_option` where an option is of the wrong
 * kind
 */
export function createAuth(serverUrl: string | URL, given: AuthOptions = {}): Auth {
  const server = String(serverUrl)
  if (!URL.canParse(server)) {
    // Not quoted: it may hold a key.
    throw new TypeError(
      'The first argument of createAuth is not the URL of an MCP server, such as https://mcp.example.com/mcp.',
    )
  }
  const options = readOptions(given)
  const { account, fetch, redirect = {}, interactive = false } = options
  const secrets = createSecrets()
  secrets.keep(...(options.redact ?? []))
  const onEvent = sessionListener<SourceEvent>(options.onEvent, { serverUrl: server, account }, secrets)
  const store = options.store ?? aliasStore(defaultStore(onEvent), everyDefaultStore)
  const key = serverKey(server, account)
  const rateLimit = rateLimitFor(options.store ?? everyDefaultStore, key)
  const serverName = new URL(server).host
  const rules = rulesOf(options.allow ?? {})
  const networks = networksOf(server, rules.networks)
  const reach = { serverUrl: server, networks: rules.networks, httpHosts: rules.httpHosts }
  // Somebody registered that port, so the server would refuse another, on a page from which nothing leads back.
  const pinned = redirect.port && isPreRegistered(options.client) ? [] : undefined
  const fallbackPorts = redirect.fallbackPorts ?? pinned
  const session = createSession(server, {
    ...options,
    ...rules,
    fetch: createGuardedFetch({ ...reach, fetch }),
    client: clientFromEnvironment(options.client, globalThis.process?.env ?? {}),
    // An option overrides the profile of the provider.
    quirks: redirect.host && options.quirks !== false ? { ...options.quirks, redirectHost: undefined } : options.quirks,
    store,
    rateLimit,
    secrets,
    listen:
      redirect.listen ??
      createListen({
        ...redirect,
        fallbackPorts,
        serverName,
        appName: appNameOf(options),
        onEvent,
      }),
    openBrowser: options.openBrowser ?? ((url: URL) => openBrowser(url, { networks })),
  })
  // Without TLS, tokens go only to addresses that were checked.
  const plain = !fetch && isPlain(server) ? createGuardedFetch({ ...reach, limits: noLimits }) : undefined
  const send = withTokens(session, { serverUrl: server, fetch: fetch ?? plain, interactive, onEvent, secrets })
  return {
    ...session,
    serverUrl: server,
    fetch: redactingErrors(send, secrets),
    login: async ({ scope, ...more } = {}) => session.login({ ...more, scope: scopeText(scope, 'login') }),
    // Plain JavaScript may call it without options.
    begin: async ({ scope, ...more } = { redirectUri: '' }) =>
      session.begin({ ...more, scope: scopeText(scope, 'begin') }),
    redact: secrets.redact,
  }
}

/** Streams of MCP may be as long, and last as long, as they like. */
const noLimits = { body: Infinity, firstByte: Infinity, total: Infinity }

/** Whether a server is asked without TLS, and not on this machine. */
function isPlain(server: string): boolean {
  const { protocol, hostname } = new URL(server)
  return protocol === 'http:' && !isLoopback(hostname)
}

/** The application to go back to, as the page in the browser calls it. */
function appNameOf({ client }: Pick<AuthOptions, 'client'>): string | undefined {
  return client === undefined || isPreRegistered(client) ? undefined : client.name
}
