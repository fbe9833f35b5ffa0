import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { AuthorizationError, quoteServerText } from './authorization-error.ts'
import { missingScope } from './scope.ts'
import type { TokenSet } from './token-set.ts'

/**
 * Whether asking a person for more scope can answer a refusal: not where the server names none, or one that we have,
 * or one beyond what the user allowed.
 *
 * @throws AuthorizationError `insufficient_scope`
 */
export function assertScopeCanHelp(
  serverUrl: string,
  challenge: BearerChallenge,
  { held, configured }: { readonly held?: TokenSet | undefined; readonly configured?: string | undefined },
): void {
  const wanted = quoteServerText(challenge.scope ?? '')
  const fail = (why: string): never => {
    throw new AuthorizationError('insufficient_scope', `${serverUrl} refused the request ${why}`, { challenge })
  }
  if (wanted === '') fail('for want of a scope that it does not name (RFC 6750 §3.1). Tell its operator.')
  if (held && missingScope(challenge.scope, held.scope).length === 0) {
    fail(`for want of the scope ${wanted}, which was granted. Tell its operator.`)
  }
  if (configured !== undefined && missingScope(challenge.scope, configured).length > 0) {
    fail(`for want of the scope ${wanted}, which the option scope ("${configured}") does not allow.`)
  }
}
