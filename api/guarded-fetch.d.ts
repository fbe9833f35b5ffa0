// @fast-agent-auth/guarded-fetch
export {
  Address,
  GuardedFetchError,
  GuardedFetchErrorCode,
  GuardedFetchOptions,
  Limits,
  Resolve,
  createGuardedFetch,
}

export interface Address {
    readonly address: string;
    readonly family: number;
}

export declare class GuardedFetchError extends Error {
    readonly name = "GuardedFetchError";
    readonly code: GuardedFetchErrorCode;
    /**
     * Data for a program that writes its own sentence: `problem`, the message without its next step; where an option may help
     * `option`, its name; and for `address_refused` the `network`.
     */
    readonly details?: Readonly<Record<string, unknown>> | undefined;
    constructor(code: GuardedFetchErrorCode, problem: string, options?: GuardedFetchErrorOptions);
}

/**
 * The rule that a request broke, or the part at fault. Other network errors are thrown as `fetch` threw them.
 *
 * - `insecure_url`: a URL that must not be asked, because of its scheme, user info, control characters, length or
 *   address.
 * - `address_refused`: the addresses of a name are in a network that is not allowed.
 * - `redirect_refused`: a redirect to another origin, of a request that is no GET or HEAD, or the sixth.
 * - `too_large`: more headers or more body than the limits allow.
 * - `too_slow`: a time limit was exceeded.
 * - `proxy_failed`: the proxy that the environment names cannot be read, does not answer, or lets nothing through.
 * - `unavailable`: the HTTP client cannot be loaded, so that no request was sent.
 */
export type GuardedFetchErrorCode = 'insecure_url' | 'address_refused' | 'redirect_refused' | 'too_large' | 'too_slow' | 'proxy_failed' | 'unavailable';

interface GuardedFetchErrorOptions {
    readonly cause?: unknown;
    /** The last sentence of the message: the next step. */
    readonly next?: string | undefined;
    readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export interface GuardedFetchOptions {
    /**
     * The MCP server of the user. Only where it is on this machine or in a private network may other hosts be there too.
     * For addresses in URLs, the server's URL decides; for names, the address of the first connection to the server, or
     * of a lookup before that. Requests to this URL that accept a `text/event-stream` are MCP's own: their size and time
     * are not limited.
     */
    readonly serverUrl?: string | undefined;
    /** Networks that are allowed too. Default: none. */
    readonly networks?: readonly Network[] | undefined;
    /**
     * Hosts, with or without a port, that may be asked without TLS. Connections to them, with TLS too, go only to private
     * addresses and to this machine, and never through a proxy. Default: none.
     */
    readonly httpHosts?: readonly string[] | undefined;
    readonly limits?: Partial<Limits> | undefined;
    /**
     * The `fetch` that sends allowed requests. Default: the global one. Another `fetch` makes its connections itself, so
     * the addresses of a name are not checked, and a name of `httpHosts` is looked up before each request.
     */
    readonly fetch?: typeof globalThis.fetch | undefined;
    /** Resolves names, unless a proxy resolves them itself. Default: as the system does. */
    readonly resolve?: Resolve | undefined;
    /**
     * The environment, for `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. Default: the environment of the process, or none
     * if `fetch` is set.
     */
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** The limits of one request. `Infinity` is no limit. */
export interface Limits {
    /** The size of a body after decompression, in bytes. Default: 1 MiB. */
    readonly body: number;
    /** The size of the headers of an answer, in bytes. Default: 16 KiB. */
    readonly headers: number;
    /** The time for a connection, with lookup and TLS, in ms. Default: 10 000. */
    readonly connect: number;
    /** The time until an answer begins, in ms. Default: 60 000. */
    readonly firstByte: number;
    /** The time until a body has ended, redirects included, in ms. Default: 90 000. */
    readonly total: number;
}

/** Gives every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>;

/**
 * A `fetch` for URLs that a stranger named. It takes https only (http on loopback), connects to addresses that it has checked,
 * follows redirects within the origin only, and limits size and time.
 *
 * It rejects with a `GuardedFetchError` where a rule is broken, with the reason of the caller's signal where that aborts, and
 * otherwise with the error of `fetch`.
 *
 * @example
 * const fetch = createGuardedFetch({ serverUrl: 'https://mcp.example.com/mcp' })
 * await fetch('https://169.254.169.254/latest/meta-data/iam') // rejects: `insecure_url`
 *
 * @throws TypeError where `serverUrl` is not a URL
 */
export declare function createGuardedFetch(options?: GuardedFetchOptions): typeof globalThis.fetch;
