/** A token response (RFC 6749 §5.1) in the names that the hosts read, without a refresh token. */
export type WireTokens = {
  readonly access_token: string
  readonly token_type: string
  readonly scope?: string | undefined
  /** Seconds from now. */
  readonly expires_in?: number | undefined
  /** The issuer: SDK v2 compares it, so that tokens of another authorization server are not used. */
  readonly issuer?: string
}

/**
 * The common part of `OAuthClientProvider` in SDK v1 (1.26 and later), SDK v2 and `@ai-sdk/mcp`. Its members are plain
 * functions, since hosts call them without their object, copy them, or look for them in the object.
 */
export interface OAuthClientProvider {
  readonly redirectUrl: string
  // The hosts' types want it mutable.
  readonly clientMetadata: { redirect_uris: string[] }
  readonly tokens: () => Promise<WireTokens | undefined>
  readonly discoveryState: () => Promise<never>
  readonly validateResourceURL: () => Promise<never>
  readonly clientInformation: () => Promise<never>
  readonly redirectToAuthorization: () => Promise<never>
  readonly codeVerifier: () => Promise<never>
  readonly saveTokens: () => void
  readonly saveClientInformation: () => void
  readonly saveCodeVerifier: () => void
  readonly saveDiscoveryState: () => void
  readonly invalidateCredentials: () => void
}
