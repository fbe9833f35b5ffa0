import type { Target } from '@fast-agent-auth/discovery'
import { invalidScope, unionScope } from '../protocol/scope.ts'
import { lengthLimit } from '../registration/registration-response.ts'
import type { RequestedScopeOptions } from './requested-scope.ts'

/**
 * The scope to register for: what is asked for, else what the resource lists, unless a person set that there is none. What
 * a server chose is kept together with the registrations for others, and none where it is too long for that.
 */
export function registeredScope(
  asked: string | undefined,
  { scopesSupported = [] }: Target,
  { scope }: RequestedScopeOptions,
): string | undefined {
  if (scope !== undefined) return asked
  const wanted = asked ?? unionScope(scopesSupported.filter((name) => invalidScope(name) === undefined).join(' '))
  return wanted !== undefined && wanted.length > lengthLimit ? undefined : wanted
}
