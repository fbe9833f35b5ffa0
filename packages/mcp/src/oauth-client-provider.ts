/** A token response (RFC 6749 §5.1) as the hosts read it, without a refresh token. */
export type WireTokens = {
  readonly access_token: string
  readonly token_type: string
  readonly scope?: string | undefined
  /** Seconds from now. */
  readonly expires_in?: number | undefined
  /** Whose tokens they are: the stamp by which SDK v2 tells one authorization server's from another's. */
  readonly issuer?: string
}

/**
 * What `OAuthClientProvider` is in SDK v1 (1.26 and later), SDK v2 and `@ai-sdk/mcp`, as far as a facade has it. Plain
 * functions: hosts pass members on by themselves, copy them, or look for them in the object.
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
