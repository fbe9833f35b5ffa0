import type { AuthorizationServer, Target } from '@fast-agent-auth/discovery'

/** A resource at an issuer that publishes this besides. */
export function targetAt(issuer: string, published: Partial<AuthorizationServer> = {}): Target {
  return {
    serverUrl: 'https://mcp.example.com/mcp',
    resource: 'https://mcp.example.com/mcp',
    server: {
      issuer,
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: `${issuer}/token`,
      codeChallengeMethodsSupported: ['S256'],
      authorizationResponseIssParameterSupported: false,
      clientIdMetadataDocumentSupported: false,
      ...published,
    },
    scopesSupported: ['mcp:read', 'offline_access'],
  }
}
