// @fast-agent-auth/flow
export {
  AccessToken,
  AuthorizationError,
  AuthorizationErrorCode,
  AuthorizationErrorOptions,
  AuthorizeOptions,
  BeginKnownOptions,
  BeginOptions,
  AuthorizationRequest,
  Client,
  ClientOptions,
  DiscoverCachedOptions,
  FinishOptions,
  FlowEvent,
  Listen,
  ListenOptions,
  LoginOptions,
  Outcome,
  PendingSignIn,
  PreRegisteredClient,
  Quote,
  RateLimit,
  Redirect,
  RefreshOptions,
  Refusal,
  RegistrationOptions,
  RevokeOptions,
  Revoked,
  Secrets,
  SelfRegisteringClient,
  ServerErrorCode,
  Session,
  SessionOptions,
  SignOut,
  Status,
  StoreTokensOptions,
  TokenEndpointAuthMethod,
  TokenRecord,
  StoredTokens,
  TokenSet,
  TokenSource,
  aliasStore,
  authorize,
  begin,
  beginKnown,
  createSecrets,
  createSession,
  storedTokens,
  discoverCached,
  finish,
  isAccessToken,
  isPreRegistered,
  listStatus,
  rateLimitFor,
  readStatus,
  redactValue,
  redactingErrors,
  redactingListener,
  refresh,
  revoke,
  secretsInHeaders,
  serverKey,
  signOutStored,
  storeTokens,
  untilAborted,
}

// @fast-agent-auth/flow/redaction
export {
  Secrets,
  createSecrets,
  isWords,
  publishUrls,
  redactValue,
  secretsInHeaders,
  secretsInUrl,
}

// @fast-agent-auth/flow/status
export {
  Status,
  isKeyOf,
  listStatus,
  parseServerKey,
  readStatus,
  serverKey,
}

/** A token as it is sent. Only `accessToken` is required of a source of one's own. */
export interface AccessToken {
    readonly accessToken: string;
    /** Default: `Bearer`. */
    readonly tokenType?: string | undefined;
    /** Milliseconds since 1970. */
    readonly expiresAt?: number | undefined;
    readonly scope?: string | undefined;
    /** When it was issued, in milliseconds since 1970. Default: what `renew` gives is new, and of any other nothing is known. */
    readonly obtainedAt?: number | undefined;
    /** When a person signed in, in milliseconds since 1970. Default: before all that is asked for. */
    readonly signedInAt?: number | undefined;
    readonly issuer?: string | undefined;
    /** RFC 8707: whom it is for. */
    readonly resource?: string | undefined;
}

export declare class AuthorizationError extends Error {
    readonly name = "AuthorizationError";
    readonly code: AuthorizationErrorCode;
    /** What the server asked for when it refused a request. */
    readonly challenge?: BearerChallenge | undefined;
    /** What the authorization server told the browser. The message has it too, made fit for a terminal. */
    readonly quote?: Quote | undefined;
    /** For how long trying again is of no use, in ms, where that is known. */
    readonly retryAfter?: number | undefined;
    /**
     * Data for a program that writes its own sentence: `problem` is the message without its next step, `option` the option
     * that it is about. The code says what else there is.
     */
    readonly details?: ErrorDetails | undefined;
    constructor(code: AuthorizationErrorCode, problem: string, options?: AuthorizationErrorOptions);
}

/**
 * Why there are no tokens. The server's own word, which is also ours for what a server does before it can say it:
 * `invalid_client` for an answer that says so in other words, `invalid_request` for an authorization URL that would be too
 * long or is to be pushed. Else:
 *
 * - `invalid_option`: an option is none that could work. Nothing was asked.
 * - `login_required`: only a person can help. `challenge` says what the server asked for.
 * - `token_renewed`: the tokens were refused and have been renewed: send the request again.
 * - `insufficient_scope`: the server wants a scope that we have already, that it does not name, or that is not allowed.
 * - `registration_required`: the authorization server does not know us, and there is no way to register; or what it or the options say
 *   of client authentication rules every way out. `details` has its `issuer`, and where a person is to register an
 *   application the `redirectUri` and, if known, the place (`registration`).
 * - `timed_out`: nobody answered in the browser.
 * - `state_mismatch`, `issuer_mismatch`: the answer is not to our request (RFC 6749 §10.12, RFC 9207).
 * - `resource_mismatch`: the stored tokens are for another server.
 * - `invalid_response`: an answer that no specification allows.
 * - `insecure_url`: a request to where nothing is sent: an endpoint in a private network, say, of a server in public.
 * - `unreachable`: no answer, or one that says "not now". Nothing is lost; trying again may help, where
 *   `retryAfter` says so not before.
 * - `rate_limited`: so much was asked lately that we ask no more for now. Nothing is lost; `retryAfter` says for how long.
 * - `closed`: the sign-in was ended by `close()` or `logout()`.
 * - `refused`: the server sent an error that no specification names.
 */
