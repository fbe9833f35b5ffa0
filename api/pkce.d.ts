// @fast-agent-auth/pkce
export {
  Pkce,
  PkceError,
  PkcePolicy,
  PkceSupport,
  assertPkceSupported,
  createPkce,
}

/** A code verifier and its challenge (RFC 7636 §4). */
export interface Pkce {
    /** 43 characters with 256 random bits. It is a secret until the code is exchanged with it. */
    readonly verifier: string;
    /** The `code_challenge` of the authorization request. */
    readonly challenge: string;
    readonly method: 'S256';
}

/** The error for an authorization server that cannot be used safely, since it does not support PKCE with S256. */
export declare class PkceError extends Error {
    readonly name = "PkceError";
    readonly code = "pkce_unsupported";
    /**
     * Data for a program that writes its own sentence: `issuer`; `problem`, the message without its next step; and `option`, the
     * name of the option that may help.
     */
    readonly details: Readonly<Record<string, unknown>>;
    constructor(problem: string, { next, details }: {
        readonly next?: string;
        readonly details: Readonly<Record<string, unknown>>;
    });
}

export interface PkcePolicy {
    /**
     * The rule for a server that publishes no methods. `require-advertised` (default): it does not support PKCE, as RFC 8414 §2
     * says, and is refused. `assume-s256`: it supports S256 anyway, as some large providers do.
     */
    readonly pkce?: 'require-advertised' | 'assume-s256' | undefined;
}

/** The metadata of an authorization server, as far as PKCE needs it. */
export interface PkceSupport {
    readonly issuer: string;
    readonly codeChallengeMethodsSupported?: readonly string[] | undefined;
}

/**
 * Refuses an authorization server that does not support S256 (MCP 2026-07-28, Authorization Code Protection).
 *
 * @throws PkceError with the code `pkce_unsupported`
 */
export declare function assertPkceSupported(server: PkceSupport, { pkce }?: PkcePolicy): void;

/**
 * Makes a new pair for one authorization request.
 *
 * @example
 * const { verifier, challenge, method } = await createPkce()
 * authorizationUrl.searchParams.set('code_challenge', challenge)
 * authorizationUrl.searchParams.set('code_challenge_method', method)
 * tokenRequest.set('code_verifier', verifier)
 */
export declare function createPkce(): Promise<Pkce>;
