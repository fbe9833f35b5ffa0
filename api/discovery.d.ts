// @fast-agent-auth/discovery
export {
  AddressClass,
  Answer,
  Attempt,
  AuthorizationServer,
  AuthorizationServerMetadata,
  AuthorizationServerOptions,
  BearerChallenge,
  Challenge,
  DiscoverOptions,
  DiscoveryError,
  DiscoveryErrorCode,
  DiscoveryEvent,
  Documents,
  DocumentsOptions,
  ErrorDetails,
  Kept,
  Network,
  Notice,
  ProtectedResource,
  ProtectedResourceOptions,
  QuirkEvent,
  QuirkLookup,
  QuirkProfile,
  Quirks,
  QuirksOptions,
  RefusedAnswer,
  SelectIssuer,
  Target,
  UrlPolicy,
  addressClass,
  allNetworks,
  authorizationServerMetadataUrls,
  chosenIssuer,
  createDocuments,
  discover,
  discoverAuthorizationServer,
  discoverProtectedResource,
  discoveryEvents,
  displayUrl,
  findQuirkProfile,
  isLoopback,
  isRefusal,
  isSameIssuer,
  isSpellingOf,
  isTarget,
  isTransient,
  networkReason,
  networksBeside,
  networksOf,
  noServerAt,
  parseChallenges,
  parseObject,
  protectedResourceMetadataUrls,
  quirkProfiles,
  quirksOf,
  quoteUntrusted,
  readText,
  refuseEndpoint,
  refuseUrl,
  selectBearerChallenge,
  tell,
  usualEndpoints,
}

// @fast-agent-auth/discovery/untrusted
export {
  AddressClass,
  ErrorDetails,
  ErrorParts,
  Network,
  NetworkFailure,
  ProxySetting,
  Remedy,
  UrlPolicy,
  WayOut,
  addressClass,
  advise,
  allNetworks,
  codeFailure,
  createWayOut,
  displayUrl,
  hiddenCharacters,
  isHttpHost,
  isInside,
  isLoopback,
  isRefusal,
  isResourceOf,
  isTransient,
  knownLoginProxy,
  loginPage,
  loginProxy,
  networkFailure,
  networkReason,
  networksBeside,
  networksOf,
  noSetting,
  optionFor,
  parameterNames,
  parseObject,
  partsOf,
  proxyFailure,
  proxyOf,
  quoteUntrusted,
  readText,
  refuseEndpoint,
  refuseUrl,
  remediesOf,
  retryAfter,
  shownQuery,
  tell,
  tellOperator,
  tryAgain,
  unreadableProxy,
  urlLiteral,
  withBody,
}

/**
 * Where an address leads: to anybody, into a private network (also those of carriers, VPNs and local proxies), to this
 * machine, to what is on the same cable (and to the metadata service of a cloud), or to nobody that serves.
 */
export type AddressClass = 'public' | 'private' | 'loopback' | 'link_local' | 'reserved';

/** The end of the message of an error, and the same as data. */
export interface Advice {
    readonly next: string;
    readonly details?: ErrorDetails | undefined;
}

/** What came of asking for a JSON document. */
export type Answer = {
    readonly url: string;
} & ({
    readonly kind: 'found';
    readonly document: Readonly<Record<string, unknown>>;
} | {
    readonly kind: 'miss';
    readonly reason: string;
}
/** It is too large. That is no miss: nobody who makes us read no further makes us look elsewhere. */
 | {
    readonly kind: 'unread';
    readonly reason: string;
} | {
    readonly kind: 'transient';
    readonly reason: string;
    readonly cause?: unknown;
    readonly status?: number;
    /** There was no answer, and not for want of time. */
    readonly isCut?: boolean;
    readonly retryAfter?: number | undefined;
});

type Answered = Pick<Response, 'status' | 'headers'>;

/** One document that was asked for, and why it was of no use. */
export interface Attempt {
    readonly url: string;
    readonly reason: string;
}

