import { isSpellingOf } from '@fast-agent-auth/discovery/internal/at-start'
import { missingScope, unionScope } from '../protocol/scope.ts'
import { type ClientOptions, isPreRegistered } from '../registration/client-options.ts'
import type { IssuedTokens } from '../tokens/token-set.ts'

/**
 * Whether tokens satisfy the present options, so that nobody has to sign in. The options may have changed since the
 * sign-in.
 */
export function satisfiesOptions(
  tokens: IssuedTokens,
  {
    scope,
    issuer,
    client,
  }: {
    readonly scope?: string | undefined
    readonly issuer?: string | undefined
    readonly client?: ClientOptions | undefined
  },
): boolean {
  if (issuer !== undefined && !isSpellingOf(issuer, tokens.issuer)) return false
  if (isPreRegistered(client) && client.id !== tokens.clientId) return false
  // A scope that was asked for and not granted would not be granted now.
  return missingScope(scope, unionScope(tokens.requestedScope, tokens.scope)).length === 0
}
