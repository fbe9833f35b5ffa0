import type { Override } from './recorder.ts'

/** The client authentication at the token endpoint (RFC 6749 §2.3). */
export type TokenEndpointAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post'

/** A client that the mock authorization server knows. */
export interface MockClient {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly redirectUris: readonly string[]
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  /** The grant types that the client registered. A refresh token is issued if they include `refresh_token` or are `undefined`. */
  readonly grantTypes?: readonly string[] | undefined
}

/** The request that the person is asked to approve. */
export interface ConsentRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly scope: string
  readonly resource: string | undefined
}

export type Consent = 'approve' | 'deny'

export interface MockServerOptions {
  /** The protected MCP endpoint. Default: `https://mcp.example.com/mcp`. */
  readonly serverUrl?: string | undefined
  /** `resource` of the metadata and of every request. Default: the server URL, byte for byte. */
  readonly resource?: string | undefined
  /**
   * The authorization server; may share the MCP server's origin, may have a path. Default: `https://auth.example.com`, or
   * the origin of the MCP server where there is no resource metadata.
   */
  readonly issuer?: string | undefined
  /**
   * URLs of endpoints, where they are not `authorize`, `token`, `register` and `revoke` below the issuer. One URL may
   * serve two endpoints.
   */
  readonly endpoints?: Partial<Endpoints> | undefined
  /** Whether the parameter `resource` (RFC 8707 §2) is required, optional or refused. Default: `required`. */
  readonly resourceParameter?: 'required' | 'optional' | 'refused' | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Reads client metadata documents. Default: the global `fetch` of the moment, so that msw can answer. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /**
   * The lifetime of access tokens in seconds. Default: 3600. Given as `undefined`: tokens do not expire, and responses
   * have no `expires_in`.
   */
  readonly accessTokenLifetime?: number | undefined
  /** Whether refresh tokens are issued at all. Default: true. */
  readonly refreshTokens?: boolean | undefined
  /** Whether a refresh replaces the refresh token, and a replaced one ends the whole family. Default: true. */
  readonly rotation?: boolean | undefined
  /** `scopes_supported` of the resource. Default: `mcp:read` and `mcp:write`. Given as `undefined`: left out. */
  readonly scopesSupported?: readonly string[] | undefined
  /** `scopes_supported` of the authorization server. Default: left out. */
  readonly authorizationServerScopes?: readonly string[] | undefined
  /** `scope` of the 401 challenge. Default: left out. */
  readonly challengeScope?: string | undefined
  /** The scope a tool asks for, by the tool's name. Default: `mcp:write` for `write`. */
  readonly requiredScopes?: Readonly<Record<string, string>> | undefined
  /** Default: `dynamic`. */
  readonly registration?: 'dynamic' | 'none' | undefined
  /** Clients registered beforehand. */
  readonly clients?: readonly MockClient[] | undefined
  /** The method that a dynamic registration returns, regardless of the request. Default: `none`. */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined
  /** Default: false. */
  readonly clientIdMetadataDocumentSupported?: boolean | undefined
  /** Whether the port of a loopback redirect URI is free (RFC 8252 §7.3). Default: false, as on many servers. */
  readonly anyLoopbackPort?: boolean | undefined
  /** The person's answer. Default: `approve`. */
  readonly consent?: Consent | ((request: ConsentRequest) => Consent | Promise<Consent>) | undefined
  /** Whether `iss` is advertised and sent (RFC 9207). Default: true. */
  readonly iss?: boolean | undefined
  /** The location of the resource metadata: named by the challenge (and at the path location), only at the path or root location, or `none`. */
  readonly resourceMetadata?: 'challenge' | 'path' | 'root' | 'none' | undefined
  /** Default: `rfc8414`. */
  readonly authorizationServerMetadata?: 'rfc8414' | 'oidc' | 'none' | undefined
  /** Milliseconds that each request takes. Default: 0. */
  readonly delay?: number | undefined
  /** Answers in place of an endpoint; the object may be changed at any time. */
  readonly override?: Override | undefined
}

export interface Endpoints {
  readonly authorize: string
  readonly token: string
  readonly register: string
  readonly revoke: string
}

type Defined = { readonly [name in keyof MockServerOptions]-?: Exclude<MockServerOptions[name], undefined> }
type MaybeAbsent = 'accessTokenLifetime' | 'scopesSupported' | 'authorizationServerScopes' | 'challengeScope'

/** The options with every default filled in. */
export type Settings = Omit<Defined, MaybeAbsent> & Required<Pick<MockServerOptions, MaybeAbsent>>

export function settingsOf(options: MockServerOptions): Settings {
  const serverUrl = options.serverUrl ?? 'https://mcp.example.com/mcp'
  const resourceMetadata = options.resourceMetadata ?? 'challenge'
  return {
    serverUrl,
    resource: options.resource ?? serverUrl,
    issuer: options.issuer ?? (resourceMetadata === 'none' ? new URL(serverUrl).origin : 'https://auth.example.com'),
    endpoints: options.endpoints ?? {},
    // Clients of 2025-03-26 servers, which have no resource metadata, may not know the parameter.
    resourceParameter: options.resourceParameter ?? (resourceMetadata === 'none' ? 'optional' : 'required'),
    now: options.now ?? Date.now,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    accessTokenLifetime: 'accessTokenLifetime' in options ? options.accessTokenLifetime : 3600,
    refreshTokens: options.refreshTokens ?? true,
    rotation: options.rotation ?? true,
    scopesSupported: 'scopesSupported' in options ? options.scopesSupported : ['mcp:read', 'mcp:write'],
    authorizationServerScopes: options.authorizationServerScopes,
    challengeScope: options.challengeScope,
    requiredScopes: options.requiredScopes ?? { write: 'mcp:write' },
    registration: options.registration ?? 'dynamic',
    clients: options.clients ?? [],
    tokenEndpointAuthMethod: options.tokenEndpointAuthMethod ?? 'none',
    clientIdMetadataDocumentSupported: options.clientIdMetadataDocumentSupported ?? false,
    anyLoopbackPort: options.anyLoopbackPort ?? false,
    consent: options.consent ?? 'approve',
    iss: options.iss ?? true,
    resourceMetadata,
    authorizationServerMetadata: options.authorizationServerMetadata ?? 'rfc8414',
    delay: options.delay ?? 0,
    override: options.override ?? {},
  }
}
