import type { TokenSet } from '../src/index.ts'

/** Tokens of a public client, with no end, no scope and no refresh token where none is given. */
export function tokenSet(given: Partial<TokenSet> = {}): TokenSet {
  const issuer = given.issuer ?? 'https://auth.example.com'
  return {
    issuer,
    tokenEndpoint: `${issuer}/token`,
    clientId: 'client',
    tokenEndpointAuthMethod: 'none',
    resource: 'https://mcp.example.com/mcp',
    tokenType: 'bearer',
    accessToken: 'a-token-1',
    signedInAt: 0,
    obtainedAt: 0,
    ...given,
  }
}
