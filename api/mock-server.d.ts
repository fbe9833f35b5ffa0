// @fast-agent-auth/mock-server
export {
  Consent,
  ConsentRequest,
  Endpoint,
  IssuedToken,
  MockClient,
  MockServer,
  MockServerOptions,
  Override,
  OverrideEndpoint,
  RecordedRequest,
  TokenEndpointAuthMethod,
  createMockServer,
  startMockServer,
}

export type Consent = 'approve' | 'deny';

/** What the person is asked to agree to. */
export interface ConsentRequest {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly scope: string;
    readonly resource: string | undefined;
}

/** What the mock serves. */
export type Endpoint = 'mcp' | 'resourceMetadata' | 'authorizationServerMetadata' | 'register' | 'authorize' | 'token' | 'revoke';

export interface Endpoints {
    readonly authorize: string;
    readonly token: string;
    readonly register: string;
    readonly revoke: string;
}

/** A token that the mock has issued, as it is now. */
export interface IssuedToken {
    readonly value: string;
    /** Shared by all tokens that stem from one sign-in. */
    readonly family: string;
    readonly clientId: string;
    readonly scope: string;
    readonly issuedAt: number;
    /** Milliseconds since 1970; `undefined` for a token that does not expire. */
    readonly expiresAt: number | undefined;
    /** `used`: a refresh token that has been replaced. */
    readonly state: 'live' | 'used' | 'revoked';
}

/** A client that the mock authorization server knows. */
export interface MockClient {
    readonly clientId: string;
    readonly clientSecret?: string | undefined;
    readonly redirectUris: readonly string[];
    readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
    /** What the client said it will use; a refresh token is issued only to one that named `refresh_token`, or named nothing here. */
    readonly grantTypes?: readonly string[] | undefined;
}

/** An authorization server and the MCP server that it protects. */
export interface MockServer {
    readonly serverUrl: string;
    readonly resource: string;
    readonly issuer: string;
    /** For `setupServer(...handlers)`. Requests to other loopback addresses go to the network, since that is where callbacks are. */
    readonly handlers: readonly HttpHandler[];
    /** Every request, in the order of arrival. */
    readonly requests: readonly RecordedRequest[];
    /** Assign a function to an endpoint to answer in its place, and `undefined` to end that. */
    readonly override: Override;
    /** All that were issued, as they are now. */
    readonly accessTokens: readonly IssuedToken[];
    readonly refreshTokens: readonly IssuedToken[];
    readonly clients: readonly MockClient[];
    requestsTo(endpoint: RecordedRequest['endpoint']): readonly RecordedRequest[];
    /** Forgets the requests; what was issued stays valid. */
    clear(): void;
    /** Refuses all access tokens issued so far, whatever the clock says. */
    expireAccessTokens(): void;
    /** Refuses all refresh tokens issued so far. */
    revokeRefreshTokens(): void;
    openBrowser(url: URL): Promise<void>;
}

