// @fast-agent-auth/flow
export {
  AccessToken,
  AuthorizationError,
  AuthorizationErrorCode,
  AuthorizationErrorOptions,
  AuthorizationRequest,
  Client,
  ClientOptions,
  CreateSessionOptions,
  EventSubject,
  FlowEvent,
  IssuedTokens,
  Listen,
  ListenOptions,
  LoginOptions,
  Outcome,
  PendingSignIn,
  PreRegisteredClient,
  Quote,
  Redirect,
  Refusal,
  RegistrationOptions,
  SelfRegisteringClient,
  ServerErrorCode,
  Session,
  SignIn,
  SignOut,
  Status,
  TokenEndpointAuthMethod,
  TokenRecord,
  TokenSet,
  TokenSource,
  createSession,
  listStatus,
  readStatus,
  serverKey,
}

// @fast-agent-auth/flow/steps
export {
  AuthorizationRequest,
  AuthorizeOptions,
  BeginKnownOptions,
  BeginOptions,
  DiscoverCachedOptions,
  FinishOptions,
  PendingSignIn,
  RefreshOptions,
  RevokeOptions,
  Revoked,
  StoreTokensOptions,
  authorize,
  begin,
  beginKnown,
  discoverCached,
  finish,
  refresh,
  revoke,
  storeTokens,
}

/** A token as it is sent. Only `accessToken` is required of a source of your own. */
export interface AccessToken {
    readonly accessToken: string;
    /** Default: `Bearer`. */
    readonly tokenType?: string | undefined;
    /** Milliseconds since 1970. */
    readonly expiresAt?: number | undefined;
    readonly scope?: string | undefined;
    /**
     * When the token was issued, in ms since 1970. Default: a token of `renew` counts as new, and the age of any other is
     * unknown.
     */
    readonly obtainedAt?: number | undefined;
    /** When a person signed in, in ms since 1970. Default: before the request. */
    readonly signedInAt?: number | undefined;
    readonly issuer?: string | undefined;
    /** The resource that the token is for (RFC 8707). */
    readonly resource?: string | undefined;
}

export declare class AuthorizationError extends Error {
    readonly name = "AuthorizationError";
    readonly code: AuthorizationErrorCode;
    /** The challenge with which the MCP server refused a request. */
    readonly challenge?: BearerChallenge | undefined;
    /**
     * The text that the authorization server sent by the browser. The message quotes it too, made safe for a terminal.
     */
    readonly quote?: Quote | undefined;
    /** How long to wait before trying again, in ms, if known. */
    readonly retryAfter?: number | undefined;
    /**
     * Data for a program that writes its own message: `problem` is the message without its next step, `option` the name
     * of the option concerned. Some codes have more.
     */
    readonly details?: ErrorDetails | undefined;
    constructor(code: AuthorizationErrorCode, problem: string, options?: AuthorizationErrorOptions);
}

/**
 * The reason why there are no tokens: the error code of the server, or one of ours. We use `invalid_client` also for an
 * answer that says the same in other words, and `invalid_request` for an authorization URL that would be too long or
 * must be pushed. Our codes:
 *
 * - `invalid_option`: an option has a value that cannot work. Nothing was sent.
 * - `login_required`: only a person can help. `challenge` has the server's reason.
 * - `token_renewed`: the tokens were refused and have been renewed: send the request again.
 * - `insufficient_scope`: the server requires a scope that was granted already, that it does not name, or that the
 *   options do not allow.
 * - `registration_required`: there is no client at the authorization server, and no way to register one; or no method
 *   of client authentication suits the server, the options and this library. `details` has the `issuer`, and where a
 *   person must register an application, the `redirectUri` and, if known, the place (`registration`).
 * - `timed_out`: nobody finished the sign-in in the browser in time.
 * - `state_mismatch`, `issuer_mismatch`: the response belongs to another request (RFC 6749 §10.12, RFC 9207).
 * - `resource_mismatch`: the stored tokens are for another server.
 * - `invalid_response`: a response that no specification allows.
 * - `insecure_url`: a URL to which nothing is sent, such as an endpoint in a private network of a public server.
 * - `unreachable`: there was no response, or one that asks to try later. Nothing is lost; `retryAfter` says when trying
 *   again may help, where that is known.
 * - `rate_limited`: too many requests were made lately. Nothing is lost; `retryAfter` says how long the limit lasts.
 * - `closed`: `close()` or `logout()` ended the sign-in.
 * - `unknown_server_error`: the server sent an error code that no specification names.
 */
export type AuthorizationErrorCode = ServerErrorCode | 'invalid_option' | 'login_required' | 'token_renewed' | 'insufficient_scope' | 'registration_required' | 'timed_out' | 'state_mismatch' | 'issuer_mismatch' | 'resource_mismatch' | 'invalid_response' | 'insecure_url' | 'unreachable' | 'rate_limited' | 'closed' | 'unknown_server_error';