export type AuthorizationErrorCode = ServerErrorCode | 'invalid_option' | 'login_required' | 'token_renewed' | 'insufficient_scope' | 'registration_required' | 'timed_out' | 'state_mismatch' | 'issuer_mismatch' | 'resource_mismatch' | 'invalid_response' | 'insecure_url' | 'unreachable' | 'rate_limited' | 'closed' | 'refused';

export interface AuthorizationErrorOptions {
    readonly cause?: unknown;
    /** The end of the message, in the words of the library. */
    readonly next?: string | undefined;
    readonly details?: ErrorDetails | undefined;
    readonly challenge?: BearerChallenge | undefined;
    readonly quote?: Quote | undefined;
    readonly retryAfter?: number | undefined;
}

export interface AuthorizeOptions extends DiscoverCachedOptions, Omit<BeginOptions, 'redirectUri' | 'redirectUris' | 'state' | 'store' | 'onEvent'> {
    readonly store: TokenStore;
    readonly listen: Listen;
    /** Shows the URL to a person. Where it fails, the `authorization_url` event has the link. */
    readonly openBrowser?: ((url: URL) => Promise<void>) | undefined;
    /** How long to wait for the browser, in ms. Default: 300 000. */
    readonly timeout?: number | undefined;
    /** Whether the wait for the browser keeps the process alive. Default: true. */
    readonly keepsAlive?: boolean | undefined;
    /** Is given, once the person was asked, how to ask them again with the same link. */
    readonly whenAskedAgain?: ((again: () => void) => void) | undefined;
    /** The reason for the sign-in, for the limit. Default: a person asked for it. */
    readonly cause?: SignInCause | undefined;
    /** Is asked, once the authorization server is known, whether a person may be sent there; it throws where not. */
    readonly mayAsk?: ((issuer: string) => void) | undefined;
    /** Limits windows and token requests. */
    readonly rateLimit?: RateLimit | undefined;
}

export interface BeginKnownOptions extends BeginOptions {
    readonly store: TokenStore;
}

/** `networks` and `httpHosts`: where the endpoints may be, besides everybody's networks and the server's own. */
export interface BeginOptions extends RegistrationOptions, RequestedScopeOptions, PkcePolicy, UrlPolicy {
    readonly redirectUri: string;
    /** All that may be used later; a dynamic registration names them all. */
    readonly redirectUris?: readonly string[] | undefined;
    /** Default: a fresh one. */
    readonly state?: string | undefined;
    /** Whose sign-in this is, where one program serves many people. */
    readonly account?: string | undefined;
    /** More parameters for the authorization URL. */
    readonly authorizationParams?: Readonly<Record<string, string>> | undefined;
    /** Other rules than those that are known for the provider; `false` for none. */
    readonly quirks?: Quirks | false | undefined;
    /** What no URL may hold. */
    readonly secrets?: Secrets | undefined;
    readonly onEvent?: ((event: FlowEvent) => void) | undefined;
}

export interface AuthorizationRequest {
    /** To open in the browser. */
    readonly url: URL;
    readonly pending: PendingSignIn;
}

/** Who we are at an authorization server. */
export interface Client {
    readonly clientId: string;
    readonly clientSecret?: string | undefined;
    readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
    /** Its id and secret stand behind `Basic` as they are, since the server does not decode them (RFC 6749 §2.3.1). */
    readonly plainBasic?: boolean | undefined;
    /** The redirect URIs that were registered, where they are known. */
    readonly redirectUris?: readonly string[] | undefined;
    /** Milliseconds since 1970. */
    readonly secretExpiresAt?: number | undefined;
    /** The resource (RFC 8707) that it registered itself for. */
    readonly resource?: string | undefined;
    /** Under which name it registered itself. */
    readonly name?: string | undefined;
    /** When it registered itself, in milliseconds since 1970. */
    readonly registeredAt?: number | undefined;
    /** The form of our registration that was accepted, where that was not the whole. */
    readonly registeredAs?: RegistrationForm | undefined;
    /** Until when its server is taken to lead no program on, in milliseconds since 1970. */
    readonly silentUntil?: number | undefined;
    /** The server has said that it does not know it. */
    readonly retired?: boolean | undefined;
    /** The scope that it registered itself for. */
    readonly requestedScope?: string | undefined;
    /** The scope that the answer names: a server may grant it no other. */
    readonly scope?: string | undefined;
}

/** How we become known there. */
export type ClientOptions = PreRegisteredClient | SelfRegisteringClient;

