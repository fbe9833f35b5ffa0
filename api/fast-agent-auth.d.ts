// fast-agent-auth
export {
  AccessToken,
  Allow,
  Attempt,
  Auth,
  AuthError,
  AuthErrorCode,
  AuthEvent,
  AuthOptions,
  AuthorizationError,
  AuthorizationRequest,
  BearerChallenge,
  BeginOptions,
  Change,
  ClientOptions,
  DiscoveryError,
  ErrorDetails,
  Listen,
  ListenOptions,
  LoginOptions,
  Network,
  OAuthClientProvider,
  OpenBrowserOptions,
  Outcome,
  PendingSignIn,
  PreRegisteredClient,
  Quirks,
  Quote,
  Redirect,
  RedirectOptions,
  Refusal,
  SelfRegisteringClient,
  SignIn,
  SignOut,
  Status,
  StoreFallback,
  TokenEndpointAuthMethod,
  TokenSource,
  TokenStore,
  TokenStoreError,
  TokenStoreErrorCode,
  UpdateOptions,
  WireTokens,
  authErrorCodes,
  createAuth,
  findAuthError,
  keyFromKeychain,
  memoryTokenStore,
  openBrowser,
  toOAuthClientProvider,
}

// fast-agent-auth/file-store
export {
  FileTokenStoreOptions,
  fileTokenStore,
}

/** Departures from the safe defaults, for servers that a person knows better than the rules do. */
export interface Allow {
    /**
     * Exact hosts, with their port where they have one, that may be asked over http; each must resolve to a private or
     * loopback address. Deno and Bun look up the host before each request; Node connects to the address that was looked
     * up. With a `fetch` of your own, requests to the MCP server itself are not looked up. Default: none but loopback.
     */
    readonly http?: readonly string[] | undefined;
    /**
     * Networks in which hosts that the server names may be, besides the public internet and the server's own network:
     * `['private']` for an authorization server in a company's network. Default: none.
     */
    readonly networks?: readonly Network[] | undefined;
    /** Origins, besides the server's own, from which it may name its resource metadata. Default: none. */
    readonly metadataOrigins?: readonly string[] | undefined;
    /** Whether an authorization server that publishes no PKCE methods is taken to know S256. Default: false, it is refused. */
    readonly unadvertisedPkce?: boolean | undefined;
    /** Whether servers of MCP 2025-03-26, without resource metadata, are accepted. Default: true. */
    readonly legacyServers?: boolean | undefined;
}