export interface AuthorizationErrorOptions {
    readonly cause?: unknown;
    /** The next step, as the end of the message. */
    readonly next?: string | undefined;
    readonly details?: ErrorDetails | undefined;
    readonly challenge?: BearerChallenge | undefined;
    readonly quote?: Quote | undefined;
    readonly retryAfter?: number | undefined;
}

/** An authorization request (RFC 6749 §4.1.1). */
export interface AuthorizationRequest {
    /** The URL to open in the browser. */
    readonly url: URL;
    readonly pending: PendingSignIn;
}

export interface AuthorizeOptions extends DiscoverCachedOptions, Omit<BeginOptions, 'redirectUri' | 'redirectUris' | 'state' | 'store' | 'onEvent'> {
    readonly store: TokenStore;
    readonly listen: Listen;
    /** Shows the URL to a person. Where it fails, the event `authorization_url` has the link. */
    readonly openBrowser?: ((url: URL) => Promise<void>) | undefined;
    /** How long to wait for the browser, in ms. Default: 300 000. */
    readonly timeout?: number | undefined;
    /** Whether the wait for the browser keeps the process alive. Default: true. */
    readonly keepsAlive?: boolean | undefined;
    /** Called when the person was asked, with a function that shows the same link again. */
    readonly whenAskedAgain?: ((again: () => void) => void) | undefined;
    /** The reason for the sign-in, for the rate limit. Default: `person`. */
    readonly cause?: SignInCause | undefined;
    /** Called with the issuer before a person is asked; throws where the person may not be asked. */
    readonly mayAsk?: ((issuer: string) => void) | undefined;
    /** Limits sign-ins and token requests. */
    readonly rateLimit?: RateLimit | undefined;
}

export interface BeginKnownOptions extends BeginOptions {
    readonly store: TokenStore;
}

/** The options of `begin`. `networks` and `httpHosts` allow endpoints in other networks and without TLS. */
export interface BeginOptions extends RegistrationOptions, RequestedScopeOptions, PkcePolicy, UrlPolicy {
    readonly redirectUri: string;
    /** All redirect URIs to register, for later sign-ins as well. */
    readonly redirectUris?: readonly string[] | undefined;
    /** The `state` of the request. Default: a new random one. */
    readonly state?: string | undefined;
    /** The account of the sign-in, where one program serves many people. */
    readonly account?: string | undefined;
    /** More parameters of the authorization URL. */
    readonly authorizationParams?: Readonly<Record<string, string>> | undefined;
    /** Rules instead of the built-in ones for the provider; `false` for none. */
    readonly quirks?: Quirks | false | undefined;
    readonly onEvent?: ((event: FlowEvent) => void) | undefined;
}

/** A client at an authorization server (RFC 6749 §2). */
export interface Client {
    readonly clientId: string;
    readonly clientSecret?: string | undefined;
    readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
    /** The server does not decode the credentials of `Basic` (RFC 6749 §2.3.1), so they are not encoded. */
    readonly plainBasic?: boolean | undefined;
    /** The registered redirect URIs, where they are known. */
    readonly redirectUris?: readonly string[] | undefined;
    /** Milliseconds since 1970. */
    readonly secretExpiresAt?: number | undefined;
    /** The resource (RFC 8707) that the client registered for. */
    readonly resource?: string | undefined;
    /** The name (`client_name`) that the client registered with. */
    readonly name?: string | undefined;
    /** When the client registered, in milliseconds since 1970. */
    readonly registeredAt?: number | undefined;
    /** The form of the accepted registration, where it was not `whole`. */
    readonly registeredAs?: RegistrationForm | undefined;
    /** The time until which the authorization endpoint is not probed for this client, in ms since 1970. */
    readonly skipProbeUntil?: number | undefined;
    /** The server no longer knows this client. */
    readonly retired?: boolean | undefined;
    /** The scope that the client registered for. */
    readonly requestedScope?: string | undefined;
    /** The scope in the registration response: a server may grant no other. */
    readonly scope?: string | undefined;
}

/** The client at the authorization server: one that is registered already, or one that registers itself. */
export type ClientOptions = PreRegisteredClient | SelfRegisteringClient;

export interface CreateSessionOptions extends Omit<SessionOptions, 'onEvent'> {
    readonly onEvent?: ((event: FlowEvent & EventSubject) => void) | undefined;
}

