import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { advise, displayUrl, quoteUntrusted, tellOperator } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError, type AuthorizationErrorOptions } from '../authorization-error.ts'
import { missingScope, unionScope, usableScope } from '../protocol/scope.ts'
import type { RejectedTokens } from '../tokens/token-set.ts'

/** The scope that a server wants beyond the granted one (RFC 6750 §3.1), if its challenge says so. */
export function steppedUpScope(challenge: BearerChallenge | undefined): string | undefined {
  return challenge?.error === 'insufficient_scope' ? (challenge.scope ?? '') : undefined
}

/**
 * Checks that asking a person for more scope can help against a refusal: not where the server names no scope, or one
 * that was granted or asked for already, or one beyond the scope that the user allowed.
 *
 * @throws AuthorizationError `insufficient_scope`
 */
export function assertScopeCanHelp(
  serverUrl: string,
  challenge: BearerChallenge,
  {
    held,
    configured,
  }: {
    readonly held?: Pick<RejectedTokens, 'scope' | 'requestedScope'> | undefined
    readonly configured?: string | undefined
  },
): void {
  const refused = (why: string, next?: Pick<AuthorizationErrorOptions, 'next' | 'details'>): AuthorizationError => {
    const problem = `${displayUrl(serverUrl)} refused the request for lack of ${why}`
    return new AuthorizationError('insufficient_scope', problem, { challenge, ...next })
  }
  const requiredScope = usableScope(challenge.scope) ?? ''
  if (requiredScope === '') {
    const named = challenge.scope?.trim()
    const unusable = `the scope ${quoteUntrusted(named)}, which has characters that no scope may have (RFC 6749 §3.3)`
    throw refused(`${named ? unusable : 'a scope that it does not name'}.`, tellOperator)
  }
  if (held && missingScope(requiredScope, held.scope).length === 0) {
    throw refused(`the scope ${quoteUntrusted(requiredScope)}, which was granted.`, tellOperator)
  }
  if (held && missingScope(requiredScope, unionScope(held.requestedScope, held.scope)).length === 0) {
    throw refused(`the scope ${quoteUntrusted(requiredScope)}, which was asked for and not granted.`, {
      next: 'Sign in again and allow it: login({ force: true }).',
      details: { option: 'force' },
    })
  }
  if (configured !== undefined && missingScope(requiredScope, configured).length > 0) {
    throw refused(`the scope ${quoteUntrusted(requiredScope)}; no more than "${configured}" may be asked for.`, {
      ...advise([{ condition: 'it may be asked for', option: 'scope', value: unionScope(configured, requiredScope) }]),
      next: 'If it may be asked for, add it to the option scope.',
    })
  }
}
