// @fast-agent-auth/callback-server
export {
  CallbackEvent,
  CallbackIgnored,
  CallbackOptions,
  CallbackServerError,
  CallbackServerErrorCode,
  CallbackUnavailable,
  Listen,
  ListenOptions,
  LoopbackHost,
  Redirect,
  createListen,
}

/** An event other than the awaited authorization response. It holds no value that a browser or a person sent. */
export type CallbackEvent = CallbackIgnored | CallbackUnavailable;

/**
 * A request on the callback path, or a pasted text, that cannot be tied to this sign-in. It changed nothing.
 *
 * `bare_code`: a code without the state that would tie it to this sign-in. `wrong_address`: a URL that is not the redirect
 * URI, such as the authorization URL. `too_long`: longer than any response. `not_an_answer`: no part of a response.
 * `posted`: a POST whose address has no state. A browser causes only `posted` and the three reasons about the state.
 */
export interface CallbackIgnored {
    readonly type: 'callback_ignored';
    readonly from: 'browser' | 'paste';
    readonly reason: 'no_state' | 'wrong_state' | 'repeated_state' | 'bare_code' | 'wrong_address' | 'too_long' | 'not_an_answer' | 'posted';
    /** Whether it has an `error`. With `no_state`, a server that omits the state in errors may have sent it. */
    readonly hasError: boolean;
}

export interface CallbackOptions {
    /**
     * The host of the redirect URI. Default: the host of a client's redirect URI, else `127.0.0.1` (RFC 8252 §8.3). With
     * `localhost`, both address families are bound.
     */
    readonly host?: LoopbackHost | undefined;
    /** The port to bind. Default: 3030; 0 takes a free port. */
    readonly port?: number | undefined;
    /** Ports to try in turn if `port` is busy. Default: 3030, 3031, 3032, 8080, then a free one. `[]`: only `port`. */
    readonly fallbackPorts?: readonly number[] | undefined;
    /** The path of the redirect URI. Default: the path of a client's redirect URI, else `/callback`. */
    readonly path?: string | undefined;
    /** The host that the person signs in to, shown on the page. */
    readonly serverName?: string | undefined;
    /** The application to go back to, shown on the page. */
    readonly appName?: string | undefined;
    /**
     * Returns the next text that a person pastes, or `undefined` at the end of input. It is called until a pasted text or the
     * browser brings the response. The signal aborts after the response, on `close()`, or when the listener's signal aborts.
     * A rejection counts as the end of input. Return a paste in one piece, with its line ends: half a URL may look whole.
     */
    readonly readPasted?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined;
    readonly onEvent?: ((event: CallbackEvent) => void) | undefined;
}

/** The callback server cannot receive a response. After an abort, calls reject with the signal's own reason instead. */
export declare class CallbackServerError extends Error {
    readonly name = "CallbackServerError";
    readonly code: CallbackServerErrorCode;
    constructor(code: CallbackServerErrorCode, message: string, options?: ErrorOptions);
}

/** `closed`: no response can come any more. `listen_failed`: the system refused the address. */
export type CallbackServerErrorCode = 'invalid_option' | 'port_in_use' | 'listen_failed' | 'closed';

/** No port could be bound, so nothing listens at the redirect URI: only a paste can bring the response. */
export interface CallbackUnavailable {
    readonly type: 'callback_unavailable';
    readonly redirectUri: string;
    /** The reason, a `CallbackServerError`. */
    readonly error: unknown;
}

/**
 * The reason why an authorization response was ignored: it had no state, a wrong one or several, came to a path other than
 * the redirect URI's, or came by POST without a state in its address (`posted`).
 */
export type IgnoredAnswer = 'no_state' | 'wrong_state' | 'repeated_state' | 'wrong_path' | 'posted';

/** Opens a loopback redirect and waits for the authorization response. */
export type Listen = (options: ListenOptions) => Promise<Redirect>;

export interface ListenOptions {
    /** The `state` (RFC 6749 §4.1.1) that the response must carry. */
    readonly state: string;
    /** The redirect URIs of a pre-registered client: one of these is bound if possible. */
    readonly preferred?: readonly string[] | undefined;
    /** The redirect URIs of earlier registrations. Their ports are tried before any free port. */
    readonly registered?: readonly string[] | undefined;
    /** The host of redirect URIs that the authorization server accepts. It is used if no other setting names a host. */
    readonly host?: 'localhost' | '127.0.0.1' | undefined;
    /** Closes the listener. */
    readonly signal?: AbortSignal | undefined;
}

export type LoopbackHost = (typeof loopbackHosts)[number];

/** The outcome of a sign-in, for the page that the person sees. Its texts are plain text and need not be trusted. */
export type Outcome = 'signed_in' | {
    readonly error: 'denied' | 'expired' | 'failed';
    /** Words of this program. Words of a server belong only into `quote`. */
    readonly message: string;
    /** Shown below the message. */
    readonly quote?: Quote | undefined;
};

/** Words of the authorization server, and its name. The page shows them as the server's. */
export interface Quote {
    readonly from: string;
    readonly text: string;
}

/** An open loopback redirect. Close it when the sign-in has ended, with or without success. */
export interface Redirect {
    readonly redirectUri: string;
    /** All redirect URIs to register: `redirectUri`, then the redirect URIs that a later listener may bind. */
    readonly redirectUris: readonly string[];
    /** The URL of the first request that carries the state. Other requests are answered and change nothing. */
    readonly response: Promise<URL>;
    /** The reason why the last response was ignored; `undefined` if none was. */
    ignored(): IgnoredAnswer | undefined;
    /** Sends the page to the waiting browser, and resolves when it is delivered. A later outcome is not sent. */
    finish(outcome: Outcome): Promise<void>;
    /** Ends every connection. A browser that still waits gets a page that says the sign-in ended early. */
    close(): Promise<void>;
    /** Lets the process end even if nobody has come back, as `server.unref()` does. */
    unref(): void;
}

/**
 * Creates a function that opens the loopback redirect of a native app (RFC 8252 §7.3). Each call opens a new server, and
 * resolves when a port is bound.
 *
 * @example
 * ```ts
 * const listen = createListen({ serverName: 'mcp.example.com' })
 * const redirect = await listen({ state, signal: AbortSignal.timeout(300_000) })
 * // Send the browser to the authorization server with redirect.redirectUri, then:
 * const response = await redirect.response // the URL with code and state
 * await redirect.finish('signed_in')
 * await redirect.close()
 * ```
 *
 * @throws CallbackServerError `invalid_option`; from `listen` also `port_in_use` and `listen_failed`; `closed` from
 *   `response`; after an abort the signal's reason
 */
export declare function createListen(options?: CallbackOptions): Listen;

/** The hosts of a loopback redirect URI (RFC 8252 §7.3, §8.3). */
export declare const loopbackHosts: readonly ["127.0.0.1", "localhost", "[::1]"];
