// @fast-agent-auth/discovery
export {
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
  ErrorDetails,
  Network,
  NoticeEvent,
  PreviousSignIns,
  ProtectedResource,
  ProtectedResourceOptions,
  QuirkProfile,
  Quirks,
  QuirksOptions,
  SelectIssuer,
  Target,
  UrlPolicy,
  authorizationServerMetadataUrls,
  discover,
  discoverAuthorizationServer,
  discoverProtectedResource,
  isSameIssuer,
  parseChallenges,
  protectedResourceMetadataUrls,
  quirkProfiles,
  selectBearerChallenge,
}

// @fast-agent-auth/discovery/untrusted
export {
  AddressClass,
  ErrorDetails,
  ErrorParts,
  FetchLoopGuard,
  JsonObject,
  Network,
  Remedy,
  UrlPolicy,
  addressClass,
  advise,
  allNetworks,
  allowedNetworks,
  createFetchLoopGuard,
  displayQuery,
  displayUrl,
  isHttpHost,
  isJsonObject,
  isLoopback,
  isPrivateOrLoopback,
  isResourceOf,
  isStrings,
  isWithinOrigin,
  networksOf,
  noSetting,
  optionFor,
  parameterNames,
  parseObject,
  partsOf,
  quoteUntrusted,
  readText,
  redirectLimit,
  redirectLocation,
  refuseEndpoint,
  refuseUrl,
  remediesOf,
  replaceHidden,
  tell,
  tellOperator,
  urlLiteral,
  withBody,
}

// @fast-agent-auth/discovery/untrusted/failures
export {
  NetworkFailure,
  ProxySetting,
  RequestFailure,
  RequestLimits,
  codeFailure,
  isBlockedByPolicy,
  isTransient,
  knownLoginProxy,
  loginPage,
  loginProxy,
  networkFailure,
  networkReason,
  proxyFailure,
  proxyOf,
  requestWithin,
  retryAfter,
  tryAgain,
  unreadableProxy,
}

/**
 * The reach of an address: the public internet, a private network (also those of carriers, VPNs and local proxies), this
 * machine, the same cable (and the metadata service of a cloud), or nobody.
 */
export type AddressClass = 'public' | 'private' | 'loopback' | 'link_local' | 'reserved';

/** The next step of an error: the end of its message, and the same as data. */
export interface Advice {
    readonly next: string;
    readonly details?: ErrorDetails | undefined;
}

/** One document that was asked for, and the reason why it was of no use. */
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

/**
 * The options of `discoverAuthorizationServer`. The server and its endpoints may be at public addresses and in
 * `networks`, which are usually `networksOf(serverUrl)`.
 */
export interface AuthorizationServerOptions extends DocumentsOptions, QuirksOptions, UrlPolicy {
    /** Documents that are shared with other steps, so that none is fetched twice. */
    readonly documents?: Documents | undefined;
    /** The issuer that the metadata must name. Default: the one at whose URLs it is looked for. */
    readonly expected?: string | undefined;
    /** Whether a person set that issuer. */
    readonly isConfigured?: boolean | undefined;
    /** Whether that issuer is our own guess: then the error says that a person may set any other. */
    readonly isGuessed?: boolean | undefined;
    readonly notify?: Notify | undefined;
}

/** The challenge of a protected resource that refused a request (RFC 6750 §3, RFC 9728 §5.1). */
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

/**
 * The options of `discover`. URLs that the server names may lead to public addresses, to the server's own network, to
 * `networks` and to `httpHosts`.
 */