export interface DiscoverCachedOptions extends Omit<DiscoverOptions, 'onEvent' | 'cached'> {
    /** The account whose stored tokens bind the server to its issuer. */
    readonly account?: string | undefined;
    /** A pre-registered client binds the server to its issuer. */
    readonly client?: ClientOptions | undefined;
    /** The store for the cache. Without a store, every sign-in discovers again. */
    readonly store?: TokenStore | undefined;
    /** Ignores the cache. */
    readonly rediscover?: boolean | undefined;
    readonly now?: (() => number) | undefined;
    /** The scope to ask for, which a person must see. */
    readonly scope?: string | undefined;
    /** The secrets that no scope may hold; they learn the names and URLs that a person must see. */
    readonly secrets?: Secrets | undefined;
    readonly onEvent?: ((event: FlowEvent) => void) | undefined;
}

/** The server and account of a session, in each of its events. */
export interface EventSubject {
    readonly serverUrl: string;
    readonly account?: string | undefined;
}

export interface FinishOptions extends RegistrationOptions, QuirksOptions {
    /** How long a sign-in may take from its beginning, in ms. Default: 15 minutes. */
    readonly lifetime?: number | undefined;
    /** Limits the requests. */
    readonly rateLimit?: RateLimit | undefined;
}

/** An event of a sign-in or of its tokens. No event holds a token, a code or a secret; URLs for the browser hold a `state`. */
export type FlowEvent = DiscoveryEvent
/**
 * A request was refused, and only a person can help. An error with the same code is thrown as well, which some hosts
 * swallow. There is no event for a request that a transport sends by itself, nor where requests may ask a person.
 */
 | {
    readonly type: 'login_required';
    readonly serverUrl: string;
    /** The server's reason, for `login({ challenge })`. */
    readonly challenge?: BearerChallenge | undefined;
}
/** A sign-in begins. Nothing else that shares the store signs in to this server now. */
 | {
    readonly type: 'sign_in_started';
    readonly serverUrl: string;
}
/** The server wants more scope than was granted, so a person is asked for `scope` too. */
 | {
    readonly type: 'step_up';
    readonly serverUrl: string;
    readonly scope: string;
}
/**
 * Another authorization server asks than last time. The person who reads its name must decide whether to sign in
 * there.
 */
 | {
    readonly type: 'issuer_changed';
    readonly serverUrl: string;
    readonly issuer: string;
    readonly before: string;
}
/**
 * A person is asked: open `url` in a browser. A listener that throws here ends the sign-in before a browser opens.
 */
 | {
    readonly type: 'authorization_url';
    readonly url: URL;
    readonly serverUrl: string;
    readonly issuer: string;
    readonly scope?: string | undefined;
    readonly redirectUri: string;
}
/** The browser could not be opened; the link still works. */
 | {
    readonly type: 'browser_failed';
    readonly error: unknown;
}
/**
 * Waiting for the browser to come back, or for another process, in which a person signs in to the same server and
 * whose tokens are shared.
 */
 | {
    readonly type: 'waiting';
    readonly for: 'browser' | 'other_process';
    readonly serverUrl: string;
    /** When the wait ends, in milliseconds since 1970. */
    readonly until?: number | undefined;
}
/** The browser's answer came, or will not come any more. */
 | {
    readonly type: 'waiting_ended';
    readonly serverUrl: string;
}
/** The browser came back with a code for this sign-in, which is now exchanged for tokens. */
 | {
    readonly type: 'callback_received';
    readonly serverUrl: string;
}
/** Signed in: the tokens are in the store. */
 | {
    readonly type: 'signed_in';
    readonly serverUrl: string;
    readonly issuer: string;
    /** The granted scope. */
    readonly scope?: string | undefined;
    /** Milliseconds since 1970. */
    readonly expiresAt?: number | undefined;
}
/** A sign-in that had started brought no tokens. Perhaps nobody waits for it any more. */
 | {
    readonly type: 'sign_in_failed';
    readonly serverUrl: string;
    readonly error: unknown;
}
/** The tokens were refreshed, without a person. */
 | {
    readonly type: 'refreshed';
    readonly serverUrl: string;
    readonly expiresAt?: number | undefined;
}
/** The authorization server no longer knows our client, so we register again, and the person is asked again. */
 | {
    readonly type: 'client_forgotten';
    readonly serverUrl: string;
    readonly issuer: string;
}
/** A refresh is sent to the authorization server. */
 | {
    readonly type: 'refreshing';
    readonly serverUrl: string;
}
/** Tokens were not refreshed. */
 | {
    readonly type: 'refresh_failed';
    readonly serverUrl: string;
    /** Whether the server has ended the sign-in, so that only a person can help. */
    readonly final: boolean;
    /** How long to wait before trying again, in ms, if known. */
    readonly retryAfter?: number | undefined;
    readonly error: unknown;
}
/** The tokens were deleted. */
 | {
    readonly type: 'signed_out';
    readonly serverUrl: string;
    readonly revoked: boolean;
}
/** New tokens could not be stored; this process goes on using them. */
 | {
    readonly type: 'store_failed';
    readonly serverUrl: string;
    readonly error: unknown;
}
/**
 * A stored record cannot be read, or its tokens are for another server, as `error` then says. The record counts as
 * "not signed in".
 */
 | {
    readonly type: 'record_damaged';
    readonly serverUrl: string;
    readonly error?: unknown;
};

