// @fast-agent-auth/cimd
export {
  CimdError,
  CimdErrorCode,
  ClientMetadata,
  ClientMetadataOptions,
  CreateClientMetadataOptions,
  ErrorRule,
  FetchClientMetadataOptions,
  FetchedClientMetadata,
  Finding,
  Rule,
  WarningRule,
  clientMetadataSizeLimit,
  createClientMetadata,
  fetchClientMetadata,
  validateClientMetadata,
  validateClientMetadataUrl,
}

export declare class CimdError extends Error {
    readonly name = "CimdError";
    readonly code: CimdErrorCode;
    constructor(code: CimdErrorCode, message: string, options?: {
        readonly cause?: unknown;
    });
}

/**
 * The reason why there is no document.
 *
 * - `invalid_url`: a client must not have this URL as its id.
 * - `invalid_option`: an option makes a document that servers refuse.
 * - `unreachable`: there was no answer, or one that says "not now" (408, 429, 5xx). Trying again may help.
 * - `invalid_response`: the answer is no client metadata document.
 */
export type CimdErrorCode = 'invalid_url' | 'invalid_option' | 'unreachable' | 'invalid_response';

/** A client metadata document of a native application without a secret, as it is published (RFC 7591 §2). */
export interface ClientMetadata {
    readonly client_id: string;
    readonly client_name: string;
    readonly client_uri?: string | undefined;
    readonly logo_uri?: string | undefined;
    readonly redirect_uris: readonly string[];
    readonly grant_types: readonly ['authorization_code', 'refresh_token'];
    readonly response_types: readonly ['code'];
    readonly token_endpoint_auth_method: 'none';
    readonly application_type: 'native';
}

export interface ClientMetadataOptions {
    /** The redirect URIs that the application uses, and the document must list. Default: none. */
    readonly redirectUris?: readonly string[] | undefined;
}

export interface CreateClientMetadataOptions {
    /** The URL at which the document will be published: the id of the client. */
    readonly url: string;
    /** The name that people see when they sign in. */
    readonly name: string;
    /** The ports on which the application may wait for the browser. Default 3030, 3031, 3032, 8080. */
    readonly ports?: readonly number[] | undefined;
    /** Default `/callback`. */
    readonly path?: string | undefined;
    /** Default `127.0.0.1`, as RFC 8252 §8.3 wants. */
    readonly host?: '127.0.0.1' | 'localhost' | undefined;
    /** The home page of the application. */
    readonly clientUri?: string | undefined;
    readonly logoUri?: string | undefined;
}

export type ErrorRule = 'url_length' | 'url_characters' | 'url_syntax' | 'url_scheme' | 'url_user_info' | 'url_path' | 'url_dot_segment' | 'url_fragment' | 'json_object' | 'client_id' | 'client_name' | 'redirect_uris' | 'redirect_uri_syntax' | 'redirect_uri_scheme' | 'redirect_uri_user_info' | 'redirect_uri_fragment' | 'redirect_uri_missing' | 'client_secret' | 'client_secret_expires_at' | 'token_endpoint_auth_method' | 'jwks' | 'jwks_private_key' | 'jwks_missing' | 'jwks_twice' | 'uri_field' | 'grant_types';

export interface FetchClientMetadataOptions extends ClientMetadataOptions {
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly signal?: AbortSignal | undefined;
}

export interface FetchedClientMetadata {
    readonly document: Readonly<Record<string, unknown>>;
    /** The faults of the document and of its caching. */
    readonly findings: readonly Finding[];
}

/** A fault of a client metadata document, of its URL, or of the way in which it is served. */
export interface Finding {
    /** `error`: servers refuse the client. `warning`: some servers refuse it, or a feature is lost. */
    readonly level: 'error' | 'warning';
    readonly rule: Rule;
    /** The rest of a sentence that begins with "The URL" or "The document", without a full stop: `has no path`. Safe to print. */
    readonly message: string;
}

/** The names of the rules. Each rule always has the same level. */
export type Rule = ErrorRule | WarningRule;

export type WarningRule = 'url_query' | 'url_port' | 'url_normal_form' | 'redirect_uri_localhost' | 'redirect_uri_fixed_port' | 'redirect_uri_other_port' | 'token_endpoint_auth_method_default' | 'uri_field_http' | 'refresh_token' | 'response_types' | 'application_type' | 'cache_control';

/** The maximum size of a document that servers should read, in bytes (draft-ietf-oauth-client-id-metadata-document). */
export declare const clientMetadataSizeLimit = 5120;

/**
 * Makes the document of a native application without a secret, in which `validateClientMetadata` finds no error. It lists the
 * redirect URI once without a port, for servers that allow any port (RFC 8252 §7.3), and once for each port, for servers that
 * compare exactly.
 *
 * @throws CimdError `invalid_url` or `invalid_option`
 */
export declare function createClientMetadata(options: CreateClientMetadataOptions): ClientMetadata;

/**
 * Fetches a client metadata document as an authorization server does, and checks it. The request has no credentials, follows
 * no redirect, and reads at most 5 KB within 10 s.
 *
 * @throws CimdError `invalid_url`, `unreachable` or `invalid_response`; after an abort the signal's reason
 */
export declare function fetchClientMetadata(url: string, { fetch, signal, redirectUris }?: FetchClientMetadataOptions): Promise<FetchedClientMetadata>;

/**
 * The faults of a client metadata document that is published at `url` (draft-ietf-oauth-client-id-metadata-document, MCP
 * 2026-07-28, RFC 7591, RFC 8252). `validateClientMetadataUrl` checks the URL itself.
 *
 * @example
 * const findings = validateClientMetadata(document, 'https://example.com/client.json')
 * const errors = findings.filter(({ level }) => level === 'error')
 */
export declare function validateClientMetadata(document: unknown, url: string, { redirectUris }?: ClientMetadataOptions): readonly Finding[];

/**
 * The faults of a URL as the id of a client (draft-ietf-oauth-client-id-metadata-document, Client Identifier; MCP 2026-07-28:
 * "contain a path component"). The URL is checked as it is written: servers compare it as a string, and parsing hides dot
 * segments, empty parts and the port 443.
 */
export declare function validateClientMetadataUrl(text: string): readonly Finding[];
