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

/** The request that the person is asked to approve. */
export interface ConsentRequest {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly scope: string;
    readonly resource: string | undefined;
}

/** The endpoints of the mock. */
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
    /** The grant types that the client registered. A refresh token is issued if they include `refresh_token` or are `undefined`. */
    readonly grantTypes?: readonly string[] | undefined;
}

/** An authorization server and the MCP server that it protects. */
export interface MockServer {
    readonly serverUrl: string;
    readonly resource: string;
    readonly issuer: string;
    /** Handlers for `setupServer(...handlers)`. Requests to other loopback addresses go to the network, where callback servers are. */
    readonly handlers: readonly HttpHandler[];
    /** Every request, in the order of arrival. */
    readonly requests: readonly RecordedRequest[];
    /** Functions that respond in the place of endpoints; assign `undefined` to end that. */
    readonly override: Override;
    /** All issued access tokens, in their present state. */
    readonly accessTokens: readonly IssuedToken[];
    readonly refreshTokens: readonly IssuedToken[];
    readonly clients: readonly MockClient[];
    requestsTo(endpoint: RecordedRequest['endpoint']): readonly RecordedRequest[];
    /** Forgets the requests. Issued tokens stay valid. */
    clear(): void;
    /** Refuses all access tokens issued so far, whatever the clock says. */
    expireAccessTokens(): void;
    /** Refuses all refresh tokens issued so far. */
    revokeRefreshTokens(): void;
    /**
     * Plays the person, up to the callback: `createAuth(mock.serverUrl, { store: memoryTokenStore(), openBrowser: mock.openBrowser })`.
     */
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
    /**
     * URLs of endpoints, where they are not `authorize`, `token`, `register` and `revoke` below the issuer. One URL may
     * serve two endpoints.
     */
    readonly endpoints?: Partial<Endpoints> | undefined;
    /** Whether the parameter `resource` (RFC 8707 §2) is required, optional or refused. Default: `required`. */
    readonly resourceParameter?: 'required' | 'optional' | 'refused' | undefined;
    /** Milliseconds since 1970. Default: `Date.now`. */
    readonly now?: (() => number) | undefined;
    /** Reads client metadata documents. Default: the global `fetch` of the moment, so that msw can answer. */
    readonly fetch?: typeof globalThis.fetch | undefined;
    /**
     * The lifetime of access tokens in seconds. Default: 3600. Given as `undefined`: tokens do not expire, and responses
     * have no `expires_in`.
     */
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
    /** The method that a dynamic registration returns, regardless of the request. Default: `none`. */
    readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined;
    /** Default: false. */
    readonly clientIdMetadataDocumentSupported?: boolean | undefined;
    /** Whether the port of a loopback redirect URI is free (RFC 8252 §7.3). Default: false, as on many servers. */
    readonly anyLoopbackPort?: boolean | undefined;
    /** The person's answer. Default: `approve`. */
    readonly consent?: Consent | ((request: ConsentRequest) => Consent | Promise<Consent>) | undefined;
    /** Whether `iss` is advertised and sent (RFC 9207). Default: true. */
    readonly iss?: boolean | undefined;
    /** The location of the resource metadata: named by the challenge (and at the path location), only at the path or root location, or `none`. */
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

/** Responds in the place of an endpoint. `answer` returns the mock's own response; `undefined` leaves the response to the mock. */
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
    /** The status of the response: `undefined` before it is sent, 0 for a network error. */
    readonly status: number | undefined;
}

/** The client authentication at the token endpoint (RFC 6749 §2.3). */
export type TokenEndpointAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post';

/**
 * Creates a mock authorization server (OAuth 2.1 with PKCE) and the MCP server that it protects, as msw handlers.
 *
 * @example
 * ```ts
 * const mock = createMockServer({ challengeScope: 'mcp:read' })
 * const server = setupServer(...mock.handlers)
 * server.listen()
 * const refusal = await fetch(mock.serverUrl, { method: 'POST' })
 * console.log(refusal.status, mock.requests.length) // 401 1
 * ```
 */
export declare function createMockServer(options?: MockServerOptions): MockServer;

/**
 * Serves the mock over HTTP on a free loopback port, for browsers and other processes. The options `serverUrl` and
 * `issuer` can only be paths here. Default: `/mcp` and the origin itself.
 */
export declare function startMockServer(options?: MockServerOptions): Promise<MockServer & {
    close(): Promise<void>;
}>;