/** The parts of earlier tokens that a new sign-in continues. */
export type HeldTokens = Partial<Pick<TokenSet, 'issuer' | 'clientId' | 'requestedScope'>>;

/**
 * The reason why a response was ignored: it has no `state`, a wrong one or more than one, another path than the
 * redirect URI, or came by POST without a `state` in its URL.
 */
export type IgnoredAnswer = 'no_state' | 'wrong_state' | 'repeated_state' | 'wrong_path' | 'posted';

/** Tokens as a session hands them out: without the refresh token. */
export type IssuedTokens = Omit<TokenSet, 'refreshToken'>;

/** Starts to wait for the redirect of the browser, by a callback server, a pasted URL, or both. */
export type Listen = (options: ListenOptions) => Promise<Redirect>;

export interface ListenOptions {
    /** The `state` (RFC 6749 §4.1.1) that the response must have. */
    readonly state: string;
    /**
     * The redirect URIs of a pre-registered client or a client metadata document: the listener uses one of them where it
     * can.
     */
    readonly preferred?: readonly string[] | undefined;
    /** The redirect URIs of earlier registrations: the listener prefers their ports. */
    readonly registered?: readonly string[] | undefined;
    /** The host that the authorization server requires, where the options name none. */
    readonly host?: 'localhost' | '127.0.0.1' | undefined;
    /** Closes the listener. */
    readonly signal?: AbortSignal | undefined;
}

export interface LoginOptions {
    /** The server's reason for a refusal, from a `login_required` error. */
    readonly challenge?: BearerChallenge | undefined;
    /** The scope to ask for this time, instead of the option `scope`. Scopes that were asked for before are kept. */
    readonly scope?: string | undefined;
    /** Asks the person even if there are usable tokens. */
    readonly force?: boolean | undefined;
    /** Asks the person, and registers a new client first, where clients register themselves. */
    readonly registerAnew?: boolean | undefined;
    /** Ends the wait, and also the sign-in unless other callers wait for it. */
    readonly signal?: AbortSignal | undefined;
}

/** The outcome of a sign-in, for the page in the browser. The page shows a quote of the server below the message. */
export type Outcome = 'signed_in' | {
    readonly error: 'denied' | 'expired' | 'failed';
    /** The problem, without the next step and the quote. */
    readonly message: string;
    readonly quote?: Quote | undefined;
};

/** A sign-in that waits for the browser. Plain JSON; its verifier and state are secret. */
export interface PendingSignIn {
    readonly serverUrl: string;
    readonly account?: string | undefined;
    readonly resource: string;
    /** Whether requests leave out the parameter `resource`, which the server does not know. */
    readonly omitsResource?: boolean | undefined;
    readonly issuer: string;
    /** Whether the server promises its issuer in the response (RFC 9207). */
    readonly issParameterSupported: boolean;
    readonly tokenEndpoint: string;
    readonly revocationEndpoint?: string | undefined;
    readonly clientId: string;
    readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
    /** The methods in the server's metadata: a secret that fails with one of them is sent with another. */
    readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined;
    readonly redirectUri: string;
    readonly state: string;
    readonly verifier: string;
    readonly requestedScope?: string | undefined;
    /** Milliseconds since 1970. */
    readonly startedAt: number;
}

/** A client that was registered at the authorization server beforehand. */
export interface PreRegisteredClient {
    readonly id: string;
    /**
     * The secret, which is sent to the authorization server of the option `issuer` only. Without that option, a sign-in ends
     * with `registration_required`.
     */
    readonly secret?: string | undefined;
    /**
     * Default: with a secret, the method that the server lists, `client_secret_basic` rather than `client_secret_post`;
     * else `none`.
     */
    readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined;
    /** The registered redirect URIs. The listener uses one of them where it can. */
    readonly redirectUris?: readonly string[] | undefined;
    readonly metadataUrl?: undefined;
}

/** Text of a server, as it was sent. */
export interface Quote {
    /** The host of the authorization server that sent it. */
    readonly from: string;
    readonly text: string;
}

/**
 * Limits the sign-ins and token requests that a server can cause, whatever it answers. A limited call fails at once,
 * with `retryAfter`, and nothing is lost.
 */
