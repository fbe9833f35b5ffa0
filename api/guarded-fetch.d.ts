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
     * Data for a program that writes its own sentence, where an option may help: `option`, and `problem`, which is the message
     * without the next step. Of `address_refused` also the `network`.
     */
    readonly details?: Readonly<Record<string, unknown>> | undefined;
    constructor(code: GuardedFetchErrorCode, problem: string, options?: GuardedFetchErrorOptions);
}

/**
 * Which rule a request broke, or that the proxy or this program is at fault. Other network errors stay what `fetch` threw.
 *
 * - `insecure_url`: a URL that must not be asked: its scheme, user info, control characters, length, or its address.
 * - `address_refused`: the name leads into a network where what a server names may not be.
 * - `redirect_refused`: a redirect to another origin, of a request that is no GET or HEAD, or the sixth.
 * - `too_large`: more headers or more body than the limits allow.
 * - `timed_out`: a time limit is over.
 * - `proxy_failed`: the proxy that the environment names cannot be read, does not answer, or lets nothing through.
 * - `unavailable`: what sends the requests cannot be loaded, so that nobody was asked.
 */
export type GuardedFetchErrorCode = 'insecure_url' | 'address_refused' | 'redirect_refused' | 'too_large' | 'timed_out' | 'proxy_failed' | 'unavailable';

interface GuardedFetchErrorOptions {
    readonly cause?: unknown;
    /** The end of the message, in the words of the library. */
    readonly next?: string | undefined;
    readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export interface GuardedFetchOptions {
    /**
     * The MCP server that the user named. Only where it is on this machine or in a private network may what it names be
     * there too: an address in a URL as its own URL says, a name as the server was connected to, or before that looked up.
     * Requests to this very URL that accept a `text/event-stream` are MCP's own: their answers may be as long, and take as
     * long, as they like.
     */
    readonly serverUrl?: string | undefined;
    /** Networks that are allowed besides. Default: none. */
    readonly networks?: readonly Network[] | undefined;
    /**
     * Hosts, with or without a port, that may be asked without TLS. Each is connected to at private addresses and those of
     * this machine alone, over TLS too, and past any proxy. Default: none.
     */
    readonly httpHosts?: readonly string[] | undefined;
    readonly limits?: Partial<Limits> | undefined;
    /** What sends a request that was allowed; it must pass on `dispatcher`. Default: the global one. */
    readonly fetch?: typeof globalThis.fetch | undefined;
    /** Default: as the system resolves names. Where there is a proxy, that resolves them. */
    readonly resolve?: Resolve | undefined;
    /** Where `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` are looked up. Default: that of the process. */
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What one request may cost. `Infinity` lifts a limit. */
export interface Limits {
    /** Bytes of a body, after decompression. Default: 1 MiB. */
    readonly body: number;
    /** Bytes of the headers of an answer. Default: 16 KiB. */
    readonly headers: number;
    /** For the connection, with its name and its TLS, in ms. Default: 10 000. */
    readonly connect: number;
    /** Until an answer begins, in ms. Default: 60 000. */
    readonly firstByte: number;
    /** Until a body has ended, redirects included, in ms. Default: 90 000. */
    readonly total: number;
}

/** Every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>;

/**
 * A `fetch` for URLs that a stranger named: https only (http on loopback), to addresses that were checked when the
 * connection was made, redirected within its origin only, and never for long or for much.
 *
 * It rejects with a `GuardedFetchError` where a rule is broken, with the reason of the caller's signal, or with what
 * `fetch` threw.
 */
export declare function createGuardedFetch(options?: GuardedFetchOptions): typeof globalThis.fetch;
