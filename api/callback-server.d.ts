// @fast-agent-auth/callback-server
export {
  CallbackEvent,
  CallbackOptions,
  CallbackServerError,
  CallbackServerErrorCode,
  CallbackUnavailable,
  Listen,
  ListenOptions,
  LoopbackHost,
  Outcome,
  Quote,
  Redirect,
  CallbackIgnored,
  createListen,
}

/** What happens besides the answer that is waited for. Holds no value of what a browser or a person brought. */
export type CallbackEvent = CallbackIgnored | CallbackUnavailable;

export interface CallbackOptions {
    /**
     * Default: that of a redirect URI that a client is registered with, else `127.0.0.1`, as RFC 8252 §8.3 wants. With
     * `localhost`, both address families are bound.
     */
    readonly host?: LoopbackHost | undefined;
    /** Default 3030; 0 takes a free port. */
    readonly port?: number | undefined;
    /** Tried in turn where the port is busy. Default 3030, 3031, 3032, 8080, then a free one. `[]` pins the port. */
    readonly fallbackPorts?: readonly number[] | undefined;
    /** Default: that of a redirect URI that a client is registered with, else `/callback`. */
    readonly path?: string | undefined;
    /** Shown on the page: the host that the person signs in to. */
    readonly serverName?: string | undefined;
    /** Shown on the page: the application to go back to. */
    readonly appName?: string | undefined;
    /**
     * The next text that a person pastes, raced with the browser; `undefined` when there will be none (end of input). The
     * signal aborts when the answer came, on `close()` and on the listener's signal. A rejection counts as end of input.
     * What was pasted at once is best given at once, line ends included: half an answer may look whole.
     */
    readonly readPasted?: ((signal: AbortSignal) => Promise<string | undefined>) | undefined;
    readonly onEvent?: ((event: CallbackEvent) => void) | undefined;
}

/** Why there is no way back from the browser. Aborting rejects with the signal's own reason instead. */
export declare class CallbackServerError extends Error {
    readonly name = "CallbackServerError";
    readonly code: CallbackServerErrorCode;
    constructor(code: CallbackServerErrorCode, message: string, options?: ErrorOptions);
}

/** `closed`: no answer can come any more. `listen_failed`: the system refused the address. */
export type CallbackServerErrorCode = 'invalid_option' | 'port_in_use' | 'listen_failed' | 'closed';

/** No port could be bound, so nothing listens at the redirect URI: only a pasted answer can come. */
export interface CallbackUnavailable {
    readonly type: 'callback_unavailable';
    readonly redirectUri: string;
    /** Why, as a `CallbackServerError`. */
    readonly error: unknown;
}

/**
 * Without our state, with another, with more than one, at another path than that of the redirect URI, or by POST without
 * a state in the address.
 */
export type IgnoredAnswer = 'no_state' | 'wrong_state' | 'repeated_state' | 'wrong_path' | 'posted';

/** Opens the way back from the browser. */
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

export type LoopbackHost = (typeof loopbackHosts)[number];

/** How a sign-in ended, for the page that the person sees. All of it is plain text, which need not be trusted. */
export type Outcome = 'signed_in' | {
    readonly error: 'denied' | 'expired' | 'failed';
    /** Our own words. What a server says is shown as the quote alone. */
    readonly message: string;
    /** Shown below the message. */
    readonly quote?: Quote | undefined;
};

/** Words of the authorization server, and its name: shown as its own, not as ours. */
export interface Quote {
    readonly from: string;
    readonly text: string;
}

/** A way back that is open. Close it when the sign-in is over, however it ended. */
export interface Redirect {
    readonly redirectUri: string;
    /** The one above first, then what a later listener may bind: register them all. */
    readonly redirectUris: readonly string[];
    /** The first request that carries our state. Others are answered and change nothing. */
    readonly response: Promise<URL>;
    /** The reason why the last answer was not taken that came and could not be tied to this sign-in. */
    ignored(): IgnoredAnswer | undefined;
    /** Answers the waiting browser, and resolves when the page is delivered. The first outcome stays. */
    finish(outcome: Outcome): Promise<void>;
    /** Ends every connection. A browser that still waits is told that the sign-in ended early. */
    close(): Promise<void>;
    /** Lets the process end although nobody has come back, as `server.unref()` does. */
    unref(): void;
}

/**
 * A request on the callback path, or a pasted text, that cannot be tied to this sign-in. It changed nothing.
 *
 * `bare_code`: only a code, without the state that would tie it to this sign-in. `wrong_address`: a URL, but not the
 * redirect URI (e.g. the link that was to be opened). `too_long`: longer than any answer. `not_an_answer`: nothing of an
 * answer. `posted`: by POST, without a state in its address. A browser brings the first three and the last only.
 */
export interface CallbackIgnored {
    readonly type: 'callback_ignored';
    readonly from: 'browser' | 'paste';
    readonly reason: 'no_state' | 'wrong_state' | 'repeated_state' | 'bare_code' | 'wrong_address' | 'too_long' | 'not_an_answer' | 'posted';
    /** Whether it claims that the sign-in failed: with `no_state`, it may come from a server that omits the state. */
    readonly hasError: boolean;
}

/** The loopback redirect of a native app (RFC 8252 §7.3): each call of the result opens a server of its own. */
export declare function createListen(options?: CallbackOptions): Listen;

/** The hosts that a loopback redirect may have (RFC 8252 §7.3, §8.3). */
export declare const loopbackHosts: readonly ["127.0.0.1", "localhost", "[::1]"];
