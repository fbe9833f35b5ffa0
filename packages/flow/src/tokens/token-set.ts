import type { TokenEndpointAuthMethod } from '../protocol/client.ts'
import type { TokenResponse } from '../protocol/token-response.ts'

/** What a token response gave, with all that it takes to use, refresh and revoke it. Plain JSON. */
export interface TokenSet {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly revocationEndpoint?: string | undefined
  readonly clientId: string
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  /** The server took the credentials behind `Basic` only as they are, without the encoding of RFC 6749 §2.3.1. */
  readonly plainBasic?: boolean | undefined
  /** What the server's metadata lists. */
  readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined
  /** RFC 8707: whom the tokens are for. */
  readonly resource: string
  /** The server does not know the parameter `resource`, or refused it at a refresh: it is not sent. */
  readonly omitsResource?: boolean | undefined
  readonly tokenType: string
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  /** When a person signed in, in milliseconds since 1970; a refresh leaves it as it is. */
  readonly signedInAt: number
  /** When the access token was issued, in milliseconds since 1970. */
  readonly obtainedAt: number
  /** Milliseconds since 1970; without it the access token is used until it is refused. */
  readonly expiresAt?: number | undefined
  readonly requestedScope?: string | undefined
  /** What was granted. */
  readonly scope?: string | undefined
}

/** The tokens of a response, bound to where they came from. What the response leaves out stays as it was. */
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
    // An omitted scope is the one that was asked for (RFC 6749 §5.1) or that was there before (§6).
    scope: response.scope ?? binding.scope ?? binding.requestedScope,
  }
}