export interface DiscoverCachedOptions extends Omit<DiscoverOptions, 'onEvent' | 'kept'> {
    /** Whose tokens count as kept. */
    readonly account?: string | undefined;
    /** A client that is registered beforehand belongs to a server already. */
    readonly client?: ClientOptions | undefined;
    /** Where discovery is kept; without it every sign-in discovers anew. */
    readonly store?: TokenStore | undefined;
    /** Looks at nothing that was kept. */
    readonly rediscover?: boolean | undefined;
    readonly now?: (() => number) | undefined;
    /** Learn whom a person must see. */
    readonly secrets?: Secrets | undefined;
    readonly onEvent?: ((event: FlowEvent) => void) | undefined;
}

export interface FinishOptions extends RegistrationOptions, QuirksOptions {
    /** How long after its beginning a sign-in may end, in ms. Default: 15 minutes. */
    readonly lifetime?: number | undefined;
    /** Limits what is sent. */
    readonly rateLimit?: RateLimit | undefined;
}

/** What happens on the way. No event holds a token, a code or a secret; URLs for the browser hold a `state`. */
export type FlowEvent = DiscoveryEvent
/**
 * A refused request for which only a person can help. It is thrown as well, with the same code, and some hosts swallow
 * that. Not told of what a transport sends by itself, nor where a request may ask a person.
 */
 | {
    readonly type: 'login_required';
    readonly serverUrl: string;
    /** The server's reason, for `login({ challenge })`. */
    readonly challenge?: BearerChallenge | undefined;
}
/** A sign-in begins: nobody else who shares the store signs in to this server now. */
 | {
    readonly type: 'sign_in_started';
    readonly serverUrl: string;
}
/** The server wants more scope than was granted: a person is asked for `scope` besides. */
 | {
    readonly type: 'step_up';
    readonly serverUrl: string;
    readonly scope: string;
}
/** Another authorization server than the last time asks: what it is to be told is decided by who reads its name. */
 | {
    readonly type: 'issuer_changed';
    readonly serverUrl: string;
    readonly issuer: string;
    readonly before: string;
}
/** A person is asked: open `url` in a browser. A listener that throws here ends the sign-in before one opens. */
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
/** Waiting for the browser to come back, for at most `timeout` ms. */
 | {
    readonly type: 'waiting';
    readonly for: 'browser';
    readonly serverUrl: string;
    readonly redirectUri: string;
    readonly timeout: number;
}
/** Another process asks its person to sign in to the same server; its tokens will be ours too. */
 | {
    readonly type: 'waiting';
    readonly for: 'other_process';
    readonly serverUrl: string;
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
    /** As it was granted. */
    readonly scope?: string | undefined;
    /** Milliseconds since 1970. */
    readonly expiresAt?: number | undefined;
}
/** A sign-in that had started brought no tokens. Perhaps nobody waits for it any more. */
 | {
    readonly type: 'sign_in_failed';
    readonly serverUrl: string;
    readonly error: unknown;
} | {
    readonly type: 'refreshed';
    readonly serverUrl: string;
}
/** The authorization server has forgotten our registration: we register anew, and the person is asked again. */
 | {
    readonly type: 'client_forgotten';
    readonly serverUrl: string;
    readonly issuer: string;
}
/** What was discovered could not be stored: the next sign-in discovers anew. */
 | {
    readonly type: 'discovery_not_stored';
    readonly serverUrl: string;
    readonly error: unknown;
}
/** Tokens were not refreshed; `lost` says whether the server ended them. */
 | {
    readonly type: 'refresh_failed';
    readonly serverUrl: string;
    readonly lost: boolean;
    readonly error: unknown;
}
/** New tokens could not be stored; this process goes on with them. */
 | {
    readonly type: 'store_failed';
    readonly serverUrl: string;
    readonly error: unknown;
}
/**
 * A stored record cannot be read, or its tokens are for another server, as `error` says then. It counts as "not signed
 * in".
 */
 | {
    readonly type: 'record_damaged';
    readonly key: string;
    readonly error?: unknown;
};

/**
 * Without our state, with another, with more than one, at another path than that of the redirect URI, or by POST without
 * a state in the address.
 */
export type IgnoredAnswer = 'no_state' | 'wrong_state' | 'repeated_state' | 'wrong_path' | 'posted';

/** Opens the way back from the browser: a callback server, a pasted URL, or both in a race. */
export type Listen = (options: ListenOptions) => Promise<Redirect>;

export interface ListenOptions {
    /** The `state` (RFC 6749 §4.1.1) that the answer must carry. */
    readonly state: string;
    /** The redirect URIs of a client that was set up: one of these is bound where that is possible. */
    readonly preferred?: readonly string[] | undefined;
    /** The redirect URIs of registrations that were made earlier: one of their ports is bound rather than just any. */
    readonly registered?: readonly string[] | undefined;
    /** The host of the redirect that the authorization server takes, where nobody chose one. */
    readonly host?: 'localhost' | '127.0.0.1' | undefined;
    /** Closes the listener. */
    readonly signal?: AbortSignal | undefined;
}