/** Metadata of an authorization server (RFC 8414 §2, OpenID Connect Discovery §3), as far as a client needs it. */
export interface AuthorizationServer {
    readonly issuer: string;
    readonly authorizationEndpoint: string;
    readonly tokenEndpoint: string;
    readonly registrationEndpoint?: string | undefined;
    readonly revocationEndpoint?: string | undefined;
    readonly scopesSupported?: readonly string[] | undefined;
    readonly codeChallengeMethodsSupported?: readonly string[] | undefined;
    readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined;
    readonly authorizationResponseIssParameterSupported: boolean;
    readonly clientIdMetadataDocumentSupported: boolean;
    readonly requirePushedAuthorizationRequests?: true | undefined;
}

/** A document of RFC 8414 §2 as it is published. */
export type AuthorizationServerMetadata = Readonly<Record<string, unknown>>;

/** The networks in which it and its endpoints may be, besides everybody's networks: `networksOf` the MCP server. Default: nowhere else. */
export interface AuthorizationServerOptions extends DocumentsOptions, QuirksOptions, UrlPolicy {
    /** Answers that are shared with other steps, so that none is asked for twice. */
    readonly documents?: Documents | undefined;
    /** The issuer that the metadata must be of. Default: the one whose places are asked. */
    readonly expected?: string | undefined;
    /** Whether a person named that issuer. */
    readonly isChosen?: boolean | undefined;
    /** Whether nobody named it: then a person may name any other. */
    readonly isGuessed?: boolean | undefined;
    readonly notify?: Notify | undefined;
}

/** What a protected resource says when it refuses a request (RFC 6750 §3, RFC 9728 §5.1). */
export interface BearerChallenge {
    readonly error?: string | undefined;
    readonly errorDescription?: string | undefined;
    readonly scope?: string | undefined;
    readonly resourceMetadata?: string | undefined;
}

/** One challenge of a `WWW-Authenticate` header (RFC 9110 §11.6.1). Scheme and parameter names are in lower case. */
export interface Challenge {
    readonly scheme: string;
    readonly token68?: string | undefined;
    readonly parameters: Readonly<Record<string, string>>;
}

/** `networks` and `httpHosts`: where what the server names may be, besides its own networks and everybody's. */
export interface DiscoverOptions extends UrlPolicy {
    readonly fetch?: typeof globalThis.fetch | undefined;
    /** The challenge of a refused request: the server is then not asked for one. */
    readonly challenge?: BearerChallenge | undefined;
    /** The authorization server, whether the MCP server names one or not; no other will do. */
    readonly issuer?: string | undefined;
    /** Its metadata in the names of RFC 8414, where none is published: then it is asked for none. */
    readonly authorizationServer?: AuthorizationServerMetadata | undefined;
    /** Chooses where several issuers are named and none is set. Default: the first that has metadata. */
    readonly selectIssuer?: SelectIssuer | undefined;
    /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
    readonly resourceMetadataOrigins?: readonly string[] | undefined;
    /** The traces of earlier sign-ins. Default: none are known, and nothing stands in for what is out of order. */
    readonly kept?: Kept | undefined;
    /** Whether servers of MCP 2025-03-26, without resource metadata, are served. Default: true. */
    readonly legacy?: boolean | undefined;
    /** Other rules than those that are known for the provider; `false` for none. */
    readonly quirks?: Quirks | false | undefined;
    readonly onEvent?: ((event: DiscoveryEvent) => void) | undefined;
    readonly signal?: AbortSignal | undefined;
}

export declare class DiscoveryError extends Error {
    readonly name = "DiscoveryError";
    readonly code: DiscoveryErrorCode;
    readonly attempts: readonly Attempt[];
    readonly details?: ErrorDetails | undefined;
    /** Milliseconds for which the server wants no request. */
    readonly retryAfter?: number | undefined;
    constructor(code: DiscoveryErrorCode, problem: string, options?: DiscoveryErrorOptions);
}

/**
 * Why discovery ended.
 *
 * - `unreachable`: a server did not answer, or said that it cannot now (408, 429, 5xx). Trying again may help.
 * - `not_protected`: the server answers in MCP without asking for authorization, and can be used so.
 * - `no_metadata`: every place where metadata may stand was asked in vain; `attempts` lists them. Or there is no MCP server
 *   at the URL: `details.status` is what it answered.
 * - `invalid_metadata`: a document is not what RFC 9728 or RFC 8414 demands.
 * - `issuer_mismatch`, `resource_mismatch`: a document speaks of somebody else.
 * - `insecure_url`: a URL that must not be used, given by the user or by a server.
 */
