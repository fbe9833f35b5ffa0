import type { OAuthDiscoveryState, StoredOAuthTokens } from 'client-v2-oldest'

/** The result of a registration, as far as a public client needs it. */
export interface MemoryClient {
  readonly client_id: string
  /** The issuer where it was registered, as SDK v2 stamps it. */
  readonly issuer?: string
}

/** A provider as an application writes it for the SDKs after their guides: it keeps everything in memory. */
export interface MemoryProvider {
  readonly redirectUrl: string
  readonly clientMetadata: { redirect_uris: string[]; grant_types: string[]; token_endpoint_auth_method: string }
  readonly clientInformation: () => MemoryClient | undefined
  readonly saveClientInformation: (client: MemoryClient) => void
  readonly tokens: () => StoredOAuthTokens | undefined
  readonly saveTokens: (tokens: StoredOAuthTokens) => void
  readonly redirectToAuthorization: (url: URL) => void
  readonly saveCodeVerifier: (verifier: string) => void
  readonly codeVerifier: () => string
  readonly discoveryState: () => OAuthDiscoveryState | undefined
  readonly saveDiscoveryState: (state: OAuthDiscoveryState) => void
}

export function memoryProvider(client: MemoryClient, tokens: StoredOAuthTokens): MemoryProvider {
  const redirectUrl = 'http://127.0.0.1:8090/callback'
  let kept = tokens
  let known: MemoryClient | undefined = client
  let verifier = ''
  let discovery: OAuthDiscoveryState | undefined
  return {
    redirectUrl,
    clientMetadata: {
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    },
    clientInformation: () => known,
    saveClientInformation(information) {
      known = information
    },
    tokens: () => kept,
    saveTokens(issued) {
      kept = issued
    },
    redirectToAuthorization: () => undefined,
    saveCodeVerifier(created) {
      verifier = created
    },
    codeVerifier: () => verifier,
    discoveryState: () => discovery,
    saveDiscoveryState(state) {
      discovery = state
    },
  }
}
