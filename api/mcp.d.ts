// @fast-agent-auth/mcp
export {
  McpEvent,
  OAuthClientProvider,
  ToOAuthClientProviderOptions,
  WireTokens,
  WithSharedRefreshOptions,
  WithTokensOptions,
  toOAuthClientProvider,
  withSharedRefresh,
  withTokens,
}

/** The stream of an SSE connection could not be opened; an error thrown there would lose its type and reconnect. */
export interface McpEvent {
    readonly type: 'stream_unauthorized';
    readonly serverUrl: string;
    readonly error: unknown;
}

/**
 * What `OAuthClientProvider` is in SDK v1 (1.26 and later), SDK v2 and `@ai-sdk/mcp`, as far as a facade has it. Plain
 * functions: hosts pass members on by themselves, copy them, or look for them in the object.
 */
export interface OAuthClientProvider {
    readonly redirectUrl: string;
    readonly clientMetadata: {
        redirect_uris: string[];
    };
    readonly tokens: () => Promise<WireTokens | undefined>;
    readonly discoveryState: () => Promise<never>;
    readonly validateResourceURL: () => Promise<never>;
    readonly clientInformation: () => Promise<never>;
    readonly redirectToAuthorization: () => Promise<never>;
    readonly codeVerifier: () => Promise<never>;
    readonly saveTokens: () => void;
    readonly saveClientInformation: () => void;
    readonly saveCodeVerifier: () => void;
    readonly saveDiscoveryState: () => void;
    readonly invalidateCredentials: () => void;
}

export interface ToOAuthClientProviderOptions {
    /** Milliseconds since 1970. Default: `Date.now`. */
    readonly now?: (() => number) | undefined;
}

/** A token response (RFC 6749 §5.1) as the hosts read it, without a refresh token. */
export type WireTokens = {
    readonly access_token: string;
    readonly token_type: string;
    readonly scope?: string | undefined;
    /** Seconds from now. */
    readonly expires_in?: number | undefined;
    /** Whose tokens they are: the stamp by which SDK v2 tells one authorization server's from another's. */
    readonly issuer?: string;
};

export interface WithSharedRefreshOptions {
    /** Milliseconds since 1970. Default: `Date.now`. */
    readonly now?: (() => number) | undefined;
}

export interface WithTokensOptions {
    /** The MCP endpoint. Tokens go to its origin only. */
    readonly serverUrl: string;
    /** What sends the requests. Default: the global one of the moment. */
    readonly fetch?: typeof globalThis.fetch | undefined;
    /** Whether a request may wait for a person to sign in. Default: false, it throws `login_required` instead. */
    readonly interactive?: boolean | undefined;
    readonly onEvent?: ((event: McpEvent) => void) | undefined;
    /** Learn the caller's own credentials from a request that is refused, since a server may repeat them. */
    readonly secrets?: Pick<Secrets, 'learn'> | undefined;
    readonly now?: (() => number) | undefined;
    /** Waits, for so many ms or until the signal aborts. Default: a timer. */
    readonly pause?: ((duration: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/**
 * An `authProvider` for hosts that take no `fetch` (LangChain, Cloudflare agents): it hands out the tokens of a source,
 * refreshed before they expire, and lets nobody refresh, register or keep anything beside the source. Wherever a `fetch`
 * can be given (SDK v1 and v2, openai-agents, mastra, mcp-use, ai-sdk) give `withTokens` instead. A facade cannot
 *
 * - send a refused request again: it renews the tokens and throws `token_renewed`; the caller sends the request again;
 * - ask for more scope after a 403, which it cannot tell from a 401: `login({ scope })` does;
 * - sign in, or finish a sign-in (`finishAuth`): call `login()` before `connect()`.
 *
 * @throws AuthorizationError from its members, through the host: `token_renewed`; `login_required` where only a person
 * can help; other errors of the source
 */
export declare function toOAuthClientProvider(source: TokenSource, { now }?: ToOAuthClientProviderOptions): OAuthClientProvider;

/**
 * A `fetch` that joins identical refresh requests (same URL, form and headers), for an `authProvider` of your own:
 *
 * ```ts
 * new StreamableHTTPClientTransport(url, { authProvider, fetch: withSharedRefresh() })
 * ```
 *
 * The SDKs refresh once for each request that is refused, and all but the first send a refresh token that was replaced,
 * which many servers answer by ending the sign-in. Here concurrent ones are sent once, and each caller gets an answer or
 * error of that request. Where it replaced the refresh token, a caller who had read the old one just before gets the same
 * answer for 60 s. Everything else passes through as it is. Use one for all transports that share tokens; it does not
 * reach other processes. Requests that a fresh assertion authenticates (RFC 7523)
 * are never identical; those with a DPoP proof or a `dispatcher` of their own pass through.
 */
export declare function withSharedRefresh(below?: typeof globalThis.fetch | undefined, { now }?: WithSharedRefreshOptions): typeof globalThis.fetch;

/**
 * A `fetch` that sends tokens and answers refusals: a 401 by refreshed tokens or a sign-in, a 403 that names a scope by
 * a sign-in for it. A body that is a stream is sent once. Redirects are followed within the server's origin only. It may
 * stand in place of the global `fetch`, by which it sends: then that of the time when it was made is used.
 *
 * @throws AuthorizationError `login_required` with the challenge where only a person can help, `insecure_url` where the
 * server redirects a request to another origin; other errors of the source
 */
export declare function withTokens(source: TokenSource, options: WithTokensOptions): typeof globalThis.fetch;
