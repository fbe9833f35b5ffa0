import { type QuirksOptions, quirksOf } from '@fast-agent-auth/discovery'
import type { Client } from '../protocol/client.ts'
import type { Brake } from '../protocol/rate-limit.ts'
import { resourceParameter } from '../protocol/resource-parameter.ts'
import { requestTokens } from '../protocol/token-request.ts'
import { createTokenSet, type TokenSet } from './token-set.ts'

export interface RefreshOptions extends QuirksOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  /** Limits what is sent. */
  readonly brake?: Brake | undefined
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
  { fetch, now = Date.now, brake, ...options }: RefreshOptions = {},
): Promise<TokenSet> {
  const quirk = quirksOf(tokens.issuer, options)
  const response = await requestTokens(tokens, client, {
    grantType: 'refresh_token',
    parameters: {
      refresh_token: tokens.refreshToken ?? '',
      ...resourceParameter(tokens.resource, quirk),
      // A refresh cannot widen the scope, and without one it stays (RFC 6749 §6).
      scope: quirk('refreshScope') === 'repeat' ? tokens.scope : undefined,
    },
    fetch,
    now,
    brake,
  })
  return createTokenSet(tokens, response, now())
}
