const tokenEndpointAuthMethods = ['none', 'client_secret_basic', 'client_secret_post'] as const

export type TokenEndpointAuthMethod = (typeof tokenEndpointAuthMethods)[number]

export function isTokenEndpointAuthMethod(value: unknown): value is TokenEndpointAuthMethod {
  return tokenEndpointAuthMethods.some((method) => method === value)
}

/** Who we are at an authorization server. */
export interface Client {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  /** The redirect URIs that were registered, where they are known. */
  readonly redirectUris?: readonly string[] | undefined
  /** Milliseconds since 1970. */
  readonly secretExpiresAt?: number | undefined
  /** The resource (RFC 8707) that it registered itself for. */
  readonly resource?: string | undefined
  /** Under which name it registered itself. */
  readonly name?: string | undefined
  /** When it registered itself, in milliseconds since 1970. */
  readonly registeredAt?: number | undefined
  /** The authorization server did not know it any more: it serves no new sign-in. */
  readonly retired?: boolean | undefined
}
