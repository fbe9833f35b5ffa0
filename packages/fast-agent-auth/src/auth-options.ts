import type { Quirks } from '@fast-agent-auth/discovery'
import type { ClientOptions, Listen } from '@fast-agent-auth/flow'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { Allow } from './allow.ts'
import type { AuthEvent } from './auth-event.ts'

export interface AuthOptions {
  /**
   * The person whose tokens these are, where one program serves many people: any text of your own, such as the id of a user
   * or `work`. It is not sent, and says nothing about who signed in at the server. Without it, everybody who shares the store
   * shares one sign-in.
   */
  readonly account?: string | undefined
  /**
   * The store of tokens, and of the clients that were registered and the metadata that was found: one for all accounts.
   * Default: the keychain of the operating system, else one memory for the whole process with a `store_fallback` event.
   * `fast-agent-auth/file-store` has encrypted files.
   */
  readonly store?: TokenStore | undefined
  /**
   * The scope to ask for, or a list of scopes, and no other; an empty one is refused. Where a server wants
   * more, `fetch` throws `insufficient_scope`; `login({ scope })` and `begin({ scope })` can still ask for it. Default: what the server's
   * challenge and metadata name.
   */
  readonly scope?: string | readonly string[] | undefined
  /**
   * A client that is registered already, or the name and the metadata document of a client that registers itself. The
   * metadata document may also come from the environment variable `FAST_AGENT_OAUTH_CLIENT_METADATA_URL`.
   */
  readonly client?: ClientOptions | undefined
  /**
   * The redirect URI of `login`; `begin` takes its own. Default: one that the client is registered with; for a new
   * client http://127.0.0.1:3030/callback, or another port where 3030 is busy.
   */
  readonly redirect?: RedirectOptions | undefined
  /**
   * Whether `fetch` may ask a person by itself. The MCP SDK gives up a request after 60 s: give it a longer `timeout`, or call
   * `login()` first. Default: false, `fetch` throws `login_required`.
   */
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
  /** Rules that replace those known for the provider, one by one; `false` for none. */
  readonly quirks?: Quirks | false | undefined
  /** How long `login` waits for the browser, in ms. Default: 300 000. */
  readonly timeout?: number | undefined
  /** Shows the URL to the person. Default: `openBrowser` of this package. */
  readonly openBrowser?: ((url: URL) => Promise<void>) | undefined
  /**
   * Sends every request. Default: the global `fetch` at the time of the request. Requests to URLs that a server named
   * keep the rules of `@fast-agent-auth/guarded-fetch` with any `fetch`: which URLs, redirects, sizes and times. The
   * addresses of a name are checked only with the default, since a `fetch` of your own makes its connections itself.
   */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * Further texts that no event, error or page may hold, such as a key that goes to the server in a header, which the
   * server may repeat. Tokens, codes and the secrets of clients need not be listed.
   */
  readonly redact?: readonly string[] | undefined
  /**
   * Called with each event. Its errors are ignored, since a fault of a listener must not lose a token. Only an error at
   * `authorization_url` ends the sign-in, before a browser opens: a person must be able to see who asks.
   */
  readonly onEvent?: ((event: AuthEvent) => void) | undefined
}

export interface RedirectOptions {
  /** Default: the host of a registered redirect URI, else 127.0.0.1, or localhost where the provider wants that. */
  readonly host?: '127.0.0.1' | 'localhost' | '[::1]' | undefined
  /**
   * The port; 0 takes a free one. With a client that was registered beforehand no other port is tried: if the port is
   * busy, the error is `port_in_use`.
   */
  readonly port?: number | undefined
  /** Default: `/callback`. */
  readonly path?: string | undefined
  /**
   * The ports to try in turn if `port` is busy. Default 3030, 3031, 3032, 8080, then a free one; `[]` pins the port.
   */
  readonly fallbackPorts?: readonly number[] | undefined
  /** The way back from the browser. Default: a callback server on loopback, to which the members above apply. */
  readonly listen?: Listen | undefined
  /**
   * Reads the next text that a person pastes while the callback server waits: the address at which the browser ended,
   * if it cannot come back, as from another machine. Resolves with `undefined` if no text will come.
   */
  readonly readPasted?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined
}