export type DiscoveryErrorCode = 'unreachable' | 'not_protected' | 'no_metadata' | 'invalid_metadata' | 'issuer_mismatch' | 'resource_mismatch' | 'insecure_url';

export interface DiscoveryErrorOptions {
    readonly cause?: unknown;
    readonly attempts?: readonly Attempt[] | undefined;
    /** The end of the message, in the words of the library. */
    readonly next?: string | undefined;
    readonly details?: ErrorDetails | undefined;
    readonly retryAfter?: number | undefined;
}

export type DiscoveryEvent = QuirkEvent | Notice
/** The server follows MCP 2025-03-26: it is its own authorization server. */
 | {
    readonly type: 'legacy_server';
    readonly serverUrl: string;
    readonly defaultEndpoints: boolean;
}
/** The resource's identifier has a slash at its end that the server's URL has not, or the other way round. */
 | {
    readonly type: 'trailing_slash';
    readonly serverUrl: string;
    readonly resource: string;
}
/** An endpoint is on another origin than its issuer: the person is asked, or the code is sent, there. */
 | {
    readonly type: 'foreign_endpoint';
    readonly issuer: string;
    readonly endpoint: 'authorization' | 'token';
    readonly url: string;
};

/** Fetches JSON documents, each once unless asked again. */
export interface Documents {
    get(url: string): Promise<Answer>;
    /** The answer where the question was already asked. */
    known(url: string): Promise<Answer> | undefined;
    /** Asks once more, as after an answer that may pass. */
    again(url: string): Promise<Answer>;
}

export interface DocumentsOptions {
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly signal?: AbortSignal | undefined;
    /** The origin of the MCP server: requests there say our protocol version, as MCP 2025-03-26 wants it. */
    readonly mcpOrigin?: string | undefined;
    /** The origin of the issuer that a person named: its documents have room of their own. */
    readonly issuerOrigin?: string | undefined;
}

/**
 * Data of an error, for a program that writes its own sentence. `problem` is the message without its next step; `option`
 * names the option that the next step is about. The code says what else there is.
 */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** The message of an error in two parts. */
export interface ErrorParts {
    readonly problem: string;
    /** The next step in the words of the library, where the error has `details`; else it is no part of its own. */
    readonly next?: string | undefined;
    readonly details?: ErrorDetails | undefined;
}

/** The traces of earlier sign-ins in a store. */
export interface Kept {
    /** The issuer of the tokens for this server; `undefined` where there are none. */
    issuer(): Promise<string | undefined>;
    /** Whether something is kept for an issuer, as a registration is. */
    has(issuer: string): Promise<boolean>;
}

/** Networks that are not everybody's. */
export type Network = 'loopback' | 'private' | 'link_local';

/** Why a request got no answer. */
export interface NetworkFailure {
    readonly reason: string;
    /** The next step, where the fault is not that of the server; a sentence. */
    readonly next?: string | undefined;
}

interface NoServerOptions {
    readonly cause?: unknown;
    /** Whether a sign-in could still begin there. */
    readonly isDiscovery?: boolean | undefined;
}

/** Something that a person should know, before or beside what happens. `rule` says what, and may be new. */
export interface Notice {
    readonly type: 'notice';
    readonly rule: string;
    readonly serverUrl: string;
    readonly message: string;
    readonly issuer?: string | undefined;
    readonly url?: string | undefined;
}

/** Tells a notice about the server that is discovered. */
export type Notify = (notice: Pick<Notice, 'rule' | 'message' | 'issuer' | 'url'>) => void;

/** The answer of a server to somebody without a token. */
export interface Probed {
    readonly status: number;
    /** Whether it answered with a page for people. */
    readonly html: boolean;
    /** The reason why a redirect was not followed, where the answer is one. */
    readonly redirect?: string | undefined;
    /** Whether the answer is one that MCP knows, be it a refusal: the server is there. */
    readonly isMcp: boolean;
    /** Whether it answers the question that was asked, to somebody without a token. */
    readonly isResult?: boolean | undefined;
    /** Of a 401, or of a 403, as some servers refuse who has no token. */
    readonly challenge?: BearerChallenge | undefined;
    /** The session that it began. */
    readonly session?: string | undefined;
    /** The login proxy that answered in the server's place. */
    readonly loginProxy?: string | undefined;
}

