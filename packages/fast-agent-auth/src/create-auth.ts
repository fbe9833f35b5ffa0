import { createListen } from '@fast-agent-auth/callback-server'
import { type BearerChallenge, careful, type Quirks, type SelectIssuer } from '@fast-agent-auth/discovery'
import {
  AuthorizationError,
  type BegunSignIn,
  beginKnown,
  type ClientOptions,
  createSession,
  createTokenRecords,
  discoverKept,
  finish,
  isPreRegistered,
  keepTokens,
  type Listen,
  type PendingSignIn,
  readStatus,
  type Session,
  type Status,
  serverKey,
  type TokenSet,
} from '@fast-agent-auth/flow'
import { withTokens } from '@fast-agent-auth/mcp'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { AuthEvent } from './auth-event.ts'
import { clientFromEnvironment } from './client-from-environment.ts'
import { defaultStore } from './default-store.ts'
import { openBrowser } from './open-browser.ts'

export interface AuthOptions {
  /** Whose tokens these are, where one program serves many people. */
  readonly account?: string | undefined
  /** Default: the keychain of the operating system, else memory with a `store_fallback` event. */
  readonly store?: TokenStore | undefined
  /** The scope to ask for, and no other; default: what the server's challenge and metadata name. */
  readonly scope?: string | undefined
  /**
   * A client that is registered already, or what one that registers itself is called and documented by. The metadata
   * document may also come from the environment variable `FAST_AGENT_OAUTH_CLIENT_METADATA_URL`.
   */
  readonly client?: ClientOptions | undefined
  /**
   * Where the browser comes back to. Default: where the client is registered; for a new one http://127.0.0.1:3030/callback,
   * or another port where 3030 is busy.
   */
  readonly redirect?: RedirectOptions | undefined
  /** Whether `fetch` opens the browser by itself (`on-demand`) or throws `login_required` (`explicit`, default). */
  readonly signIn?: 'on-demand' | 'explicit' | undefined
  /** The authorization server to use, and no other; needed with a client's secret. */
  readonly issuer?: string | undefined
  /** Chooses where the server names several and `issuer` is not set. Default: the first that has metadata. */
  readonly selectIssuer?: SelectIssuer | undefined
  /** Origins, besides the server's own, from which it may name its resource metadata. Default: none. */
  readonly resourceMetadataOrigins?: readonly string[] | undefined
  /** More parameters for the authorization URL. */
  readonly authorizationParams?: Readonly<Record<string, string>> | undefined
  /** What a server that publishes no PKCE methods is taken for. Default: `require-advertised`, it is refused. */
  readonly pkce?: 'require-advertised' | 'assume-s256' | undefined
  /** Whether servers of MCP 2025-03-26, without resource metadata, are served. Default: true. */
  readonly legacy?: boolean | undefined
  /** Other rules than those that are known for the provider, rule by rule; `false` for none. */
  readonly quirks?: Quirks | false | undefined
  /** How long a sign-in waits for the browser, in ms. Default: 300 000. */
  readonly timeout?: number | undefined
  readonly openBrowser?: ((url: URL) => Promise<void>) | undefined
  /** The way back from the browser. Default: a callback server on loopback. */
  readonly listen?: Listen | undefined
  /**
   * The next text that a person pastes, raced with that server: the address that the browser ended on where it cannot come
   * back, as from another machine. `undefined` when there will be none.
   */
  readonly readPasted?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  /** What it throws is ignored: a fault in telling must not lose a token. */
  readonly onEvent?: ((event: AuthEvent) => void) | undefined
}

export interface RedirectOptions {
  readonly host?: '127.0.0.1' | 'localhost' | '[::1]' | undefined
  /** 0 takes a free port. With a client that was registered beforehand no other port is tried: a busy one is `port_in_use`. */
  readonly port?: number | undefined
  readonly path?: string | undefined
  /** Tried in turn where the port is busy. Default 3030, 3031, 3032, 8080, then a free one; `[]` pins the port. */
  readonly fallbackPorts?: readonly number[] | undefined
}

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
}

export interface AuthBeginOptions {
  readonly redirectUri: string
  /** Why a request was refused, from a `login_required` error. */
  readonly challenge?: BearerChallenge | undefined
  readonly signal?: AbortSignal | undefined
}

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
  const onEvent = careful(options.onEvent)
  const store = options.store ?? defaultStore(onEvent)
  const key = serverKey(server, account)
  const serverName = new URL(server).host
  // Somebody registered that port: the server would refuse another, on a page from which nothing leads back.
  const pinned = redirect?.port && isPreRegistered(options.client) ? [] : undefined
  const fallbackPorts = redirect?.fallbackPorts ?? pinned
  const wired = {
    ...options,
    client: clientFromEnvironment(options.client, globalThis.process?.env ?? {}),
    // What is asked for overrides what is known.
    quirks:
      redirect?.host && options.quirks !== false ? { ...options.quirks, redirectHost: undefined } : options.quirks,
    onEvent,
    store,
    listen:
      options.listen ??
      createListen({ ...redirect, fallbackPorts, serverName, readPasted: options.readPasted, onEvent }),
    openBrowser: options.openBrowser ?? ((url: URL) => openBrowser(url)),
  }
  const session = createSession(server, wired)
  return {
    ...session,
    fetch: withTokens(session, { serverUrl: server, fetch, interactive: signIn === 'on-demand', onEvent }),
    status: () => readStatus(store, key, Date.now()),
    async begin({ redirectUri, challenge, signal }) {
      if (!URL.canParse(redirectUri)) {
        const message = `The redirect URI ${JSON.stringify(redirectUri)} is no URL. Use the whole one, such as https://app.example.com/callback.`
        throw new AuthorizationError('invalid_option', message)
      }
      const target = await discoverKept(server, { ...wired, challenge, signal })
      const record = await createTokenRecords(store, key, onEvent).read()
      return beginKnown(target, { ...wired, redirectUri, held: [record?.tokens], signal })
    },
    async finish(pending, callback, { signal } = {}) {
      if (serverKey(pending.serverUrl, pending.account) !== key) {
        const message = `This sign-in was not begun for ${server} and this account.`
        throw new AuthorizationError('state_mismatch', message)
      }
      const tokens = await finish(pending, callback, { ...wired, signal })
      await keepTokens(server, tokens, wired)
      return tokens
    },
  }
}
