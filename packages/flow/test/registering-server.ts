import type { AuthorizationServer } from '@fast-agent-auth/discovery'

export const issuer = 'https://auth.example.com'

/** The metadata of the authorization server of a world, for who registers there. */
export const server: AuthorizationServer = {
  issuer,
  authorizationEndpoint: `${issuer}/authorize`,
  tokenEndpoint: `${issuer}/token`,
  registrationEndpoint: `${issuer}/register`,
  authorizationResponseIssParameterSupported: true,
  clientIdMetadataDocumentSupported: false,
}
