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

/**
 * The stream of an SSE connection could not be opened. The transport gets the refusal and not the error, since it would
 * lose the error's type, and reconnect.
 */
export interface McpEvent {
    readonly type: 'stream_unauthorized';
    readonly serverUrl: string;
    readonly error: unknown;
}

/**
 * The common part of `OAuthClientProvider` in SDK v1 (1.26 and later), SDK v2 and `@ai-sdk/mcp`. Its members are plain
 * functions, since hosts call them without their object, copy them, or look for them in the object.
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

/** A token response (RFC 6749 §5.1) in the names that the hosts read, without a refresh token. */
export type WireTokens = {
    readonly access_token: string;
    readonly token_type: string;
    readonly scope?: string | undefined;
    /** Seconds from now. */
    readonly expires_in?: number | undefined;
    /** The issuer: SDK v2 compares it, so that tokens of another authorization server are not used. */
    readonly issuer?: string;
};

export interface WithSharedRefreshOptions {
    /** Milliseconds since 1970. Default: `Date.now`. */
    readonly now?: (() => number) | undefined;
}

export interface WithTokensOptions {
    /** The MCP endpoint. Tokens are sent to its origin only. */
    readonly serverUrl: string;
    /** The `fetch` that sends the requests. Default: the global one at the time of the request. */
    readonly fetch?: typeof globalThis.fetch | undefined;
    /** Whether a request may wait for a person to sign in. Default: false, and it throws `login_required`. */
    readonly interactive?: boolean | undefined;
    readonly onEvent?: ((event: McpEvent) => void) | undefined;
    /** Takes the caller's own credentials from a refused request as secrets, since the server may repeat them. */
    readonly secrets?: Pick<Secrets, 'learn'> | undefined;
    /** Milliseconds since 1970. Default: `Date.now`. */
    readonly now?: (() => number) | undefined;
    /** Waits for `duration` ms, or until the signal aborts. Default: a timer. */
    readonly pause?: ((duration: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/**
 * An `authProvider` for hosts that take no `fetch` (LangChain, Cloudflare agents). It hands out the tokens of a source, which
 * are refreshed before they expire, and leaves the host nothing to refresh, register or store. For a host that takes a `fetch`
 * (SDK v1 and v2, openai-agents, mastra, mcp-use, ai-sdk) use `auth.fetch` or `withTokens`. This provider cannot
 *
 * - send a refused request again: it renews the tokens and throws `token_renewed`, and the caller sends the request again;
 * - ask for more scope after a 403, which it cannot tell from a 401: call `login({ scope })`;
 * - sign in, or finish a sign-in (`finishAuth`): call `login()` before `connect()`.
 *
 * @example
 * const client = new MultiServerMCPClient({
 *   docs: { transport: 'http', url: serverUrl, authProvider: toOAuthClientProvider(auth) },
 * })
 *
 * @throws AuthorizationError from its members, through the host: `token_renewed`; `login_required` where only a person
 * can help; other errors of the source
 */
export declare function toOAuthClientProvider(source: TokenSource, { now }?: ToOAuthClientProviderOptions): OAuthClientProvider;

/**
 * A `fetch` that joins identical refresh requests (same URL, form and headers), for an `authProvider` of your own.
 *
 * The SDKs refresh once for each refused request, and all but the first send a refresh token that was replaced; many
 * servers then end the sign-in. Here concurrent refreshes are sent once, and each caller gets the response or error of
 * that request. A caller with a refresh token that was replaced gets the same response for 60 s. All other requests
 * pass through unchanged, even refreshes with a DPoP proof or a `dispatcher`; refreshes with a fresh assertion (RFC
 * 7523) are never identical. Use one such `fetch` for all transports that share tokens; it does not reach other
 * processes.
 *
 * @example
 * new StreamableHTTPClientTransport(url, { authProvider, fetch: withSharedRefresh() })
 */
export declare function withSharedRefresh(below?: typeof globalThis.fetch | undefined, { now }?: WithSharedRefreshOptions): typeof globalThis.fetch;

/**
 * A `fetch` that sends tokens and answers refusals: a 401 by refreshed tokens or a sign-in, a 403 that names a scope by
 * a sign-in for that scope. A body that is a stream is sent once. Redirects are followed within the server's origin
 * only. The result may replace the global `fetch`; then it sends by the `fetch` that it replaced.
 *
 * @example
 * const fetch = withTokens(session, { serverUrl: 'https://mcp.example.com/mcp' })
 * const transport = new StreamableHTTPClientTransport(new URL('https://mcp.example.com/mcp'), { fetch })
 *
 * @throws AuthorizationError `login_required` with the challenge, where only a person can help; `unknown_server_error`
 * or `insufficient_scope` where the server refuses new tokens too; `insecure_url` where it redirects to another origin;
 * other errors of the source as they are
 */
export declare function withTokens(source: TokenSource, options: WithTokensOptions): typeof globalThis.fetch;