export interface LoginOptions {
    /** Why a request was refused, from a `login_required` error. */
    readonly challenge?: BearerChallenge | undefined;
    /** The scope to ask for this time, instead of the one in the options. */
    readonly scope?: string | undefined;
    /** Asks the person although there are usable tokens. */
    readonly force?: boolean | undefined;
    /** Asks the person, and registers a new client first, where clients register themselves. */
    readonly registerAnew?: boolean | undefined;
    /** Ends the sign-in too, unless others wait for it. */
    readonly signal?: AbortSignal | undefined;
}

/** How a sign-in ended, for the page that the person sees. Where a server said why, the page shows that as its words. */
export type Outcome = 'signed_in' | {
    readonly error: 'denied' | 'expired' | 'failed';
    /** Without the next step, and without the words of the quote. */
    readonly message: string;
    readonly quote?: Quote | undefined;
};

/** A sign-in that waits for the browser. Plain JSON; the verifier and the state in it are secret. */
export interface PendingSignIn {
    readonly serverUrl: string;
    readonly account?: string | undefined;
    readonly resource: string;
    /** The server has no metadata that announces the parameter `resource`, which is not sent then. */
    readonly omitsResource?: boolean | undefined;
    readonly issuer: string;
    /** Whether the server says that it puts its issuer into the answer (RFC 9207). */
    readonly issParameterSupported: boolean;
    readonly tokenEndpoint: string;
    readonly revocationEndpoint?: string | undefined;
    readonly clientId: string;
    readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
    /** What the server's metadata lists: a secret that is not accepted in one way may be in another. */
    readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined;
    readonly redirectUri: string;
    readonly state: string;
    readonly verifier: string;
    readonly requestedScope?: string | undefined;
    /** Milliseconds since 1970. */
    readonly startedAt: number;
}

/** A client that somebody registered beforehand. */
export interface PreRegisteredClient {
    readonly id: string;
    /** Sent to the authorization server of the option `issuer`, which must be set as well. */
    readonly secret?: string | undefined;
    /** Default: with a secret what the server takes, `client_secret_basic` rather than `client_secret_post`; else `none`. */
    readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined;
    /** What was registered there. One of these is listened on where that is possible. */
    readonly redirectUris?: readonly string[] | undefined;
}

/** Words of a server, as it sent them. */
export interface Quote {
    /** Whose words these are: the host of the authorization server. */
    readonly from: string;
    readonly text: string;
}

/**
 * Keeps a server, whatever it answers, from making us open windows and send token requests without end. What it holds
 * back fails at once, with when it may be tried again, and nothing is lost.
 */
export interface RateLimit {
    /**
     * Counts a sign-in, before anything is asked for it: those that a person asked for apart from those that a refused request
     * began. @throws AuthorizationError `rate_limited`
     */
    signIn(cause: SignInCause): void;
    /**
     * Counts a token request, before it is sent: fewer refreshes than there may be requests. A pause that was told to a refresh
     * holds back refreshes alone. @throws AuthorizationError `rate_limited`
     */
    tokenRequest(grantType: string): void;
    /** The server refused tokens. */
    refused(): void;
    /** Whether a refresh that no person asked for may be tried. @throws AuthorizationError, as the last one that failed */
    refresh(): void;
    /** Whether a client may be registered. @throws AuthorizationError, as the last one that was told to wait */
    registration(): void;
    /** A token request brought tokens. */
    answered(): void;
    /** @param request the grant type of a token request, or `registration` */
    failed(error: unknown, request: string): void;
}

export interface RecordUpdate {
    readonly signal?: AbortSignal | undefined;
    /** How many bytes the next record may have: where they cannot be kept, `change` does not run. */
    readonly reserve?: number | undefined;
    /**
     * Whether what the store does not take stands in for what it was to replace, as the only tokens that live. Default: true.
     */
    readonly replacesStored?: boolean | undefined;
}

type Redact = (text: string) => string;

/** A way back that is open. Close it when the sign-in is over, however it ended. */
export interface Redirect {
    readonly redirectUri: string;
    /** The one above first, then what a later listener may bind: all are registered. */
    readonly redirectUris: readonly string[];
    /** The first request that carries our state. Others are answered and change nothing. */
    readonly response: Promise<URL>;
    /** The reason why the last answer was not taken that came and could not be tied to this sign-in. */
    ignored?(): IgnoredAnswer | undefined;
    /** Answers the waiting browser: success only after the tokens are stored. */
    finish(outcome: Outcome): Promise<void>;
    close(): Promise<void>;
    /** Lets the process end although nobody has come back, as `server.unref()` does. */
    unref?(): void;
}