/** The metadata of a protected resource (RFC 9728 §2), as far as a client needs it. */
export interface ProtectedResource {
    /** The resource identifier (RFC 8707), as it was published but for white space around it. */
    readonly resource: string;
    /** Empty where it names none: then the server's origin authorizes, as in MCP 2025-03-26. */
    readonly authorizationServers: readonly string[];
    readonly scopesSupported?: readonly string[] | undefined;
    /** It stands in for metadata that is out of order. */
    readonly isStandIn?: boolean | undefined;
}

/** The networks in which it may be, besides the server's own and everybody's. Default: nowhere else. */
export interface ProtectedResourceOptions extends DocumentsOptions, UrlPolicy {
    /** Answers that are shared with other steps, so that none is asked for twice. */
    readonly documents?: Documents | undefined;
    /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
    readonly resourceMetadataOrigins?: readonly string[] | undefined;
    /** The authorization server that a person named: it stands in for metadata that fails. */
    readonly issuer?: string | undefined;
    /** As much of the metadata of the root as may stand in for that of the path, where that is out of order. Default: none. */
    readonly standInOf?: ((root: ProtectedResource) => Promise<ProtectedResource | undefined>) | undefined;
    readonly notify?: Notify | undefined;
}

/** The proxy that the environment names. */
export interface ProxySetting {
    /** The variable that names it. */
    readonly setting: string;
    /** With credentials; `undefined` where it cannot be read. */
    readonly url: string | undefined;
}

/** A rule for one provider was followed. */
export interface QuirkEvent {
    readonly type: 'quirk';
    readonly provider: string;
    readonly quirk: keyof Quirks;
    readonly issuer: string;
}

/** The rule of a name. Asked only in order to follow it: an event tells of each that comes from a profile. */
export type QuirkLookup = <Name extends keyof Quirks>(name: Name) => Quirks[Name];

/** What is known about the authorization servers of one provider, beyond what they publish. */
export interface QuirkProfile {
    readonly provider: string;
    /** Hosts of its issuers; `*` stands for one or more labels. */
    readonly hosts: readonly string[];
    readonly quirks: Quirks;
    /** Where an application is registered by hand. */
    readonly registration?: string | undefined;
}

/** Where an authorization server does other than the specifications say, and what a client does about it. */
export interface Quirks {
    /** It supports PKCE with S256, although its metadata does not say so. */
    readonly pkce?: 'assume-s256' | undefined;
    /** What its metadata has in place of the first path segment of the issuer, since it is one text for all tenants. */
    readonly tenantPlaceholder?: string | undefined;
    /** The client authentication that it takes, where its metadata does not say so. */
    readonly tokenEndpointAuthMethods?: readonly string[] | undefined;
    /** It refuses the parameter `resource` (RFC 8707). */
    readonly resourceParameter?: 'omit' | undefined;
    /** It takes the resource in the parameter `audience` of the authorization request as well. */
    readonly audienceParameter?: 'resource' | undefined;
    /** It refuses the scope `offline_access`, whoever names it. */
    readonly offlineAccess?: 'omit' | undefined;
    /** What else it must be asked with, so that it issues refresh tokens. */
    readonly authorizationParams?: Readonly<Record<string, string>> | undefined;
    /** It wants the granted scope again in each refresh. */
    readonly refreshScope?: 'repeat' | undefined;
    /** The only host of a loopback redirect that it takes. */
    readonly redirectHost?: 'localhost' | '127.0.0.1' | undefined;
}

export interface QuirksOptions {
    /**
     * What to do instead of what is known about the provider: a member replaces its rule, and one that is given as
     * `undefined` switches the rule off. `false` switches all off.
     */
    readonly quirks?: Quirks | false | undefined;
    readonly onEvent?: ((event: QuirkEvent) => void) | undefined;
}

/** An answer that is no MCP server's, as far as it is known. */
export type RefusedAnswer = Pick<Probed, 'status'> & Partial<Probed>;

/** A way out of a refusal: an option, for a person who knows that its condition holds. */
export interface Remedy {
    /** The rest of a sentence that begins with "If". */
    readonly condition: string;
    /** The name in `createAuth`. */
    readonly option: string;
    /** The value, or the one item of a list, where it is known. */
    readonly value?: string | true | undefined;
}

