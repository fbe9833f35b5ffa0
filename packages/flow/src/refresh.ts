import type { Client } from './client.ts'
import { requestTokens } from './token-request.ts'
import { createTokenSet, type TokenSet } from './token-set.ts'

export interface RefreshOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
}

/**
 * New tokens for a refresh token (RFC 6749 §6). Takes no signal: once the request is out, the old token may be dead.
 * What the response leaves out, a refresh token or a scope, stays.
 *
 * @throws AuthorizationError `invalid_grant` where the refresh token is dead; `unreachable` where nothing is lost
 */
export async function refresh(
  tokens: TokenSet,
  client: Client,
  { fetch, now = Date.now }: RefreshOptions = {},
): Promise<TokenSet> {
  const response = await requestTokens(tokens, client, {
    grantType: 'refresh_token',
    // No scope: a refresh cannot widen it, and without one it stays (RFC 6749 §6).
    parameters: { refresh_token: tokens.refreshToken ?? '', resource: tokens.resource },
    fetch,
  })
  return createTokenSet(tokens, response, now())
}