/** OAuth for one MCP server and account. No member gives out a refresh token. */
export interface Auth extends TokenSource {
    /** The URL of the MCP server, as it was given to `createAuth`. */
    readonly serverUrl: string;
    /**
     * Sends requests with tokens to the origin of `serverUrl`, and all others unchanged; refreshes, and with
     * `interactive` asks a person to sign in. An MCP SDK needs nothing else. It may replace the global `fetch`; then it
     * sends by the `fetch` that was global when `createAuth` was called.
     *
     * @throws AuthError `login_required` where only a person can help: its `challenge` is for `login` or `begin`;
     * `insufficient_scope` where no sign-in can bring the scope that the server wants
     */
    readonly fetch: typeof globalThis.fetch;
    /**
     * Asks a person to sign in, in a browser. Without `force`, returns at once if usable tokens that match the options
     * are stored.
     *
     * @example
     * const auth = createAuth('https://mcp.example.com/mcp')
     * const { prompted, scope } = await auth.login()
     */
    login(options?: LoginOptions): Promise<SignIn>;
    /** Ends a sign-in that is under way, revokes the tokens at the server, and deletes them even if the server does not answer. */
    logout(options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<SignOut>;
    /** The state of the stored sign-in. Nothing is sent. */
    status(): Promise<Status>;
    /**
     * The first half of a sign-in for a web application: `url`, the page of the authorization server to send the browser
     * to, and `pending`, which is secret and plain JSON. Keep `pending` on the server in the person's session, at most 15
     * minutes, and delete it before `finish`.
     */
    begin(options: BeginOptions): Promise<AuthorizationRequest>;
    /**
     * The second half, which any process may run: it exchanges the code, and stores the tokens before it resolves.
     *
     * @param callback the whole redirect URL at which the browser came back, with its query
     * @throws AuthError `state_mismatch` where the sign-in was begun for another server, account or browser; `timed_out` after
     * 15 minutes; `access_denied` where the person declined; `invalid_option` where `pending` is not what `begin` returned
     */
    finish(pending: PendingSignIn, callback: URL | string, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<SignIn>;
    /** Removes from a text, for a log of your own, the secrets that this object has seen. Its events and errors hold none. */
    redact(text: string): string;
    /** Ends a sign-in that is under way, and its listener: callers that wait get the error `closed`. Tokens stay stored. */
    close(): Promise<void>;
}

/** Any error that `createAuth` leads to. Its `name` and `code` say which. */
export type AuthError = Error & AuthErrorData & Named[keyof Named];

/**
 * The code of an error. The words of an authorization server are those of RFC 6749 §4.1.2.1 and §5.2, RFC 7591 §3.2.2 and
 * RFC 8707 §2. What to do about each: https://github.com/fast-agent-auth/fast-agent-auth/blob/main/docs/troubleshooting.md
 */
export type AuthErrorCode = ErrorCodes[keyof ErrorCodes];

interface AuthErrorData {
    /** The server's reason for a refusal: for `login({ challenge })`. */
    readonly challenge?: BearerChallenge | undefined;
    /** How long to wait before trying again, in ms, if known. */
    readonly retryAfter?: number | undefined;
    readonly details?: ErrorDetails | undefined;
    /** The text that the authorization server sent by the browser. */
    readonly quote?: Quote | undefined;
    /** The documents that discovery asked for, each with the reason why it was of no use. */
    readonly attempts?: readonly Attempt[] | undefined;
}

/**
 * Everything that happens, by `type`, with the server and account that it is about. No event holds a token, a code or a
 * secret. The types are a closed union; an oddity of a server is a `notice`, whose `rule` may be one of a later version.
 */
export type AuthEvent = SourceEvent & EventSubject;

export interface AuthOptions {
    /**
     * The person whose tokens these are, where one program serves many people: any text of your own, such as the id of a user
     * or `work`. It is not sent, and says nothing about who signed in at the server. Without it, everybody who shares the store
     * shares one sign-in.
     */
    readonly account?: string | undefined;
    /**
     * The store of tokens, and of the clients that were registered and the metadata that was found: one for all accounts.
     * Default: the keychain of the operating system, else one memory for the whole process with a `store_fallback` event.
     * `fast-agent-auth/file-store` has encrypted files.
     */
    readonly store?: TokenStore | undefined;
    /**
     * The scope to ask for, or a list of scopes, and no other; an empty one is refused. Where a server wants
     * more, `fetch` throws `insufficient_scope`; `login({ scope })` and `begin({ scope })` can still ask for it. Default: what the server's
     * challenge and metadata name.
     */
    readonly scope?: string | readonly string[] | undefined;
    /**
     * A client that is registered already, or the name and the metadata document of a client that registers itself. The
     * metadata document may also come from the environment variable `FAST_AGENT_OAUTH_CLIENT_METADATA_URL`.
     */
    readonly client?: ClientOptions | undefined;
    /**
     * The redirect URI of `login`; `begin` takes its own. Default: one that the client is registered with; for a new
     * client http://127.0.0.1:3030/callback, or another port where 3030 is busy.
     */
    readonly redirect?: RedirectOptions | undefined;
    /**
     * Whether `fetch` may ask a person by itself. The MCP SDK gives up a request after 60 s: give it a longer `timeout`, or call
     * `login()` first. Default: false, `fetch` throws `login_required`.
     */
    readonly interactive?: boolean | undefined;
    /** The authorization server, whether the MCP server names one or not, and no other; needed with a client's secret. */
    readonly issuer?: string | undefined;
    /**
     * The metadata of the authorization server (RFC 8414), in the names of that document, where none is published. It is
     * checked as a fetched one is.
     */
    readonly authorizationServer?: Readonly<Record<string, unknown>> | undefined;
    /** Departures from the safe defaults. Default: none. */
    readonly allow?: Allow | undefined;
    /** More parameters for the authorization URL. */
    readonly authorizationParams?: Readonly<Record<string, string>> | undefined;
    /** Rules that replace those known for the provider, one by one; `false` for none. */
    readonly quirks?: Quirks | false | undefined;
    /** How long `login` waits for the browser, in ms. Default: 300 000. */
    readonly timeout?: number | undefined;
    /** Shows the URL to the person. Default: `openBrowser` of this package. */
    readonly openBrowser?: ((url: URL) => Promise<void>) | undefined;
    /**
     * Sends every request. Default: the global `fetch` at the time of the request. Requests to URLs that a server named
     * keep the rules of `@fast-agent-auth/guarded-fetch` with any `fetch`: which URLs, redirects, sizes and times. The
     * addresses of a name are checked only with the default, since a `fetch` of your own makes its connections itself.
     */
    readonly fetch?: typeof globalThis.fetch | undefined;
    /**
     * Further texts that no event, error or page may hold, such as a key that goes to the server in a header, which the
     * server may repeat. Tokens, codes and the secrets of clients need not be listed.
     */
    readonly redact?: readonly string[] | undefined;
    /**
     * Called with each event. Its errors are ignored, since a fault of a listener must not lose a token. Only an error at
     * `authorization_url` ends the sign-in, before a browser opens: a person must be able to see who asks.
     */
    readonly onEvent?: ((event: AuthEvent) => void) | undefined;
}

export interface BeginOptions extends Omit<Parameters<Session['begin']>[0], 'scope'>, Pick<LoginOptions, 'scope'> {
}

/** The codes of each class of errors, by the name of the class. */
export interface ErrorCodes {
    readonly AuthorizationError: AuthorizationErrorCode;
    readonly CallbackServerError: CallbackServerErrorCode;
    readonly DiscoveryError: DiscoveryErrorCode;
    readonly GuardedFetchError: GuardedFetchErrorCode;
    readonly KeyringError: KeyringErrorCode;
    readonly PkceError: 'pkce_unsupported';
    readonly TokenStoreError: TokenStoreErrorCode;
}

export interface LoginOptions extends Omit<SessionLoginOptions, 'scope'> {
    /**
     * The scope, or list of scopes, to ask for this time, instead of the option `scope`. Scopes that were asked for
     * before are kept.
     */
    readonly scope?: string | readonly string[] | undefined;
}

type Named = {
    readonly [Name in keyof ErrorCodes]: {
        readonly name: Name;
        readonly code: ErrorCodes[Name];
    };
};

export interface OpenBrowserOptions {
    /** Networks, besides the public internet, that the URL may lead to. Default: all. */
    readonly networks?: readonly Network[] | undefined;
    readonly platform?: string | undefined;
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
    /** Starts a program without a shell; resolves when it ends well. */
    readonly run?: ((program: string, args: readonly string[]) => Promise<void>) | undefined;
}

export interface RedirectOptions {
    /** Default: the host of a registered redirect URI, else 127.0.0.1, or localhost where the provider wants that. */
    readonly host?: '127.0.0.1' | 'localhost' | '[::1]' | undefined;
    /**
     * The port; 0 takes a free one. With a client that was registered beforehand no other port is tried: if the port is
     * busy, the error is `port_in_use`.
     */
    readonly port?: number | undefined;
    /** Default: `/callback`. */
    readonly path?: string | undefined;
    /**
     * The ports to try in turn if `port` is busy. Default 3030, 3031, 3032, 8080, then a free one; `[]` pins the port.
     */
    readonly fallbackPorts?: readonly number[] | undefined;
    /** The way back from the browser. Default: a callback server on loopback, to which the members above apply. */
    readonly listen?: Listen | undefined;
    /**
     * Reads the next text that a person pastes while the callback server waits: the address at which the browser ended,
     * if it cannot come back, as from another machine. Resolves with `undefined` if no text will come.
     */
    readonly readPasted?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined;
}

/** An event as its source sends it. */
export type SourceEvent = FlowEvent | CallbackEvent | McpEvent | StoreFallback;

/** There is no keychain, so tokens are kept in memory until this process ends. */
export interface StoreFallback {
    readonly type: 'store_fallback';
    /** The reason, and what to do about it. */
    readonly reason: string;
    readonly error: unknown;
}

/**
 * Every code that an error may have, for a table of messages of your own. Nine are codes of several classes, which an
 * `AuthError` tells apart by its `name`: `closed`, `insecure_url`, `invalid_key`, `invalid_option`, `issuer_mismatch`,
 * `later_version`, `resource_mismatch`, `unavailable` and `unreachable`.
 */
export declare const authErrorCodes: readonly AuthErrorCode[];

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
export declare function createAuth(serverUrl: string | URL, given?: AuthOptions): Auth;

/**
 * Our error within an error of a host: the error itself, or the nearest one below `cause`, `error` and `errors`. Our
 * error is known by its name and a code, so that two installations of this package agree, as `instanceof` would not.
 */
export declare function findAuthError(error: unknown): AuthError | undefined;

/**
 * The key of encrypted files, kept in the keychain of the operating system: `fileTokenStore({ key: keyFromKeychain })`,
 * of `fast-agent-auth/file-store`.
 *
 * @returns `undefined` where there is no keychain: then the file store takes its next best key for a new folder, and
 *   for a folder that was encrypted with this key it says that the key is missing
 * @throws KeyringError where the keychain does not answer or is locked: another key would not open the stored files
 */
export declare function keyFromKeychain(): Promise<Uint8Array | undefined>;

/**
 * Opens a URL in the person's browser: by `BROWSER` where that is set, else by the platform's own opener. No shell sees
 * the URL.
 *
 * @throws TypeError where the URL is not https, or http on loopback; Error where no browser can be started
 */
export declare function openBrowser(url: URL, options?: OpenBrowserOptions): Promise<void>;