/** Chooses one of several issuers that a resource names (RFC 9728 §7.6). */
export type SelectIssuer = (issuers: readonly string[]) => string | Promise<string>;

/** Whom to ask for authorization, and for what. Plain JSON. */
export interface Target {
    readonly serverUrl: string;
    /** RFC 8707: sent byte for byte. */
    readonly resource: string;
    readonly server: AuthorizationServer;
    /** What the resource's metadata lists. */
    readonly scopesSupported?: readonly string[] | undefined;
    readonly challenge?: BearerChallenge | undefined;
    /** The server follows MCP 2025-03-26: it names no authorization server, and is its own. */
    readonly legacy?: 'metadata' | 'default_endpoints' | undefined;
    /** There is no resource metadata: `resource` is our own name for the server, which nobody said to know. */
    readonly isUnannounced?: boolean | undefined;
    /** It stands in for what is out of order, and is to be discovered anew the next time. */
    readonly isStandIn?: boolean | undefined;
}

export interface UrlPolicy {
    /** Which of them a URL may lead to. Default: none. On loopback it may then be without TLS. */
    readonly networks?: readonly Network[] | undefined;
    /**
     * Hosts, with or without a port, that may be asked without TLS, each at a private address or one of this machine. An
     * address is checked here; a name only by a guarded fetch, when it is connected to. Default: none.
     */
    readonly httpHosts?: readonly string[] | undefined;
}

/** Lets a `fetch` of ours stand in place of the global one, and send by the global one. */
export interface WayOut {
    /**
     * Sends what is ours: no `fetch` of ours does anything to it any more. By the global `fetch` of the moment by default,
     * which others may replace at any time.
     */
    exit(fetch?: typeof globalThis.fetch): typeof globalThis.fetch;
    /** Sends what is another's, of which this `fetch` alone wants to see no more. */
    pass(fetch?: typeof globalThis.fetch): typeof globalThis.fetch;
    /** The same `fetch`, but what has come round goes to the global one of the time of `createWayOut`. */
    entrance(fetch: typeof globalThis.fetch): typeof globalThis.fetch;
    /** As `entrance`, for a `fetch` that what is ours goes through as well, since it checks whom is asked. */
    checkpoint(fetch: typeof globalThis.fetch): typeof globalThis.fetch;
}

/** Names that never leave this machine (RFC 6761 §6.3), and addresses in every notation; `undefined` for other names. */
export declare function addressClass(hostname: string): AddressClass | undefined;

/** The remedies as a sentence of the library, and as `details.options` for a program that writes its own. */
export declare function advise(remedies: readonly Remedy[]): Advice;

/** All of them: for a URL that the user gave. */
export declare const allNetworks: readonly Network[];

/** The places of the metadata of an issuer (RFC 8414 §3.1, OpenID Connect Discovery §4), best rank first. */
export declare function authorizationServerMetadataUrls(issuer: string): readonly string[];

/** The issuer that a person named, by itself or by its metadata. */
export declare function chosenIssuer({ issuer, authorizationServer, }: Pick<DiscoverOptions, 'issuer' | 'authorizationServer'>): string | undefined;

/** The words for what Node and OpenSSL call by a code. */
export declare function codeFailure(code: string): NetworkFailure;

/** The answers of one discovery: what is asked ahead and needed later is asked once. Rejects on abort, and where a guarded fetch refuses. */
export declare function createDocuments(options?: DocumentsOptions): Documents;

export declare function createWayOut(): WayOut;

/**
 * Finds who authorizes requests to an MCP server: its challenge, its resource metadata (RFC 9728), the authorization
 * server's metadata (RFC 8414). No document is asked for twice, and all of it takes 60 s at most.
 *
 * @throws DiscoveryError with a code; the reason of the signal where it aborts
 */
export declare function discover(serverUrl: string, discoverOptions?: DiscoverOptions): Promise<Target>;

/**
 * The metadata of an issuer: all well-known URLs are asked at once and the best-ranked valid document is used.
 *
 * @throws DiscoveryError `no_metadata`, `unreachable`, `issuer_mismatch`, `invalid_metadata` or `insecure_url`
 */
export declare function discoverAuthorizationServer(issuer: string, { documents: shared, expected, ...options }?: AuthorizationServerOptions): Promise<AuthorizationServer>;

