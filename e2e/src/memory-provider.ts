import type {
  OAuthClientInformationMixed,
  OAuthClientProvider,
  OAuthDiscoveryState,
  OAuthTokens,
} from '@modelcontextprotocol/client'

/** A provider as the guide of the official SDKs has applications write it: all is kept in memory. */
export function memoryProvider(
  redirectToAuthorization: (url: URL) => void,
  client?: OAuthClientInformationMixed | undefined,
): OAuthClientProvider {
  const redirectUrl = 'http://127.0.0.1:8090/callback'
  let known = client
  let tokens: OAuthTokens | undefined
  let verifier = ''
  let discovery: OAuthDiscoveryState | undefined
  return {
    redirectUrl,
    clientMetadata: { redirect_uris: [redirectUrl], grant_types: ['authorization_code', 'refresh_token'] },
    clientInformation: () => known,
    saveClientInformation(information) {
      known = information
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
    invalidateCredentials(scope) {
      if (scope === 'all' || scope === 'tokens') tokens = undefined
      if (scope === 'all' || scope === 'client') known = undefined
      if (scope === 'all' || scope === 'discovery') discovery = undefined
    },
  }
}
