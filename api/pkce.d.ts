// @fast-agent-auth/pkce
export {
  Pkce,
  PkceError,
  PkcePolicy,
  PkceSupport,
  assertPkceSupported,
  createPkce,
}

/** A verifier, kept until the code is exchanged, and its challenge, sent with the authorization request (RFC 7636 §4). */
export interface Pkce {
    /** 43 characters that hold 256 random bits. Secret. */
    readonly verifier: string;
    readonly challenge: string;
    readonly method: 'S256';
}

/** The authorization server cannot be used safely: it does not support PKCE with S256. */
export declare class PkceError extends Error {
    readonly name = "PkceError";
    readonly code = "pkce_unsupported";
    /**
     * Data for a program that writes its own sentence: `issuer`, and where an option would help also `option`, and `problem`,
     * which is the message without the next step.
     */
    readonly details: Readonly<Record<string, unknown>>;
    constructor(problem: string, { next, details }: {
        readonly next?: string;
        readonly details: Readonly<Record<string, unknown>>;
    });
}

export interface PkcePolicy {
    /**
     * What a server that publishes no methods is taken for. `require-advertised` (default): one that knows no PKCE, as
     * RFC 8414 §2 says. `assume-s256`: one that knows S256 all the same, as some large providers do.
     */
    readonly pkce?: 'require-advertised' | 'assume-s256' | undefined;
}

export interface PkceSupport {
    readonly issuer: string;
    readonly codeChallengeMethodsSupported?: readonly string[] | undefined;
}

/**
 * Refuses an authorization server that does not support S256 (MCP 2026-07-28, Authorization Code Protection).
 *
 * @throws PkceError `pkce_unsupported`
 */
export declare function assertPkceSupported(server: PkceSupport, { pkce }?: PkcePolicy): void;

/** A fresh pair for one authorization request. */
export declare function createPkce(): Promise<Pkce>;