export interface RateLimit {
    /**
     * Counts a sign-in before it sends anything. Sign-ins by a person and sign-ins after a refused request are counted
     * apart. @throws AuthorizationError `rate_limited`
     */
    signIn(cause: SignInCause): void;
    /**
     * Counts a token request before it is sent. The limit for refreshes is lower, and a pause that a server demands in
     * its answer to a refresh applies only to refreshes. @throws AuthorizationError `rate_limited`
     */
    tokenRequest(grantType: string): void;
    /** Notes that the MCP server refused tokens. */
    refused(): void;
    /**
     * Checks whether a refresh may be tried that no person asked for. @throws AuthorizationError the error of the last
     * failed refresh
     */
    refresh(): void;
    /**
     * Checks whether a client may be registered. @throws AuthorizationError the error of the last registration to which
     * the server answered with a pause
     */
    registration(): void;
    /** Notes that a token request succeeded. */
    answered(): void;
    /** Notes that a request failed. @param request the grant type of a token request, or `registration` */
    failed(error: unknown, request: string): void;
}

/** A listener for the redirect of the browser. Close it when the sign-in ends. */
export interface Redirect {
    readonly redirectUri: string;
    /** All redirect URIs to register: the one above, and those that a later listener may use. */
    readonly redirectUris: readonly string[];
    /** The URL of the first request that has our `state`. Other requests are answered and change nothing. */
    readonly response: Promise<URL>;
    /** The reason why the last response that could not be tied to this sign-in was ignored. */
    ignored?(): IgnoredAnswer | undefined;
    /** Shows the outcome in the browser: success only after the tokens are stored. */
    finish(outcome: Outcome): Promise<void>;
    close(): Promise<void>;
    /** Lets the process end while it waits, as `server.unref()` does. */
    unref?(): void;
}

/** The last failed refresh with the refresh token of the record. */
export interface RefreshFailure {
    /** Milliseconds since 1970. */
    readonly at: number;
    /** How many final answers there were in a row; 0 after a first server error, which may pass. */
    readonly times: number;
    readonly code: string;
}

export interface RefreshOptions extends QuirksOptions {
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly now?: (() => number) | undefined;
    /** Limits the requests. */
    readonly rateLimit?: RateLimit | undefined;
    /** A person waits for the tokens, so the request is sent once more if the server does not know the client. */
    readonly byPerson?: boolean | undefined;
    /** The new token endpoint, where the old one is missing. Default: there is none. */
    readonly movedTo?: ((error: unknown) => Promise<string | undefined>) | undefined;
}

export interface Refusal<Token extends AccessToken = AccessToken> {
    /** The tokens that were sent. */
    readonly rejected?: Token | undefined;
    readonly challenge?: BearerChallenge | undefined;
    /** Whether a person may be asked. */
    readonly interactive?: boolean | undefined;
    readonly signal?: AbortSignal | undefined;
}

/**
 * The form of a registration request: `whole` has all metadata, `localhost` one redirect URI with that host name,
 * `least` only the members that every server accepts, and `confidential` is `least` for a client with a secret.
 */
export type RegistrationForm = (typeof registrationForms)[number];

export interface RegistrationOptions {
    readonly client?: ClientOptions | undefined;
    /** The authorization server that the secret of the client is for. Without this option, no secret is sent. */
    readonly issuer?: string | undefined;
    /** The store of dynamic registrations. Without a store, every sign-in registers a new client. */
    readonly store?: TokenStore | undefined;
    /** Registers a new client even if one is stored. */
    readonly registerAnew?: boolean | undefined;
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly now?: (() => number) | undefined;
    /** Limits the registrations. */
    readonly rateLimit?: RateLimit | undefined;
    readonly signal?: AbortSignal | undefined;
}

export interface RequestedScopeOptions {
    /** The scope to request, and no other. Default: the scope of the challenge, else of the metadata. */
    readonly scope?: string | undefined;
    /** Whether `scope` is requested together with the scope that was requested before. Default: false. */
    readonly addsScope?: boolean | undefined;
    /** Tokens of earlier sign-ins: the scope that they were requested with is requested again from the same issuer. */
    readonly held?: readonly (HeldTokens | undefined)[] | undefined;
}

export interface RevokeOptions {
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly signal?: AbortSignal | undefined;
}

export type Revoked = 'all' | 'refresh_token' | false;

/** Values that must not appear in any event, error, log or page. */
export interface Secrets {
    /**
     * Adds secrets that a server sent or was sent. The newest ones are kept, about 262 000 characters in all. A value of
     * fewer than 8 characters is no secret, nor is one that is words: otherwise a server could choose which words are
     * withheld.
     */
    learn(...values: readonly (string | undefined)[]): void;
    /** Adds secrets of the user, which are kept for good and may be words. */
    keep(...values: readonly (string | undefined)[]): void;
    /** Adds values that a person must see. A secret that is a part of such a value is not withheld anywhere. */
    publish(...values: readonly (string | undefined)[]): void;
    /** Replaces each secret in a text by `[redacted]`: whole, encoded, or cut off by `…`. */
    redact(text: string): string;
}

