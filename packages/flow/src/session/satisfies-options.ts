import { isSpellingOf } from '@fast-agent-auth/discovery/internal/issuer'
import { missingScope, unionScope } from '../protocol/scope.ts'
import { type ClientOptions, isPreRegistered } from '../registration/client-options.ts'
import type { IssuedTokens } from '../tokens/token-set.ts'

/** Whether tokens are what the options ask for now, so that nobody need sign in: they may have changed since. */
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
