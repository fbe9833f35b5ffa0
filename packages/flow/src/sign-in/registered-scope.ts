import type { Target } from '@fast-agent-auth/discovery'
import { invalidScope, unionScope } from '../protocol/scope.ts'
import { lengthLimit } from '../registration/registration-response.ts'
import type { RequestedScopeOptions } from './requested-scope.ts'

/**
 * The scope to register for: the requested one, else the scopes of the resource, unless the options set that there is
 * none. A scope that is too long to be stored is left out.
 */
export function registeredScope(
  requested: string | undefined,
  { scopesSupported = [] }: Target,
  { scope }: RequestedScopeOptions,
): string | undefined {
  if (scope !== undefined) return requested
  const wanted = requested ?? unionScope(scopesSupported.filter((name) => invalidScope(name) === undefined).join(' '))
  return wanted !== undefined && wanted.length > lengthLimit ? undefined : wanted
}