/**
 * A client with a Client ID Metadata Document, where the server supports those; at other servers it registers
 * dynamically (RFC 7591).
 */
export interface SelfRegisteringClient {
    readonly id?: undefined;
    readonly secret?: undefined;
    /** The https URL of a Client ID Metadata Document. */
    readonly metadataUrl?: string | undefined;
    /** The redirect URIs in that document. The listener uses one of them where it can. */
    readonly redirectUris?: readonly string[] | undefined;
    /** The name on the consent page (`client_name`). Default: `fast-agent-auth`. */
    readonly name?: string | undefined;
    /** The web page of the application (`client_uri`). A change registers no new client: only a new `name` does. */
    readonly uri?: string | undefined;
    readonly logoUri?: string | undefined;
    /** The identifier of the software, the same at every server (RFC 7591 §2), and its version. */
    readonly softwareId?: string | undefined;
    readonly softwareVersion?: string | undefined;
}

export type ServerErrorCode = (typeof serverCodes)[number];

/** A token source that a person can sign in to and out of. */
export interface Session extends TokenSource<IssuedTokens>, WebSignIn<SignIn> {
    /**
     * Asks a person to sign in. Without `force`, returns at once if usable tokens that match the options are stored. A
     * sign-in that no caller waits for any more is shown again and joined, or, if it is for something else, ended.
     */
    login(options?: LoginOptions): Promise<SignIn>;
    /**
     * Ends a sign-in of this session that is under way, revokes the tokens at the server, and deletes them even if they
     * cannot be revoked.
     */
    logout(options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<SignOut>;
    status(): Promise<Status>;
    /**
     * Ends a sign-in of this session that is under way, and its listener: callers that wait get the error `closed`. Tokens
     * stay stored, and the session can be used again. Resolves when the listener is closed.
     */
    close(): Promise<void>;
}

export type SessionOptions = Omit<AuthorizeOptions, 'challenge' | 'held' | 'rediscover' | 'registerAnew' | 'cause' | 'mayAsk' | 'keepsAlive' | 'whenAskedAgain' | 'signal'>;

/** The outcome of a sign-in. */
export interface SignIn {
    /** Whether a person was asked, here or in another process; else usable tokens were stored. */
    readonly prompted: boolean;
    readonly issuer: string;
    /** The scope as it was granted. */
    readonly scope?: string | undefined;
    /** Whether the access token is renewed without a person. */
    readonly refreshable: boolean;
    /** When the access token expires, in milliseconds since 1970. */
    readonly expiresAt?: number | undefined;
}

export type SignInCause = 'person' | 'refusal';

/** The outcome of a sign-out. */
export interface SignOut {
    /** Whether there were tokens, which are deleted now. */
    readonly deleted: boolean;
    /** Whether the server ended them; false where it has no revocation endpoint or did not answer. */
    readonly revoked: boolean;
    /** The reason why the tokens were not revoked; `undefined` where the server has no revocation endpoint. */
    readonly error?: unknown;
    /**
     * The time until which the access token may work even if it was revoked, in milliseconds since 1970: a server may
     * accept it without asking its issuer.
     */
    readonly accessTokenExpiresAt?: number | undefined;
}

/** The state of a sign-in, without its tokens. */
export interface Status {
    readonly serverKey: string;
    /** The URL, with the names of its query parameters and without their values. */
    readonly serverUrl: string;
    readonly account?: string | undefined;
    /**
     * `ready`: the access token can be used. `refreshable`: it has expired, and there is a refresh token. `missing`: nobody has
     * signed in, or somebody signed out. `sign_in_required`: there was a sign-in, and only a person can help. `damaged`: the record cannot be read, is for another server, or was written by a later version of this
     * program; other calls say which.
     */
    readonly state: 'ready' | 'refreshable' | 'sign_in_required' | 'missing' | 'damaged';
    readonly issuer?: string | undefined;
    readonly scope?: string | undefined;
    /** When the access token expires, in ms since 1970. With a refresh token, the sign-in lasts longer, and nobody knows how long. */
    readonly expiresAt?: number | undefined;
    /** Whether there is a refresh token, with which the access token is renewed without a person. */
    readonly refreshable: boolean;
}

export interface StoreTokensOptions {
    readonly store: TokenStore;
    readonly account?: string | undefined;
    readonly client?: ClientOptions | undefined;
    readonly issuer?: string | undefined;
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly onEvent?: ((event: FlowEvent) => void) | undefined;
    /** Ends the sign-in: the tokens are revoked. */
    readonly signal?: AbortSignal | undefined;
}

export type TokenEndpointAuthMethod = (typeof tokenEndpointAuthMethods)[number];

/** The record that a store keeps for a server and account. */
export interface TokenRecord {
    readonly tokens: TokenSet;
    /**
     * When the MCP server last refused these tokens although they had been renewed, in ms since 1970. It decides whether
     * they are refreshed again for now, and says nothing about their validity.
     */
    readonly refusedAt?: number | undefined;
    readonly refreshFailure?: RefreshFailure | undefined;
}

/** The tokens of a response, with all that is needed to use, refresh and revoke them. Plain JSON. */
export interface TokenSet {
    readonly issuer: string;
    readonly tokenEndpoint: string;
    readonly revocationEndpoint?: string | undefined;
    readonly clientId: string;
    readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
    /** The server accepted the credentials of `Basic` only without the encoding of RFC 6749 §2.3.1. */
    readonly plainBasic?: boolean | undefined;
    /** The methods in the server's metadata (`token_endpoint_auth_methods_supported`). */
    readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined;
    /** The resource that the tokens are for (RFC 8707). */
    readonly resource: string;
    /** Whether requests leave out the parameter `resource`: the server does not know it, or has refused it. */
    readonly omitsResource?: boolean | undefined;
    readonly tokenType: string;
    readonly accessToken: string;
    readonly refreshToken?: string | undefined;
    /** When a person signed in, in ms since 1970; a refresh does not change it. */
    readonly signedInAt: number;
    /** When the access token was issued, in ms since 1970. */
    readonly obtainedAt: number;
    /** In ms since 1970. Without it the access token is used until it is refused. */
    readonly expiresAt?: number | undefined;
    readonly requestedScope?: string | undefined;
    /** The granted scope. */
    readonly scope?: string | undefined;
}

/** Supplies tokens for one server and account. */
export interface TokenSource<Token extends AccessToken = AccessToken> {
    /**
     * Stored tokens, refreshed when about to expire; `undefined` where a person has to sign in, who is never asked here. A source
     * throws where trying again later may help: a session `unreachable`, `rate_limited`, or an error of its store.
     */
    token(options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<Token | undefined>;
    /**
     * Tokens to send after a refusal: newer ones of another process, else refreshed ones, else those of a new sign-in if
     * `interactive`.
     */
    renew(refusal: Refusal<Token>): Promise<Token>;
}

interface WebBeginOptions {
    /** The whole URL to which the browser comes back. A client that is registered already must have it among its own. */
    readonly redirectUri: string;
    /** The server's reason for a refusal, from a `login_required` error. It may ask for more scope; `scope` replaces that. */
    readonly challenge?: BearerChallenge | undefined;
    /** The scope to ask for this time, instead of the option `scope`. Scopes that were asked for before are kept. */
    readonly scope?: string | undefined;
    readonly signal?: AbortSignal | undefined;
}

/** A sign-in in two halves, for a web application. */
export interface WebSignIn<Outcome> {
    /** The first half: the page of the authorization server to send the browser to, and the sign-in to keep for `finish`. */
    begin(options: WebBeginOptions): Promise<AuthorizationRequest>;
    /**
     * The second half, which any process may run: it exchanges the code, and stores the tokens before it resolves.
     *
     * @param callback the whole redirect URL at which the browser came back, with its query
     */
    finish(pending: PendingSignIn, callback: URL | string, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<Outcome>;
}

/**
 * Signs in a person at this machine, from the server URL to stored tokens. The page in the browser says that it worked
 * only after the tokens are stored. Where the authorization server no longer knows a stored client, a new one is
 * registered, once, and the person is asked again.
 *
 * @throws AuthorizationError, DiscoveryError or PkceError; errors of the listener and of the store; the signal's reason
 * @example
 * const store = memoryTokenStore()
 * const tokens = await authorize('https://mcp.example.com/mcp', { store, listen, openBrowser })
 */
export declare function authorize(serverUrl: string, options: AuthorizeOptions): Promise<TokenSet>;

/**
 * The first half of a sign-in: finds or registers the client and creates the URL to open in a browser. Stores no
 * tokens. Pass `pending` to `finish`, in this process or another.
 *
 * @throws AuthorizationError; PkceError where the server does not support PKCE; errors of the store
 * @example
 * const target = await discover('https://mcp.example.com/mcp')
 * const { url, pending } = await begin(target, { redirectUri: 'https://app.example.com/callback' })
 */
export declare function begin(target: Target, options: BeginOptions): Promise<AuthorizationRequest>;

/**
 * Begins a sign-in as `begin` does, for a browser on another machine, where an error page of the server would not be
 * noticed: the authorization endpoint is probed first with the stored client. If it rejects that client, a new one is
 * registered, once.
 *
 * @throws AuthorizationError; PkceError where the server does not support PKCE; errors of the store
 */
export declare function beginKnown(target: Target, options: BeginKnownOptions): Promise<AuthorizationRequest>;

/**
 * The tokens of one server and account: read from the store, refreshed, and requested from a person where one may be
 * asked. No error, no message of an event and no result holds a secret, except for the access token.
 *
 * @example
 * const session = createSession('https://mcp.example.com/mcp', { store: memoryTokenStore(), listen: createListen() })
 * await session.login()
 */
export declare function createSession(serverUrl: string, options: CreateSessionOptions): Session;

/**
 * Discovers as `discover` does, with a cache of a day for all accounts. The cache is not used with a challenge, which
 * must be followed (RFC 9728 §5.2), with other options, or with a function that selects the issuer.
 *
 * @throws DiscoveryError; errors of the store where it cannot be read
 */
export declare function discoverCached(serverUrl: string, options: DiscoverCachedOptions): Promise<Target>;

/**
 * The second half of a sign-in: checks the response at the redirect URI and exchanges its code for tokens, once. Stores
 * no tokens.
 *
 * @param callback the whole URL to which the browser was redirected
 * @throws AuthorizationError; errors of the store where the secret of a client cannot be read
 * @example
 * const tokens = await finish(pending, request.url)
 * await storeTokens(pending.serverUrl, tokens, { store })
 */
export declare function finish(pending: PendingSignIn, callback: URL | string, options?: FinishOptions): Promise<TokenSet>;

/** The status of all stored tokens, sorted by server key. */
export declare function listStatus(store: TokenStore, now: number): Promise<readonly Status[]>;

/** The status of one server key. */
export declare function readStatus(store: TokenStore, serverKey: string, now: number): Promise<Status>;

/**
 * Requests new tokens with a refresh token (RFC 6749 §6). There is no signal: once the request is sent, the old refresh
 * token may be dead. A scope or a refresh token that the response leaves out stays the same.
 *
 * The refresh token is sent three times at most: the first refresh after a sign-in is repeated without `resource` if
 * the server refuses that parameter, and the new tokens remember that; and a refresh is repeated at the new endpoint
 * where the old one is missing.
 *
 * @throws AuthorizationError `invalid_grant` where the refresh token is dead; `unreachable` where nothing is lost and a
 * later refresh may succeed; else the error code of the server or `invalid_response`
 * @example
 * const client = { clientId: tokens.clientId, tokenEndpointAuthMethod: tokens.tokenEndpointAuthMethod }
 * const fresh = await refresh(tokens, client)
 */
export declare function refresh(tokens: TokenSet, client: Client, options?: RefreshOptions): Promise<TokenSet>;

declare const registrationForms: readonly ["whole", "localhost", "least", "confidential"];

/**
 * Revokes tokens (RFC 7009): first the refresh token, then the access token, since not every server revokes both at
 * once. Then a refusal to revoke the access token is no error: the token may be revoked already, or of a kind that the
 * server does not revoke.
 *
 * @returns `refresh_token` where only that one was revoked; `false` where the server has no revocation endpoint
 * @throws AuthorizationError `unreachable`, or the error code of the server
 * @example
 * await revoke(tokens, { clientId: tokens.clientId, tokenEndpointAuthMethod: tokens.tokenEndpointAuthMethod })
 */
export declare function revoke(tokens: TokenSet, client: Client, options?: RevokeOptions): Promise<Revoked>;

/** The error codes of RFC 6749 §4.1.2.1 and §5.2, RFC 7591 §3.2.2 and RFC 8707 §2. */
declare const serverCodes: readonly ["access_denied", "invalid_client", "invalid_client_metadata", "invalid_grant", "invalid_redirect_uri", "invalid_request", "invalid_scope", "invalid_target", "server_error", "temporarily_unavailable", "unauthorized_client", "unsupported_grant_type", "unsupported_response_type"];

/**
 * The name of the records of a server: scheme and host in lower case, without user info, default port, fragment and
 * trailing slash; with an account, `<account>@` comes first. Servers with different queries are different: the key has
 * the names of the parameters after `?`, and a hash of the query after `#`, since a value may be a secret.
 */
export declare function serverKey(serverUrl: string, account?: string): string;

/**
 * Stores the tokens of a sign-in. Where that fails, they are revoked, since nothing would use or revoke them later.
 *
 * @throws the signal's reason; errors of the store; AuthorizationError `unreachable` where another process has its turn
 * for a minute
 */
export declare function storeTokens(serverUrl: string, tokens: TokenSet, options: StoreTokensOptions): Promise<void>;

declare const tokenEndpointAuthMethods: readonly ["none", "client_secret_basic", "client_secret_post"];