export interface DiscoverOptions extends UrlPolicy {
    readonly fetch?: typeof globalThis.fetch | undefined;
    /** The challenge of a request that was refused. Default: a request is sent to the server to get one. */
    readonly challenge?: BearerChallenge | undefined;
    /** The issuer to use, whether the MCP server names one or not. If it names only others: `issuer_mismatch`. */
    readonly issuer?: string | undefined;
    /** The metadata of the authorization server in the names of RFC 8414 §2. Default: the published one is fetched. */
    readonly authorizationServer?: AuthorizationServerMetadata | undefined;
    /** Chooses one of several issuers, where `issuer` is not set. Default: the first that has metadata. */
    readonly selectIssuer?: SelectIssuer | undefined;
    /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
    readonly resourceMetadataOrigins?: readonly string[] | undefined;
    /**
     * The records of earlier sign-ins. Default: unknown, so that no other server is used in place of one that is down.
     */
    readonly previousSignIns?: PreviousSignIns | undefined;
    /** Whether a server of MCP 2025-03-26, which has no resource metadata, is accepted. Default: true. */
    readonly legacy?: boolean | undefined;
    /** Rules in place of those known for the provider; `false` for none. */
    readonly quirks?: Quirks | false | undefined;
    readonly onEvent?: ((event: DiscoveryEvent) => void) | undefined;
    readonly signal?: AbortSignal | undefined;
}

export declare class DiscoveryError extends Error {
    readonly name = "DiscoveryError";
    readonly code: DiscoveryErrorCode;
    readonly attempts: readonly Attempt[];
    readonly details?: ErrorDetails | undefined;
    /** How long the server asks to wait before the next request, in ms. */
    readonly retryAfter?: number | undefined;
    constructor(code: DiscoveryErrorCode, problem: string, options?: DiscoveryErrorOptions);
}

/**
 * The reason why a discovery failed.
 *
 * - `unreachable`: a server did not answer, or said that it cannot answer now (408, 429, 5xx). Trying again may help.
 * - `not_protected`: the server answers in MCP without asking for authorization, and can be used without a sign-in.
 * - `no_metadata`: no metadata was found at any URL that was tried, which `attempts` lists; or there is no MCP server at the
 *   URL, and `details.status` is the status of its answer.
 * - `invalid_metadata`: a document is not what RFC 9728 or RFC 8414 demands.
 * - `issuer_mismatch`, `resource_mismatch`: a document is of another issuer, or for another resource.
 * - `insecure_url`: a URL that must not be used, given by the user or by a server.
 */
export type DiscoveryErrorCode = 'unreachable' | 'not_protected' | 'no_metadata' | 'invalid_metadata' | 'issuer_mismatch' | 'resource_mismatch' | 'insecure_url';

export interface DiscoveryErrorOptions {
    readonly cause?: unknown;
    readonly attempts?: readonly Attempt[] | undefined;
    /** The last sentence of the message: the next step, in the words of the library. */
    readonly next?: string | undefined;
    readonly details?: ErrorDetails | undefined;
    readonly retryAfter?: number | undefined;
}

export type DiscoveryEvent = NoticeEvent;

/** The outcome of one request for a JSON document. */
export type DocumentResult = {
    readonly url: string;
} & ({
    readonly kind: 'found';
    readonly document: Readonly<Record<string, unknown>>;
} | {
    readonly kind: 'miss';
    readonly reason: string;
}
/** The document is too large. That is no miss: a server that pads its answer must not make us look elsewhere. */
 | {
    readonly kind: 'unread';
    readonly reason: string;
} | {
    readonly kind: 'transient';
    readonly reason: string;
    readonly cause?: unknown;
    readonly status?: number;
    /** Whether the connection failed or broke off; false where the time was over. */
    readonly isCut?: boolean;
    readonly retryAfter?: number | undefined;
});

/** Fetches JSON documents, each once unless `again` is called. */
export interface Documents {
    get(url: string): Promise<DocumentResult>;
    /** The result of an earlier `get`, if there was one. */
    known(url: string): Promise<DocumentResult> | undefined;
    /** Sends the request once more, as after a transient result. */
    again(url: string): Promise<DocumentResult>;
}

export interface DocumentsOptions {
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly signal?: AbortSignal | undefined;
    /** The origin of the MCP server: requests there send our protocol version, as MCP 2025-03-26 wants it. */
    readonly mcpOrigin?: string | undefined;
    /** The origin of the issuer that a person named: its documents have a size limit of their own. */
    readonly issuerOrigin?: string | undefined;
}

