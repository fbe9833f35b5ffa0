import type {
  OAuthClientInformationMixed,
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  OAuthTokens,
} from '@modelcontextprotocol/client'

/**
 * The code that an application has to write for the official SDKs: a provider with the members of their guides, which
 * keeps everything in memory.
 */
export function plainProvider(
  redirectToAuthorization: (url: URL) => void,
  { metadataUrl }: { readonly metadataUrl?: string | undefined } = {},
): PlainProvider {
  const redirectUrl = 'http://127.0.0.1:8090/callback'
  let client: OAuthClientInformationMixed | undefined
  let tokens: OAuthTokens | undefined
  let verifier = ''
  let discovery: OAuthDiscoveryState | undefined
  return {
    redirectUrl,
    ...(metadataUrl !== undefined && { clientMetadataUrl: metadataUrl }),
    clientMetadata: {
      client_name: 'benchmark',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    state: () => crypto.randomUUID(),
    clientInformation: () => client,
    saveClientInformation(information) {
      client = information
    },
    tokens: () => tokens,
    saveTokens(issued) {
      tokens = issued
    },
    redirectToAuthorization,
    saveCodeVerifier(created) {
      verifier = created
    },
    codeVerifier: () => verifier,
    discoveryState: () => discovery,
    saveDiscoveryState(state) {
      discovery = state
    },
    signOut() {
      tokens = undefined
    },
    forgetDiscovery() {
      discovery = undefined
    },
  }
}

/** A provider that both SDKs and every host of such providers take. */
export type PlainProvider = OAuthClientProvider & {
  readonly redirectUrl: string
  readonly clientMetadata: OAuthClientMetadata
  /** Keeps the registration and what was discovered. */
  signOut(): void
  forgetDiscovery(): void
}