export interface MockServerOptions {
    /** The protected MCP endpoint. Default: `https://mcp.example.com/mcp`. */
    readonly serverUrl?: string | undefined;
    /** `resource` of the metadata and of every request. Default: the server URL, byte for byte. */
    readonly resource?: string | undefined;
    /**
     * The authorization server; may share the MCP server's origin, may have a path. Default: `https://auth.example.com`, or
     * the origin of the MCP server where there is no resource metadata.
     */
    readonly issuer?: string | undefined;
    /** URLs of endpoints that are not `authorize`, `token`, `register` and `revoke` below the issuer. One may serve two. */
    readonly endpoints?: Partial<Endpoints> | undefined;
    /** Whether requests must have the parameter `resource` (RFC 8707), may have it, or are refused with it. Default: `required`. */
    readonly resourceParameter?: 'required' | 'optional' | 'refused' | undefined;
    /** Milliseconds since 1970. Default: `Date.now`. */
    readonly now?: (() => number) | undefined;
    /** Reads client metadata documents. Default: the global `fetch` of the moment, so that msw can answer. */
    readonly fetch?: typeof globalThis.fetch | undefined;
    /** Seconds. Default: 3600. Given as `undefined`: tokens do not expire, and responses have no `expires_in`. */
    readonly accessTokenLifetime?: number | undefined;
    /** Whether refresh tokens are issued at all. Default: true. */
    readonly refreshTokens?: boolean | undefined;
    /** Whether a refresh replaces the refresh token, and a replaced one ends the whole family. Default: true. */
    readonly rotation?: boolean | undefined;
    /** `scopes_supported` of the resource. Default: `mcp:read` and `mcp:write`. Given as `undefined`: left out. */
    readonly scopesSupported?: readonly string[] | undefined;
    /** `scopes_supported` of the authorization server. Default: left out. */
    readonly authorizationServerScopes?: readonly string[] | undefined;
    /** `scope` of the 401 challenge. Default: left out. */
    readonly challengeScope?: string | undefined;
    /** The scope a tool asks for, by the tool's name. Default: `mcp:write` for `write`. */
    readonly requiredScopes?: Readonly<Record<string, string>> | undefined;
    /** Default: `dynamic`. */
    readonly registration?: 'dynamic' | 'none' | undefined;
    /** Clients registered beforehand. */
    readonly clients?: readonly MockClient[] | undefined;
    /** What a dynamic registration answers, whatever was asked for. Default: `none`. */
    readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined;
    /** Default: false. */
    readonly clientIdMetadataDocumentSupported?: boolean | undefined;
    /** Whether the port of a loopback redirect URI is free (RFC 8252 §7.3). Default: false, as on many servers. */
    readonly anyLoopbackPort?: boolean | undefined;
    /** The person's answer. Default: `approve`. */
    readonly consent?: Consent | ((request: ConsentRequest) => Consent | Promise<Consent>) | undefined;
    /** Whether `iss` is advertised and sent (RFC 9207). Default: true. */
    readonly iss?: boolean | undefined;
    /** Where the resource metadata is: named by the challenge (at the path location), only at the path or root location, or nowhere. */
    readonly resourceMetadata?: 'challenge' | 'path' | 'root' | 'none' | undefined;
    /** Default: `rfc8414`. */
    readonly authorizationServerMetadata?: 'rfc8414' | 'oidc' | 'none' | undefined;
    /** Milliseconds that each request takes. Default: 0. */
    readonly delay?: number | undefined;
    /** Answers in place of an endpoint; the object may be changed at any time. */
    readonly override?: Override | undefined;
}

export type Override = {
    [endpoint in Endpoint]?: OverrideEndpoint | undefined;
};

/** Answers in place of an endpoint. `answer` gives what the mock would have said; `undefined` leaves the answer to the mock. */
export type OverrideEndpoint = (request: Request, answer: () => Promise<Response>) => Response | undefined | Promise<Response | undefined>;

export interface RecordedRequest {
    /** `other`: another path of the mock's origins, answered with 404. */
    readonly endpoint: Endpoint | 'other';
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly body: string;
    /** The body, where it is a form. */
    readonly form?: URLSearchParams | undefined;
    /** The body, where it is JSON. */
    readonly json?: unknown;
    /** What was answered: `undefined` as long as nothing was, 0 for a network error. */
    readonly status: number | undefined;
}

/** How a client proves at the token endpoint who it is. */
export type TokenEndpointAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post';

export declare function createMockServer(options?: MockServerOptions): MockServer;

/**
 * Serves the mock over HTTP on a free loopback port, for browsers and other processes. `serverUrl` and `issuer` can only
 * be paths there; they default to `/mcp` and the origin itself.
 */
export declare function startMockServer(options?: MockServerOptions): Promise<MockServer & {
    close(): Promise<void>;
}>;