/** The last answer to a refresh with the refresh token of the record, where it was not tokens. */
export interface RefreshFailure {
    /** Milliseconds since 1970. */
    readonly at: number;
    /** How many such answers there were in a row; 0 after a first one that may pass. */
    readonly times: number;
    readonly code: string;
}

export interface RefreshOptions extends QuirksOptions {
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly now?: (() => number) | undefined;
    /** Limits what is sent. */
    readonly rateLimit?: RateLimit | undefined;
    /** A person waits for it: a client that is not known is asked for once more. */
    readonly asked?: boolean | undefined;
    /** Tells, where nobody answers as a token endpoint does, to which other one it has moved. Default: to none. */
    readonly movedTo?: ((error: unknown) => Promise<string | undefined>) | undefined;
}

export interface Refusal<Token extends AccessToken = AccessToken> {
    /** The tokens that were sent. */
    readonly rejected?: Token | undefined;
    readonly challenge?: BearerChallenge | undefined;
    /** This very request was already sent with renewed tokens: they are not refreshed again. */
    readonly renewed?: boolean | undefined;
    /** This very request has waited for a sign-in, and was sent with its tokens: no person is asked again for the same. */
    readonly asked?: boolean | undefined;
    /** Whether a person may be asked. */
    readonly interactive?: boolean | undefined;
    /** That this request was refused says nothing about the tokens to anybody else. */
    readonly background?: boolean | undefined;
    /** Nobody asked for this request, so nobody is told that it needs a person. */
    readonly unasked?: boolean | undefined;
    readonly signal?: AbortSignal | undefined;
}

/**
 * The form of a registration: all that we are, one redirect to `localhost`, no more than any server takes, or as
 * little and with a secret.
 */
export type RegistrationForm = (typeof registrationForms)[number];

export interface RegistrationOptions {
    readonly client?: ClientOptions | undefined;
    /** Whose the client's secret is: without it, no secret is sent anywhere. */
    readonly issuer?: string | undefined;
    /** Where dynamic registrations are kept; without it every sign-in registers anew. */
    readonly store?: TokenStore | undefined;
    /** Uses no registration that was kept. */
    readonly registerAnew?: boolean | undefined;
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly now?: (() => number) | undefined;
    /** Limits requests. */
    readonly rateLimit?: RateLimit | undefined;
    readonly signal?: AbortSignal | undefined;
}

export interface RequestedScopeOptions {
    /** The scope to ask for, and no other; without it, what the server's challenge and metadata name. */
    readonly scope?: string | undefined;
    /** Tokens that are held already: what was asked for them is kept where the issuer is the same. */
    readonly held?: readonly (TokenSet | undefined)[] | undefined;
}

export interface RevokeOptions {
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly signal?: AbortSignal | undefined;
}

export type Revoked = 'all' | 'refresh_token' | false;

/** Values that must appear in no event text, error, log or page, as far as they are known. */
export interface Secrets {
    /**
     * The newest are kept, some hundred thousand characters of them. A value shorter than 8 characters is no secret, nor is
     * one that is words: who sends it would choose which of ours are withheld.
     */
    learn(...values: readonly (string | undefined)[]): void;
    /** As `learn`, for what the person holds secret: nothing pushes it out, and it may be words. */
    keep(...values: readonly (string | undefined)[]): void;
    /** Values that a person must see. A secret that stands in one of them is withheld nowhere: who named it chose to show it. */
    publish(...values: readonly (string | undefined)[]): void;
    /** A text with `[redacted]` in place of each whole secret, as it is or encoded, and of one that `…` cuts off. */
    redact(text: string): string;
}

/** A client that is known by its metadata document where the server takes one, and registers dynamically elsewhere. */
export interface SelfRegisteringClient {
    /** https URL of a Client ID Metadata Document. */
    readonly metadataUrl?: string | undefined;
    /** What that document lists. One of these is listened on where that is possible. */
    readonly redirectUris?: readonly string[] | undefined;
    /** What the consent page calls us. Default: `fast-agent-auth`. */
    readonly name?: string | undefined;
    /** The application's own web page (`client_uri`). A registration is kept as long as the name stays, whatever else changes. */
    readonly uri?: string | undefined;
    readonly logoUri?: string | undefined;
    /** What names this software at every server (RFC 7591 §2), and its version. */
    readonly softwareId?: string | undefined;
    readonly softwareVersion?: string | undefined;
}

export type ServerErrorCode = (typeof serverCodes)[number];

