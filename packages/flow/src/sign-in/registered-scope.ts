import type { Target } from '@fast-agent-auth/discovery'
import { invalidScope, unionScope } from '../protocol/scope.ts'
import { withoutSecretScopes } from '../redaction/redacting.ts'
import type { Secrets } from '../redaction/secrets.ts'
import { lengthLimit } from '../registration/registration-response.ts'

interface RegisteredScopeOptions {
  readonly scope?: string | undefined
  /** Texts that no scope may hold. */
  readonly secrets?: Secrets | undefined
}

/**
 * The scope to register for: what is asked for, else what the resource lists, unless a person set that there is none. What
 * a server chose is kept together with the registrations for others, and none where it is too long for that.
 */
export function registeredScope(
  asked: string | undefined,
  { scopesSupported = [] }: Target,
  { scope, secrets }: RegisteredScopeOptions,
): string | undefined {
  if (scope !== undefined) return asked
  const wanted = asked ?? unionScope(scopesSupported.filter((name) => invalidScope(name) === undefined).join(' '))
  if (wanted === undefined || wanted.length > lengthLimit) return undefined
  return secrets ? withoutSecretScopes(wanted, secrets) || undefined : wanted
}
