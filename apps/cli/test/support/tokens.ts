import { serverKey, type TokenSet } from '@fast-agent-auth/flow'
import type { TokenStore } from '@fast-agent-auth/token-store'

/** A record as a sign-in leaves it. */
export function tokenRecord(tokens: Partial<TokenSet> = {}): string {
  const issuer = 'https://auth.example.com'
  const binding = { issuer, tokenEndpoint: `${issuer}/token`, clientId: 'client', tokenEndpointAuthMethod: 'none' }
  const times = { signedInAt: 0, obtainedAt: 0, expiresAt: 3_600_000 }
  const given = { tokenType: 'bearer', accessToken: 'secret-access', refreshToken: 'secret-refresh', scope: 'mcp:read' }
  const resource = 'https://mcp.example.com/mcp'
  return JSON.stringify({ version: 1, tokens: { ...binding, ...times, ...given, resource, ...tokens } })
}

/** Lets the access token of a stored sign-in have expired. */
export async function expire(store: TokenStore, serverUrl: string): Promise<void> {
  await store.update(`tokens:${serverKey(serverUrl)}`, async (text) => {
    const { tokens, ...record } = JSON.parse(text ?? '')
    return JSON.stringify({ ...record, tokens: { ...tokens, expiresAt: 1 } })
  })
}