/**
 * The resource metadata of an MCP server: where its challenge says, else at the well-known URLs of its path, of the
 * parent path and of the root. `undefined` where every one of them is a miss.
 *
 * @throws DiscoveryError `unreachable`, `no_metadata` (the challenge names a document that is not there),
 * `resource_mismatch` or `insecure_url`
 */
export declare function discoverProtectedResource(serverUrl: string, challenge: BearerChallenge | undefined, { documents: shared, networks, httpHosts, resourceMetadataOrigins, ...options }?: ProtectedResourceOptions): Promise<ProtectedResource | undefined>;

/** What a person should know of a target, each time that it is used. */
export declare function discoveryEvents({ serverUrl, resource, server, legacy }: Target): readonly DiscoveryEvent[];

/**
 * A URL that was checked, for a person: as it is asked, so that letters which look like those of another host stand out;
 * short, and of its query the names alone, since a value may be a key.
 */
export declare function displayUrl(url: string): string;

/** The profile of the provider that an issuer belongs to. */
export declare function findQuirkProfile(issuer: string): QuirkProfile | undefined;

/**
 * Characters of which a person sees nothing, or not where they stand: control characters, those that turn the direction
 * of writing, those without width, separators of lines, halves of characters. For whatever is printed.
 */
export declare const hiddenCharacters: RegExp;

/** Whether a list names the host of a URL, of this port or of any. */
export declare function isHttpHost({ host, hostname }: Pick<URL, 'host' | 'hostname'>, httpHosts: readonly string[]): boolean;

/** Whether an address is one at which a host without TLS may be. */
export declare function isInside(place: AddressClass | undefined): boolean;

/** Whether a URL's `hostname` is this very machine. */
export declare function isLoopback(hostname: string): boolean;

/** Whether a guarded fetch did not ask at all: to ask again would not help. */
export declare function isRefusal(error: unknown): error is Error;

/**
 * Whether a published resource identifier covers the server URL: identical, a parent path of the same origin on a
 * segment boundary, or different by one trailing slash. Stricter, RFC 9728 §3.3 would refuse servers that MCP clients
 * must work with.
 */
export declare function isResourceOf(resource: unknown, serverUrl: string, httpHosts?: readonly string[]): resource is string;

/**
 * Whether two issuers are the same string (RFC 8414 §3.3). Forgiven is what names the same origin all the same: the case of
 * scheme and host, the default port, and the slash of a bare origin.
 */
export declare function isSameIssuer(one: string, other: string): boolean;

/** Whether two spellings of an issuer differ at most by one slash at the end of a path. */
export declare function isSpellingOf(one: string, other: string): boolean;

/** Whether what was kept somewhere is still a target, where this is allowed besides the server's own networks. */
export declare function isTarget(value: unknown, { networks, httpHosts }?: UrlPolicy): value is Target;

/** Whether a status says that the same request may succeed later. */
export declare function isTransient(status: number): boolean;

/** As `loginProxy`, of a product that is known by its answers: any other redirect may be the server's own. */
export declare function knownLoginProxy(answer: Answered, url: string): string | undefined;

/** Whether a page is one at which people log in, or that of such a proxy. */
export declare function loginPage(html: string): boolean;

/**
 * The proxy that answered in place of the server of `url`, since it wants a login in a browser first; `undefined` where the
 * answer is not known for one. A challenge of the server itself is the server's own word.
 */
export declare function loginProxy(answer: Answered, url: string): string | undefined;

/** `fetch failed` says nothing; the code of its cause (ECONNREFUSED, SELF_SIGNED_CERT_IN_CHAIN, …) does. */
export declare function networkFailure(error: unknown): NetworkFailure;

/** The words of `networkFailure` for the reason alone. */
export declare function networkReason(error: unknown): string;

/** As `networksOf`, for a server whose address is known. */
export declare function networksBeside(own: AddressClass, others?: readonly Network[]): readonly Network[];

/**
 * Where what a server names may be: in its own network, and, beside a server on this machine, in a private one. A name
 * counts as everybody's, whatever it resolves to.
 */
export declare function networksOf(serverUrl: string, others?: readonly Network[]): readonly Network[];