/** A token source that a person can sign in to and out of. */
export interface Session extends TokenSource<TokenSet>, WebSignIn {
    /**
     * Returns at once where usable tokens are stored that are what the options ask for, unless `force`. A sign-in whose
     * request was given up is shown again, and joined; one for something else ends.
     */
    login(options?: LoginOptions): Promise<TokenSet>;
    /**
     * Ends a sign-in of this session that is under way, revokes the tokens at the server and deletes them; deletes them also
     * where they cannot be revoked.
     */
    logout(options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<SignOut>;
    /**
     * Ends a sign-in of this session that is under way, and its listener: who waits for it is told `closed`. Tokens stay, and
     * the session can be used again. Resolves when the listener is closed.
     */
    close(): Promise<void>;
}

export type SessionOptions = Omit<AuthorizeOptions, 'challenge' | 'held' | 'rediscover' | 'registerAnew' | 'cause' | 'mayAsk' | 'keepsAlive' | 'whenAskedAgain' | 'signal'>;

export type SignInCause = 'person' | 'refusal';

/** The fate of the tokens, which are deleted. */
export interface SignOut {
    /** Whether there was anything to sign out of. */
    readonly signedIn: boolean;
    /** Whether the server ended them; false where it has no revocation endpoint or did not answer. */
    readonly revoked: boolean;
    /** Why they were not revoked. */
    readonly error?: unknown;
    /** Until when the access token may work although it was revoked, in milliseconds since 1970: who takes it may ask nobody. */
    readonly accessTokenExpiresAt?: number | undefined;
}

export interface SignOutOptions {
    readonly store: TokenStore;
    readonly client?: ClientOptions | undefined;
    readonly issuer?: string | undefined;
    readonly httpHosts?: readonly string[] | undefined;
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly signal?: AbortSignal | undefined;
    /** Milliseconds since 1970. */
    readonly now?: (() => number) | undefined;
}

/** How a server and account stand. No tokens in it. */
export interface Status {
    readonly serverKey: string;
    /** Of its query, the names alone. */
    readonly serverUrl: string;
    readonly account?: string | undefined;
    /**
     * `refreshable`: the access token has expired, and there is a refresh token. `sign_in_required`: only a person can help.
     * `damaged`: it cannot be read, is for another server, or a later version of this program wrote it, as other calls say.
     */
    readonly state: 'ready' | 'refreshable' | 'sign_in_required' | 'missing' | 'damaged';
    readonly issuer?: string | undefined;
    readonly scope?: string | undefined;
    /** Milliseconds since 1970. */
    readonly expiresAt?: number | undefined;
}

export interface StoreTokensOptions {
    readonly store: TokenStore;
    readonly account?: string | undefined;
    readonly client?: ClientOptions | undefined;
    readonly issuer?: string | undefined;
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly onEvent?: ((event: FlowEvent) => void) | undefined;
    /** Nobody wants them any more once it has aborted. */
    readonly signal?: AbortSignal | undefined;
}

export type TokenEndpointAuthMethod = (typeof tokenEndpointAuthMethods)[number];

/** What a store keeps for a server and account. */
export interface TokenRecord {
    readonly tokens: TokenSet;
    /**
     * When the MCP server last refused these tokens although they were renewed, in ms since 1970. An observation: it says
     * whether they are refreshed again for now, not whether they count.
     */
    readonly refusedAt?: number | undefined;
    readonly refreshFailure?: RefreshFailure | undefined;
}

/** The token record of one server and account. */
export interface StoredTokens {
    read(): Promise<TokenRecord | undefined>;
    /** Replaces the record while nobody else does; the same record is not written. */
    update(change: (record: TokenRecord | undefined) => Promise<TokenRecord | undefined>, options?: RecordUpdate): Promise<void>;
    /** Has what the store did not take the last time written, now or soon. Costs nothing where there is none. */
    saveAgain(now: number): void;
}

/** What a token response gave, with all that it takes to use, refresh and revoke it. Plain JSON. */
export interface TokenSet {
    readonly issuer: string;
    readonly tokenEndpoint: string;
    readonly revocationEndpoint?: string | undefined;
    readonly clientId: string;
    readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
    /** The server took the credentials behind `Basic` only as they are, without the encoding of RFC 6749 §2.3.1. */
    readonly plainBasic?: boolean | undefined;
    /** What the server's metadata lists. */
    readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined;
    /** RFC 8707: whom the tokens are for. */
    readonly resource: string;
    /** The server does not know the parameter `resource`, or refused it at a refresh: it is not sent. */
    readonly omitsResource?: boolean | undefined;
    readonly tokenType: string;
    readonly accessToken: string;
    readonly refreshToken?: string | undefined;
    /** When a person signed in, in milliseconds since 1970; a refresh leaves it as it is. */
    readonly signedInAt: number;
    /** When the access token was issued, in milliseconds since 1970. */
    readonly obtainedAt: number;
    /** Milliseconds since 1970; without it the access token is used until it is refused. */
    readonly expiresAt?: number | undefined;
    readonly requestedScope?: string | undefined;
    /** What was granted. */
    readonly scope?: string | undefined;
}

/** Supplies tokens for one server and account. */
export interface TokenSource<Token extends AccessToken = AccessToken> {
    /** Stored tokens, refreshed when about to expire; `undefined` before the first sign-in. Never asks a person. */
    token(options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<Token | undefined>;
    /** Tokens that answer a refusal: another process's newer ones, else refreshed, else signed in anew if `interactive`. */
    renew(refusal: Refusal<Token>): Promise<Token>;
}

interface WebBeginOptions {
    readonly redirectUri: string;
    /** Why a request was refused, from a `login_required` error. */
    readonly challenge?: BearerChallenge | undefined;
    readonly signal?: AbortSignal | undefined;
}

/** A sign-in in two halves, for a web application. */
export interface WebSignIn {
    /** The first half: the URL to send the browser to, and what to remember for it. */
    begin(options: WebBeginOptions): Promise<AuthorizationRequest>;
    /**
     * The second half, in any process: exchanges the code and stores the tokens before it resolves.
     *
     * @param callback the whole URL to which the browser was sent
     */
    finish(pending: PendingSignIn, callback: URL | string, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<TokenSet>;
}

/** The same wrapper, told to be the store that it wraps or opens later: what a process remembers of one holds for both. */
export declare function aliasStore(wrapper: TokenStore, store: object): TokenStore;

/**
 * One sign-in by a person at this machine, from the server's URL to stored tokens. The page in the browser says that it
 * worked only after the tokens are stored. Where the authorization server has forgotten our registration, we register
 * anew, once, and the person is asked again.
 *
 * @throws AuthorizationError, DiscoveryError or PkceError; errors of the listener and of the store; the signal's reason
 */
export declare function authorize(serverUrl: string, options: AuthorizeOptions): Promise<TokenSet>;

/**
 * The first half of a sign-in: becomes known to the authorization server and makes the URL to open in a browser.
 * Stores no tokens. Hand `pending` to `finish`, in this process or another.
 *
 * @throws AuthorizationError, or PkceError where the server does not support PKCE
 */
export declare function begin(target: Target, options: BeginOptions): Promise<AuthorizationRequest>;

/**
 * As `begin`, for a browser of which nobody hears where the server shows it an error page: the server is asked beforehand
 * whether it still knows a registration that was kept. Where it does not seem to, we register anew, once.
 *
 * @throws AuthorizationError, or PkceError where the server does not support PKCE; errors of the store
 */
export declare function beginKnown(target: Target, options: BeginKnownOptions): Promise<AuthorizationRequest>;

/** Nothing is compared before there is a text to redact. What that takes grows with the text; with the secrets, up to a limit. */
export declare function createSecrets(): Secrets;

/**
 * The tokens of one server and account: found in the store, kept fresh, and asked for where a person may be asked. No
 * error and no message of an event holds a secret: each is learned where it is sent, comes in, is stored or read.
 */
export declare function createSession(serverUrl: string, options: SessionOptions): Session;

/**
 * Reads a damaged record, and one whose tokens are for another server, as none, with an event, and refuses one of a later
 * version. A record that the store would not take stands in for the one that it was to replace until the store takes it:
 * that one's refresh token is dead. For all of the process, which know it by the store.
 */
export declare function storedTokens(store: TokenStore, serverKey: string, onEvent?: (event: FlowEvent) => void): StoredTokens;

/**
 * What `discover` finds, kept for a day, for every account. A challenge asks anew (RFC 9728 §5.2), and so do other
 * options and a function that chooses the issuer.
 *
 * @throws DiscoveryError; errors of the store where it cannot be read
 */
export declare function discoverCached(serverUrl: string, options: DiscoverCachedOptions): Promise<Target>;

/**
 * The second half of a sign-in: checks the answer that came to the redirect URI and exchanges its code for tokens,
 * once. Stores none.
 *
 * @param callback the whole URL that the browser was sent to
 * @throws AuthorizationError; errors of the store where a client's secret cannot be read
 */
export declare function finish(pending: PendingSignIn, callback: URL | string, options?: FinishOptions): Promise<TokenSet>;

/** RFC 6750 §2.1 allows less. Anything else would break the header, whose error would quote it. */
export declare function isAccessToken(value: unknown): value is string;

/** Whether a server key, of whichever account, is this server's. */
export declare function isKeyOf(key: string, serverUrl: string): boolean;

export declare function isPreRegistered(options: ClientOptions | undefined): options is PreRegisteredClient;

/**
 * Whether a text is words, a sentence or a URL rather than a key. A random key of letters alone is long, with capitals
 * behind small letters.
 */
export declare function isWords(text: string): boolean;

/** The status of everything that a store holds tokens for, by server key. */
export declare function listStatus(store: TokenStore, now: number): Promise<readonly Status[]>;

/** The server URL and account that a server key names. Of the URL's query, the names alone: `?server=…`. */
export declare function parseServerKey(key: string): {
    readonly serverUrl: string;
    readonly account?: string | undefined;
};

/** A person must see who asks, where the browser goes and where it comes back: of these, no part is ever withheld. */
export declare function publishUrls(secrets: Pick<Secrets, 'publish'>, ...urls: readonly unknown[]): void;

/** The rateLimit of a server and account, one for all who name the same owner: the store that they share. */
export declare function rateLimitFor(owner: object, serverKey: string, now?: () => number): RateLimit;

/** The status of one server key. */
export declare function readStatus(store: TokenStore, serverKey: string, now: number): Promise<Status>;

/**
 * A value without secrets in any text inside of it. Where there are none it is the same one; lists and plain objects that
 * hold some are copied. An error stays itself, since others may hold it or know it by its class: its texts are changed. A
 * `URL` is there to be opened, and is left as it is.
 */
export declare function redactValue<T>(value: T, redact: Redact): T;

/** The same work, whose errors hold no secret and are never thrown before there is a promise. */
export declare function redactingErrors<A extends readonly unknown[], R>(work: (...args: A) => Promise<R>, { redact }: Pick<Secrets, 'redact'>): (...args: A) => Promise<R>;

/** The same listener, to which no event tells a secret. */
export declare function redactingListener<Event extends object>(listener: ((event: Event) => unknown) | undefined, { redact }: Pick<Secrets, 'redact'>): ((event: Event) => unknown) | undefined;

/**
 * New tokens for a refresh token (RFC 6749 §6). Takes no signal: once the request is out, the old token may be dead.
 * A scope or a refresh token that the response leaves out stays. A server that refuses the first
 * of a sign-in for its `resource` is asked once more without it, which the new tokens remember; one that has moved is asked
 * once at its new place. The refresh token is sent three times at most.
 *
 * @throws AuthorizationError `invalid_grant` where the refresh token is dead; `unreachable` where nothing is lost
 */
export declare function refresh(tokens: TokenSet, client: Client, options?: RefreshOptions): Promise<TokenSet>;

declare const registrationForms: readonly ["whole", "localhost", "least", "confidential"];

/**
 * Ends tokens at their server (RFC 7009): the refresh token first, then the access token, which not every server ends with
 * it. That one may be refused then: it is gone already, or of a kind that the server does not revoke.
 *
 * @returns `refresh_token` where the access token was not revoked by itself; false where the server has no revocation
 * endpoint
 * @throws AuthorizationError `unreachable`, or why the server refused
 */
export declare function revoke(tokens: TokenSet, client: Client, options?: RevokeOptions): Promise<Revoked>;

/** The secrets among headers and the like: those that are called so. What stands behind a scheme or a name is one by itself. */
export declare function secretsInHeaders(entries: Iterable<readonly [name: string, value: string]>): readonly string[];

/**
 * What of a URL may be a key: a password, and a parameter that is called so or that nobody would have chosen. Neither
 * `transport=streamable` nor `project=notes` is one.
 */
export declare function secretsInUrl(url: string): readonly string[];

/** The words of RFC 6749 §4.1.2.1 and §5.2, RFC 7591 §3.2.2 and RFC 8707 §2. */
declare const serverCodes: readonly ["access_denied", "invalid_client", "invalid_client_metadata", "invalid_grant", "invalid_redirect_uri", "invalid_request", "invalid_scope", "invalid_target", "server_error", "temporarily_unavailable", "unauthorized_client", "unsupported_grant_type", "unsupported_response_type"];

/**
 * Under which name a server's credentials are kept: scheme and host in lower case, without user info, default port,
 * fragment and trailing slash; with an account, `<account>@` in front. Servers that differ in their query are two: the
 * names of its parameters stand behind `?`, and its hash behind `#`, since a value may be a key.
 */
export declare function serverKey(serverUrl: string, account?: string): string;

/**
 * Signs out of what a store lists by its server key, which does not hold the whole URL of the server. No error of it holds
 * a secret.
 *
 * @throws AuthorizationError `unreachable` where another process held the record for a minute; errors of the store
 */
export declare function signOutStored(serverKey: string, options: SignOutOptions & {
    readonly secrets: Secrets;
}): Promise<SignOut>;

/**
 * Stores the tokens of a sign-in. Where that fails, they are revoked, since nothing would ever use or end them.
 *
 * @throws the signal's reason; the error of the store; AuthorizationError `unreachable` where another process held the record for a minute
 */
export declare function storeTokens(serverUrl: string, tokens: TokenSet, options: StoreTokensOptions): Promise<void>;

declare const tokenEndpointAuthMethods: readonly ["none", "client_secret_basic", "client_secret_post"];

/** Waits for a promise until the signal aborts, and then rejects with its reason; the promise itself goes on. */
export declare function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | null | undefined): Promise<T>;
