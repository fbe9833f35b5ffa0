import type { Option } from './row.ts'

/** Names the authorization server. */
export const trusting = (issuer: string): Option => ({ library: { issuer }, cli: ['--issuer', issuer] })

/** Gives the metadata of the mock's authorization server, which its own answers need not have. */
export function given(issuer = 'https://auth.example.com', tokenEndpoint?: string): Option {
  const origin = new URL(issuer).origin
  const authorizationServer = {
    issuer,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: tokenEndpoint ?? `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
  }
  return {
    library: { authorizationServer },
    cli: ['--set', `authorizationServer=${JSON.stringify(authorizationServer)}`],
  }
}
