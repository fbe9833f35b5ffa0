// @fast-agent-auth/cimd
export {
  CimdError,
  CimdErrorCode,
  ClientMetadata,
  ClientMetadataOptions,
  ErrorRule,
  FetchClientMetadataOptions,
  FetchedClientMetadata,
  Finding,
  NewClientMetadata,
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
 * Why there is no document.
 *
 * - `invalid_url`: the URL is none that a client may have as its id.
 * - `invalid_option`: an option makes a document that servers refuse.
 * - `unreachable`: nobody answered, or said that he cannot now (408, 429, 5xx). Trying again may help.
 * - `invalid_response`: what was answered is no client metadata document.
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
    /** The redirect URIs that the application uses: they must be listed. Default: none is looked for. */
    readonly redirectUris?: readonly string[] | undefined;
}

export type ErrorRule = 'url_length' | 'url_characters' | 'url_syntax' | 'url_scheme' | 'url_user_info' | 'url_path' | 'url_dot_segment' | 'url_fragment' | 'json_object' | 'client_id' | 'client_name' | 'redirect_uris' | 'redirect_uri_syntax' | 'redirect_uri_scheme' | 'redirect_uri_user_info' | 'redirect_uri_fragment' | 'redirect_uri_missing' | 'client_secret' | 'client_secret_expires_at' | 'token_endpoint_auth_method' | 'jwks' | 'jwks_private_key' | 'jwks_missing' | 'jwks_twice' | 'uri_field' | 'grant_types';

export interface FetchClientMetadataOptions extends ClientMetadataOptions {
    readonly fetch?: typeof globalThis.fetch | undefined;
    readonly signal?: AbortSignal | undefined;
}

export interface FetchedClientMetadata {
    readonly document: Readonly<Record<string, unknown>>;
    /** What is wrong with the document and its caching. */
    readonly findings: readonly Finding[];
}

/** What is wrong with the URL of a client metadata document, with the document, or with the way it is served. */
export interface Finding {
    /** With an `error`, servers must or will refuse the client; with a `warning`, some do, or something is lost. */
    readonly level: 'error' | 'warning';
    readonly rule: Rule;
    /** Goes on after "The URL" or "The document", without a full stop: `has no path`. Safe to be shown. */
    readonly message: string;
}

export interface NewClientMetadata {
    /** Where the document will be published. It is the id of the client. */
    readonly url: string;
    /** What people are shown when they sign in. */
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

/** The rules by name, each always of the same level. */
export type Rule = ErrorRule | WarningRule;

export type WarningRule = 'url_query' | 'url_port' | 'url_normal_form' | 'redirect_uri_localhost' | 'redirect_uri_fixed_port' | 'redirect_uri_other_port' | 'token_endpoint_auth_method_default' | 'uri_field_http' | 'refresh_token' | 'response_types' | 'application_type' | 'cache_control';

/** In bytes: what the draft recommends servers to read of a document at most. */
export declare const clientMetadataSizeLimit = 5120;

/**
 * A document for a native application without a secret, in which `validateClientMetadata` finds no error. The redirect
 * URI stands in it once without a port, for servers that leave it free (RFC 8252 §7.3), and once for each port, for
 * those that compare exactly.
 *
 * @throws CimdError `invalid_url` or `invalid_option`
 */
export declare function createClientMetadata(options: NewClientMetadata): ClientMetadata;

/**
 * Fetches a client metadata document as an authorization server does: without credentials, without following a redirect,
 * no more than 5 KB within 10 s; and checks it.
 *
 * @throws CimdError `invalid_url`, `unreachable` or `invalid_response`; the reason of the signal where it aborts
 */
export declare function fetchClientMetadata(url: string, { fetch, signal, redirectUris }?: FetchClientMetadataOptions): Promise<FetchedClientMetadata>;

/**
 * What is wrong with a client metadata document that is published at `url`
 * (draft-ietf-oauth-client-id-metadata-document, MCP 2026-07-28, RFC 7591, RFC 8252). The rules for the URL itself are
 * those of `validateClientMetadataUrl`.
 */
export declare function validateClientMetadata(document: unknown, url: string, { redirectUris }?: ClientMetadataOptions): readonly Finding[];

/**
 * What is wrong with a URL as the id of a client (draft-ietf-oauth-client-id-metadata-document, Client Identifier; MCP
 * 2026-07-28: "contain a path component"). It is looked at as it is written, since servers compare it as a plain string,
 * and parsing hides dot segments, empty parts and the port 443.
 */
export declare function validateClientMetadataUrl(text: string): readonly Finding[];