/** The error of a URL at which no MCP server answers: the answer first, then where the server may be. */
export declare function noServerAt(serverUrl: string, answer: RefusedAnswer, { isDiscovery, ...options }?: NoServerOptions): DiscoveryError;

/** The end of a message for a rule that protects whoever is asked, and knows no exception. */
export declare const noSetting: Advice;

/** The option by which a person can allow a URL that was refused, or that there is none. */
export declare function optionFor(text: unknown, policy: UrlPolicy): Advice;

/**
 * The names of a query's parameters, `''` for each that may be a key: one without a value, one that is no plain word, or
 * one that nobody would have chosen.
 */
export declare function parameterNames(query: string): readonly string[];

/** All challenges of a header's value, several headers joined by commas. Text that is none is passed over. */
export declare function parseChallenges(header: string): readonly Challenge[];

/** The JSON object in a text, if it is one. */
export declare function parseObject(text: string): Readonly<Record<string, unknown>> | undefined;

/** The parts of an error of whichever class: what repeats one keeps them apart. */
export declare function partsOf(error: Error): ErrorParts;

/** The well-known URLs (RFC 9728 §3.1) for a server, in the order in which they are asked. */
export declare function protectedResourceMetadataUrls(serverUrl: string): readonly string[];

/** What is wrong with the proxy, where that is why a request to `asked` failed. Nothing in it quotes the setting. */
export declare function proxyFailure(error: unknown, { setting, url }: ProxySetting, asked: URL): NetworkFailure | undefined;

/** As other programs read the environment: lower case first, and one proxy for all. */
export declare function proxyOf(env: Readonly<Record<string, string | undefined>>): ProxySetting | undefined;

/** Read off the providers' documentation and metadata in autumn 2026. */
export declare const quirkProfiles: readonly QuirkProfile[];

/** The rules for an issuer: the options', else its profile's. */
export declare function quirksOf(issuer: string, { quirks, onEvent }: QuirksOptions): QuirkLookup;

/** What a server wrote, for an error message: quoted, short, and without what a terminal would obey or hide. */
export declare function quoteUntrusted(value: unknown): string;

/** The text of a body of at most `limit` bytes (1 MiB); `undefined` where there is more, of which no more is read. */
export declare function readText(response: Response, limit?: number): Promise<string | undefined>;

/** As `refuseUrl`, for what a person is shown and never typed: no host whose letters may look like another's. */
export declare function refuseEndpoint(text: unknown, policy?: UrlPolicy): string | undefined;

/** Why a URL that came from a server must not be used, or `undefined` where nothing speaks against it. */
export declare function refuseUrl(text: unknown, { networks, httpHosts }?: UrlPolicy): string | undefined;

/** The ways out that an error names in its `details`. */
export declare function remediesOf({ options }?: ErrorDetails): readonly Remedy[];

/**
 * For how long a server wants no request (`Retry-After`, RFC 9110 §10.2.3), in ms. `undefined` where it does not say, or
 * says what is neither seconds nor a date to come.
 */
export declare function retryAfter(headers: Headers, now?: number): number | undefined;

/**
 * The Bearer challenge of a response, or `undefined` where there is none.
 * `resource_metadata` may stand in a challenge of any scheme (RFC 9728 §5.1).
 */
export declare function selectBearerChallenge(headers: Headers): BearerChallenge | undefined;

/** A query without its values: `server=…&team=…`. */
export declare function shownQuery(names: readonly string[]): string;

/** Tells an event so that a listener's fault, thrown or rejected, ends no sign-in and loses no token. */
export declare function tell<Event>(listener: ((event: Event) => unknown) | undefined, event: Event): void;

/** As `noSetting`, for a fault that the server alone can mend. */
export declare const tellOperator: Advice;

/** The next step after an answer that says "not now", with the time that the server named. */
export declare function tryAgain(wait: number | undefined): string;

export declare function unreadableProxy({ setting }: ProxySetting): NetworkFailure;

/** A URL that was checked, as a string of JavaScript that a person may copy: a host may hold a quote. */
export declare function urlLiteral(url: string): string;

/** URLs beside this one at which many MCP servers are. Nothing is asked there: that is for a person to try. */
export declare function usualEndpoints(serverUrl: string): readonly string[];

/** The same answer with another body, whatever status or reason a server made up. */
export declare function withBody(response: Response, body: BodyInit | null, type?: string): Response;
