import type { TokenEndpointAuthMethod } from '../protocol/client.ts'
import type { TokenResponse } from '../protocol/token-response.ts'

/** The tokens of a response, with all that is needed to use, refresh and revoke them. Plain JSON. */
export interface TokenSet {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly revocationEndpoint?: string | undefined
  readonly clientId: string
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  /** The server accepted the credentials of `Basic` only without the encoding of RFC 6749 §2.3.1. */
  readonly plainBasic?: boolean | undefined
  /** The methods in the server's metadata (`token_endpoint_auth_methods_supported`). */
  readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined
  /** The resource that the tokens are for (RFC 8707). */
  readonly resource: string
  /** Whether requests leave out the parameter `resource`: the server does not know it, or has refused it. */
  readonly omitsResource?: boolean | undefined
  readonly tokenType: string
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  /** When a person signed in, in ms since 1970; a refresh does not change it. */
  readonly signedInAt: number
  /** When the access token was issued, in ms since 1970. */
  readonly obtainedAt: number
  /** In ms since 1970. Without it the access token is used until it is refused. */
  readonly expiresAt?: number | undefined
  readonly requestedScope?: string | undefined
  /** The granted scope. */
  readonly scope?: string | undefined
}

/**
 * The token set of a response and of the sign-in that it belongs to. Members that the response leaves out stay the
 * same.
 */
export function createTokenSet(
  binding: Omit<TokenSet, 'tokenType' | 'accessToken' | 'obtainedAt' | 'expiresAt'>,
  response: TokenResponse,
  now: number,
): TokenSet {
  return {
    ...binding,
    tokenEndpointAuthMethod: response.tokenEndpointAuthMethod ?? binding.tokenEndpointAuthMethod,
    plainBasic: response.plainBasic,
    tokenType: response.tokenType,
    accessToken: response.accessToken,
    refreshToken: response.refreshToken ?? binding.refreshToken,
    obtainedAt: now,
    expiresAt: response.expiresIn === undefined ? undefined : now + response.expiresIn * 1000,
    // An omitted scope is the requested one (RFC 6749 §5.1), or at a refresh the one before (§6).
    scope: response.scope ?? binding.scope ?? binding.requestedScope,
  }
}

/** Tokens as a session hands them out: without the refresh token. */
export type IssuedTokens = Omit<TokenSet, 'refreshToken'>

/** Tokens that a server refused. A token source of another make may know only the access token. */
export type RejectedTokens = Pick<TokenSet, 'accessToken'> &
  Partial<Pick<TokenSet, 'issuer' | 'scope' | 'requestedScope' | 'expiresAt'>>

export function withoutRefreshToken(tokens: IssuedTokens): IssuedTokens {
  const { refreshToken: _, ...issued }: TokenSet = tokens
  return issued
}