/** Data of an error, for a program that writes its own sentence; some codes have more. */
export interface ErrorDetails {
    /** The message without its next step. */
    readonly problem?: string | undefined;
    /** The name of the option in the next step. */
    readonly option?: string | undefined;
    readonly issuer?: string | undefined;
    readonly redirectUri?: string | undefined;
    /** The URL of the page on which a person registers an application. */
    readonly registration?: string | undefined;
    readonly [more: string]: unknown;
}

/** The message of an error in two parts. */
export interface ErrorParts {
    readonly problem: string;
    /** The next step; `undefined` where the error has no `details`: then `problem` is the whole message. */
    readonly next?: string | undefined;
    readonly details?: ErrorDetails | undefined;
}

/**
 * Keeps our `fetch` from calling itself where it has replaced the global `fetch` and sends by the global `fetch`. Each
 * request is marked with the guards that it has passed, and a request that comes back is sent by the `fetch` before
 * ours.
 */
export interface FetchLoopGuard {
    /**
     * Makes a `fetch` for our own requests: no `fetch` of ours that receives one changes it again. Default: the global `fetch`
     * at the time of the request, which other code may replace.
     */
    sendOwn(fetch?: typeof globalThis.fetch): typeof globalThis.fetch;
    /** Makes a `fetch` for a caller's requests: only this guard lets them pass when they come back. */
    forward(fetch?: typeof globalThis.fetch): typeof globalThis.fetch;
    /** Wraps our `fetch`: our own requests, and those that come back, go to the global `fetch` from before `createFetchLoopGuard`. */
    receive(fetch: typeof globalThis.fetch): typeof globalThis.fetch;
    /** As `receive`, for a `fetch` that has to check our own requests too. */
    inspect(fetch: typeof globalThis.fetch): typeof globalThis.fetch;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** The networks that are not public. */
export type Network = 'loopback' | 'private' | 'link_local';

/** The reason why a request got no answer. */
export interface NetworkFailure {
    readonly reason: string;
    /** The next step as a sentence, where the server is not at fault. */
    readonly next?: string | undefined;
}

/**
 * A fact that a person should know, and that does not end the work. `rule` names it; new rules may come in any release.
 */
export interface NoticeEvent {
    readonly type: 'notice';
    readonly rule: string;
    readonly serverUrl?: string | undefined;
    readonly message: string;
    readonly issuer?: string | undefined;
    readonly url?: string | undefined;
}

/** Sends a notice about the server that is discovered. */
export type Notify = (notice: Pick<NoticeEvent, 'rule' | 'message' | 'issuer' | 'url'>) => void;

/** The records of earlier sign-ins in a store. */
export interface PreviousSignIns {
    /** The issuer of the stored tokens for this server; `undefined` where there are none. */
    issuer(): Promise<string | undefined>;
    /** Whether anything is stored for an issuer, such as a registration. */
    has(issuer: string): Promise<boolean>;
}

/** The metadata of a protected resource (RFC 9728 §2), as far as a client needs it. */
export interface ProtectedResource {
    /** The resource identifier (RFC 8707), as it was published, without white space around it. */
    readonly resource: string;
    /** The issuers. An empty list means that the server's origin authorizes, as in MCP 2025-03-26. */
    readonly authorizationServers: readonly string[];
    readonly scopesSupported?: readonly string[] | undefined;
    /** Whether this is used in place of metadata that could not be fetched. */
    readonly isStandIn?: boolean | undefined;
}

/**
 * The options of `discoverProtectedResource`. The metadata may be at public addresses, in the server's own network and
 * in `networks` (default: none).
 */
export interface ProtectedResourceOptions extends DocumentsOptions, UrlPolicy {
    /** Documents that are shared with other steps, so that none is fetched twice. */
    readonly documents?: Documents | undefined;
    /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
    readonly resourceMetadataOrigins?: readonly string[] | undefined;
    /** The issuer that a person set, which is used without metadata if the metadata fails with 5xx twice. */
    readonly issuer?: string | undefined;
    /** The part of the root's metadata that may be used in place of the path's metadata, if that fails. Default: none. */
    readonly standInOf?: ((root: ProtectedResource) => Promise<ProtectedResource | undefined>) | undefined;
    readonly notify?: Notify | undefined;
}

/** The proxy that the environment names. */
export interface ProxySetting {
    /** The name of the environment variable. */
    readonly setting: string;
    /** The URL with its credentials; `undefined` where the value is not the URL of a proxy. */
    readonly url: string | undefined;
}

/** The rules for the authorization servers of one provider, beyond what they publish. */
export interface QuirkProfile {
    readonly provider: string;
    /** Hosts of its issuers; `*` stands for one or more labels. */
    readonly hosts: readonly string[];
    readonly quirks: Quirks;
    /** The page on which a person registers an application. */
    readonly registration?: string | undefined;
}

/** Rules for authorization servers that differ from the specifications. Each member is one difference. */
export interface Quirks {
    /** It supports PKCE with S256, although its metadata does not say so. */
    readonly pkce?: 'assume-s256' | undefined;
    /** The placeholder in its metadata for the first path segment of the issuer: one document serves all tenants. */
    readonly tenantPlaceholder?: string | undefined;
    /** The client authentication that it takes, where its metadata does not say so. */
    readonly tokenEndpointAuthMethods?: readonly string[] | undefined;
    /** It refuses the parameter `resource` (RFC 8707). */
    readonly resourceParameter?: 'omit' | undefined;
    /** It takes the resource in the parameter `audience` of the authorization request as well. */
    readonly audienceParameter?: 'resource' | undefined;
    /** It refuses the scope `offline_access`, even if its metadata or a challenge names that scope. */
    readonly offlineAccess?: 'omit' | undefined;
    /** More parameters of the authorization request, without which it issues no refresh tokens. */
    readonly authorizationParams?: Readonly<Record<string, string>> | undefined;
    /** It wants the granted scope again in each refresh. */
    readonly refreshScope?: 'repeat' | undefined;
    /** The only host of a loopback redirect that it takes. */
    readonly redirectHost?: 'localhost' | '127.0.0.1' | undefined;
}

export interface QuirksOptions {
    /**
     * Rules in place of those known for the provider: a member replaces its rule, and one that is `undefined` switches it
     * off. `false` switches all off.
     */
    readonly quirks?: Quirks | false | undefined;
    readonly onEvent?: ((event: NoticeEvent) => void) | undefined;
}

/** An option that helps against an error, for a person who knows that its condition holds. */
export interface Remedy {
    /** The rest of a sentence that begins with "If". */
    readonly condition: string;
    /** The name of the option in `createAuth`. */
    readonly option: string;
    /** The value to set, or the one item of a list, where it is known. */
    readonly value?: string | true | undefined;
}

/** A request that brought no answer, or none that could be read to its end. */
export interface RequestFailure extends NetworkFailure {
    readonly cause: unknown;
    /** Whether the time limit is the reason. */
    readonly isLate: boolean;
    /** The error of a guarded fetch that did not send the request. */
    readonly blocked?: Error | undefined;
}

export interface RequestLimits {
    /** In ms, for the answer and its body together. */
    readonly timeLimit: number;
    /** The caller's own signal. */
    readonly signal?: AbortSignal | undefined;
}

type ResponseHead = Pick<Response, 'status' | 'headers'>;

/** Chooses one of several issuers that a resource names (RFC 9728 §7.6). */
export type SelectIssuer = (issuers: readonly string[]) => string | Promise<string>;

/** The result of a discovery: the authorization server to ask, and the resource to name. Plain JSON. */
export interface Target {
    readonly serverUrl: string;
    /** The value of the parameter `resource` (RFC 8707), to be sent byte for byte. */
    readonly resource: string;
    readonly server: AuthorizationServer;
    /** The scopes that the resource metadata lists. */
    readonly scopesSupported?: readonly string[] | undefined;
    readonly challenge?: BearerChallenge | undefined;
    /** Set where the server follows MCP 2025-03-26: it names no authorization server, and authorizes itself. */
    readonly legacy?: 'metadata' | 'default_endpoints' | undefined;
    /** Whether there is no resource metadata: `resource` is then the server's URL, which it may not know as a resource. */
    readonly isUnannounced?: boolean | undefined;
    /** Whether a part is used in place of one that is down, so that the next sign-in should discover again. */
    readonly isStandIn?: boolean | undefined;
}

export interface UrlPolicy {
    /** The networks to which a URL may lead, besides public addresses. A URL on loopback may then be http. Default: none. */
    readonly networks?: readonly Network[] | undefined;
    /**
     * Hosts, with or without a port, that may be asked without TLS at a private address or one of this machine. An address in
     * a URL is checked here; the address of a name is checked only by a guarded fetch. Default: none.
     */
    readonly httpHosts?: readonly string[] | undefined;
}

/** Names that never leave this machine (RFC 6761 §6.3), and addresses in every notation; `undefined` for other names. */
export declare function addressClass(hostname: string): AddressClass | undefined;

/** The remedies as a sentence, and as `details.options` for a program that writes its own sentence. */
export declare function advise(remedies: readonly Remedy[]): Advice;

/** All networks, for a URL that the user gave. */
export declare const allNetworks: readonly Network[];

/** The same networks, for a server whose address is known. */
export declare function allowedNetworks(own: AddressClass, others?: readonly Network[]): readonly Network[];

/** The URLs at which an issuer's metadata may be (RFC 8414 §3.1, OpenID Connect Discovery §4), in their order. */
export declare function authorizationServerMetadataUrls(issuer: string): readonly string[];

/** The words for an error code of Node or OpenSSL. */
export declare function codeFailure(code: string): NetworkFailure;

export declare function createFetchLoopGuard(): FetchLoopGuard;

/**
 * Finds the authorization server of an MCP server: by its challenge (RFC 6750 §3), its resource metadata (RFC 9728) and the
 * authorization server's metadata (RFC 8414). It takes 60 s at most, without the time that `selectIssuer` takes.
 *
 * @example
 * const { resource, server } = await discover('https://mcp.example.com/mcp')
 * console.log(resource, server.issuer, server.tokenEndpoint)
 *
 * @throws DiscoveryError with a `code`: `not_protected` where no sign-in is needed, `unreachable` where another try may
 * help; the reason of the signal where it aborts
 */
export declare function discover(serverUrl: string, discoverOptions?: DiscoverOptions): Promise<Target>;

/**
 * Fetches the metadata of an issuer (RFC 8414 §3). All well-known URLs are asked at once, and the first in their order that
 * has a document with an issuer is used.
 *
 * @throws DiscoveryError `no_metadata` where there is none; `unreachable`; `issuer_mismatch`; `invalid_metadata`;
 * `insecure_url` where the issuer or a required endpoint must not be used
 */
export declare function discoverAuthorizationServer(issuer: string, { documents: shared, expected, ...options }?: AuthorizationServerOptions): Promise<AuthorizationServer>;

/**
 * Fetches the resource metadata of an MCP server (RFC 9728): from the URL in its challenge, else from the well-known URLs of
 * its path, of the parent path and of the root. `undefined` where there is none at any of these.
 *
 * @throws DiscoveryError `unreachable`; `no_metadata` where the challenge names a document that does not exist;
 * `invalid_metadata` where it is too large; `resource_mismatch`; `insecure_url`
 */
export declare function discoverProtectedResource(serverUrl: string, challenge: BearerChallenge | undefined, { documents: shared, networks, httpHosts, resourceMetadataOrigins, ...options }?: ProtectedResourceOptions): Promise<ProtectedResource | undefined>;

/** A query without its values: `server=…&team=…`. */
export declare function displayQuery(names: readonly string[]): string;

/**
 * A checked URL, for a person: its host in ASCII, so that letters that look like others stand out; at most 200
 * characters; and only the names of its query parameters, since a value may be a key.
 */
export declare function displayUrl(url: string): string;

/** Whether a guarded fetch did not send a request, so that sending it again would not help. */
export declare function isBlockedByPolicy(error: unknown): error is Error;

/** Whether a list has the host of an `http:` URL, with its port or without one. */
export declare function isHttpHost({ host, hostname }: Pick<URL, 'host' | 'hostname'>, httpHosts: readonly string[]): boolean;

export declare function isJsonObject(value: unknown): value is JsonObject;

/** Whether the `hostname` of a URL is this machine. */
export declare function isLoopback(hostname: string): boolean;

/** Whether an address is one at which a host may be asked without TLS. */
export declare function isPrivateOrLoopback(address: AddressClass | undefined): boolean;

/**
 * Whether a published resource identifier covers the server URL: it is identical, a parent path on the same origin, or
 * differs by one slash at the end. RFC 9728 §3.3 is stricter, and would refuse servers that MCP clients must work with.
 */
export declare function isResourceOf(resource: unknown, serverUrl: string, httpHosts?: readonly string[]): resource is string;

/**
 * Whether two issuers are the same string (RFC 8414 §3.3). Differences that leave the origin the same do not count: the case
 * of scheme and host, the default port, and the slash of a bare origin.
 */
export declare function isSameIssuer(one: string, other: string): boolean;

export declare function isStrings(value: unknown): value is readonly string[];

/** Whether a status says that the same request may succeed later. */
export declare function isTransient(status: number): boolean;

/** Whether a URL is one of an origin. The whole text is compared: `URL.origin` would ignore a user name. */
export declare function isWithinOrigin({ href }: URL, origin: string): boolean;

/** As `loginProxy`, but only for the products that are listed: any other redirect may be the server's own. */
export declare function knownLoginProxy(answer: ResponseHead, url: string): string | undefined;

/** Whether an HTML page is one at which people log in, or that of a login proxy. */
export declare function loginPage(html: string): boolean;

/**
 * The name of the login proxy that answered in place of the server of `url`; `undefined` where the answer is not known to be
 * that of a proxy. Where the answer has a challenge, the caller must believe the challenge.
 */
export declare function loginProxy(answer: ResponseHead, url: string): string | undefined;

/** The words for an error that `fetch` threw: by the code of its cause (ECONNREFUSED, …), since its message says nothing. */
export declare function networkFailure(error: unknown): NetworkFailure;

/** The `reason` of `networkFailure`. */
export declare function networkReason(error: unknown): string;

/**
 * The networks to which URLs that a server names may lead: its own network, and for a server on this machine also private
 * ones; and `others`. A host that is a name counts as public, whatever its address is.
 */
export declare function networksOf(serverUrl: string, others?: readonly Network[]): readonly Network[];

/** For a rule without an exception. */
export declare const noSetting: Advice;

/** The next step for a URL that was refused: the option that allows the URL, or a sentence that no option does. */
export declare function optionFor(text: unknown, policy: UrlPolicy): Advice;

/**
 * The names of a query's parameters; `''` for each name that may be a key: one without a value, one that is no plain word,
 * or a long one with digits.
 */
export declare function parameterNames(query: string): readonly string[];

/** All challenges in the value of a header, in which several headers are joined by commas. Other text is skipped. */
export declare function parseChallenges(header: string): readonly Challenge[];

/** The JSON object in a text; `undefined` where the text is no JSON or no object. */
export declare function parseObject(text: string): JsonObject | undefined;

/** The parts of an error of any class, for an error that repeats its message. */
export declare function partsOf(error: Error): ErrorParts;

/** The well-known URLs of a server's resource metadata (RFC 9728 §3.1), in the order in which they are asked. */
export declare function protectedResourceMetadataUrls(serverUrl: string): readonly string[];

/**
 * The fault of the proxy, if a request to `asked` failed because of the proxy. The text never quotes the value of the
 * setting.
 */
export declare function proxyFailure(error: unknown, { setting, url }: ProxySetting, asked: URL): NetworkFailure | undefined;

/** Reads the proxy from the environment as other programs do: lower case first, and one proxy for all requests. */
export declare function proxyOf(env: Readonly<Record<string, string | undefined>>): ProxySetting | undefined;

/** The known providers, from their documentation and metadata in autumn 2026. */
export declare const quirkProfiles: readonly QuirkProfile[];

/** Text from a server, for a message: quoted, at most 200 characters, and without control or hidden characters. */
export declare function quoteUntrusted(value: unknown): string;

/** The text of a body of at most `limit` bytes (1 MiB); `undefined` for a longer body, of which no more is read. */
export declare function readText(response: Response, limit?: number): Promise<string | undefined>;

/** The number of redirects after which an answer is taken as it is. */
export declare const redirectLimit = 5;

/** The URL to which a response redirects; `undefined` where it does not, or where its `Location` is no URL. */
export declare function redirectLocation({ status, headers }: Pick<Response, 'status' | 'headers'>, base: string | URL): URL | undefined;

/**
 * The same reasons as of `refuseUrl`, and one more: a host that is not in ASCII, whose letters may look like those of
 * another host.
 */
export declare function refuseEndpoint(text: unknown, policy?: UrlPolicy): string | undefined;

/** The reason why a URL from a server must not be used; `undefined` where it may be used. */
export declare function refuseUrl(text: unknown, { networks, httpHosts }?: UrlPolicy): string | undefined;

/** The remedies in the `details` of an error. */
export declare function remediesOf({ options }?: ErrorDetails): readonly Remedy[];

/**
 * Replaces, in a text that is to be printed, the characters that a person cannot see, or that change the place of
 * others: control characters, changes of the direction of writing, characters without width, line separators, lone
 * surrogates. Joiners within emoji, and within words of scripts that need them, are kept.
 */
export declare function replaceHidden(text: string, replacement: (character: string) => string): string;

/**
 * Sends one request to a stranger, and reads its answer, within a time limit.
 *
 * @throws the reason of the caller's signal, or what `fail` throws for any other failure
 */
export declare function requestWithin<T>({ timeLimit, signal }: RequestLimits, send: (signal: AbortSignal) => Promise<T>, fail: (failure: RequestFailure) => T): Promise<T>;

/**
 * The time for which a server wants no request (`Retry-After`, RFC 9110 §10.2.3), in ms. `undefined` where the header is
 * missing, or is neither a number of seconds nor a date in the future.
 */
export declare function retryAfter(headers: Headers, now?: number): number | undefined;

/**
 * The Bearer challenge of a response, or `undefined` where there is none. `resource_metadata` may be in a challenge of
 * any scheme (RFC 9728 §5.1).
 */
export declare function selectBearerChallenge(headers: Headers): BearerChallenge | undefined;

/** Sends an event to a listener. An error of the listener is dropped: it must end no sign-in and lose no token. */
export declare function tell<Event>(listener: ((event: Event) => unknown) | undefined, event: Event): void;

/** For a fault that only the server's operator can fix. */
export declare const tellOperator: Advice;

/** The next step after an answer such as 429 or 503, with the time that the server named, in ms. */
export declare function tryAgain(wait: number | undefined): string;

/** The fault of a setting that is not the URL of a proxy. */
export declare function unreadableProxy({ setting }: ProxySetting): NetworkFailure;

/** A checked URL as a string literal of JavaScript, for a person to copy. */
export declare function urlLiteral(url: string): string;

/** The same response with another body. Its status may be one that the `Response` constructor refuses. */
export declare function withBody(response: Response, body: ConstructorParameters<typeof Response>[0], type?: string): Response;
