import type { Quirks } from '@fast-agent-auth/discovery'
import type { ClientOptions, Listen } from '@fast-agent-auth/flow'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { Allow } from './allow.ts'
import type { AuthEvent } from './auth-event.ts'

export interface AuthOptions {
  /**
   * The person whose tokens these are, where one program serves many people. Without it, everybody who shares the store
   * shares one sign-in.
   */
  readonly account?: string | undefined
  /** Default: the keychain of the operating system, else memory with a `store_fallback` event. */
  readonly store?: TokenStore | undefined
  /**
   * The scope to ask for, or a list of scopes, and no other; an empty one is refused. Default: what the server's challenge
   * and metadata name.
   */
  readonly scope?: string | readonly string[] | undefined
  /**
   * A client that is registered already, or what one that registers itself is called and documented by. The metadata
   * document may also come from the environment variable `FAST_AGENT_OAUTH_CLIENT_METADATA_URL`.
   */
  readonly client?: ClientOptions | undefined
  /**
   * The redirect URI of `login`; `begin` takes its own. Default: where the client is registered; for a new one http://127.0.0.1:3030/callback,
   * or another port where 3030 is busy.
   */
  readonly redirect?: RedirectOptions | undefined
  /** Whether `fetch` may ask a person by itself. Default: false, it throws `login_required`. */
  readonly interactive?: boolean | undefined
  /** The authorization server, whether the MCP server names one or not, and no other; needed with a client's secret. */
  readonly issuer?: string | undefined
  /**
   * The metadata of the authorization server (RFC 8414), in the names of that document, where none is published. It is
   * checked as a fetched one is.
   */
  readonly authorizationServer?: Readonly<Record<string, unknown>> | undefined
  /** Departures from the safe defaults. Default: none. */
  readonly allow?: Allow | undefined
  /** More parameters for the authorization URL. */
  readonly authorizationParams?: Readonly<Record<string, string>> | undefined
  /** Other rules than those that are known for the provider, rule by rule; `false` for none. */
  readonly quirks?: Quirks | false | undefined
  /** How long `login` waits for the browser, in ms. Default: 300 000. */
  readonly timeout?: number | undefined
  /** Shows the URL to the person. Default: `openBrowser` of this package. */
  readonly openBrowser?: ((url: URL) => Promise<void>) | undefined
  /**
   * Sends every request. Default: the global one of the moment. Requests to URLs that a server named keep the rules of
   * `@fast-agent-auth/guarded-fetch` with any `fetch`: which URLs, redirects, sizes and times. The addresses that a name
   * leads to are checked for the default alone; one of your own makes its connections itself.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * Further texts that no event, error or page may hold, such as a key that goes to the server in a header: a server may repeat it.
   * Tokens, codes and the secrets of clients are held back without it.
   */
  readonly redact?: readonly string[] | undefined
  /**
   * Hears of everything that happens. What it throws is ignored, since a fault in telling must not lose a token; except at
   * `authorization_url`: no browser opens where a person cannot be told who asks, and the sign-in ends with that error.
   */
  readonly onEvent?: ((event: AuthEvent) => void) | undefined
}

export interface RedirectOptions {
  /** Default: the host of a registered redirect URI, else 127.0.0.1, or localhost where the provider wants that. */
  readonly host?: '127.0.0.1' | 'localhost' | '[::1]' | undefined
  /** 0 takes a free port. With a client that was registered beforehand no other port is tried: a busy one is `port_in_use`. */
  readonly port?: number | undefined
  /** Default: `/callback`. */
  readonly path?: string | undefined
  /** Tried in turn where the port is busy. Default 3030, 3031, 3032, 8080, then a free one; `[]` pins the port. */
  readonly fallbackPorts?: readonly number[] | undefined
  /** The way back from the browser. Default: a callback server on loopback, to which the members above apply. */
  readonly listen?: Listen | undefined
  /**
   * The next text that a person pastes, raced with that server: the address that the browser ended on where it cannot come
   * back, as from another machine. `undefined` when there will be none.
   */
  readonly readPasted?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined
}
