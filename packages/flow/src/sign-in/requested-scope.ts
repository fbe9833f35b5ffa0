import { isSameIssuer, type Target } from '@fast-agent-auth/discovery'
import type { QuirkLookup } from '@fast-agent-auth/discovery/internal'
import { quoteUntrusted } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { invalidScope, selectScope, splitScope, unionScope, usableScope } from '../protocol/scope.ts'
import type { TokenSet } from '../tokens/token-set.ts'

/** The parts of earlier tokens that a new sign-in continues. */
export type HeldTokens = Partial<Pick<TokenSet, 'issuer' | 'clientId' | 'requestedScope'>>

export interface RequestedScopeOptions {
  /** The scope to request, and no other. Default: the scope of the challenge, else of the metadata. */
  readonly scope?: string | undefined
  /** Whether `scope` is requested together with the scope that was requested before. Default: false. */
  readonly addsScope?: boolean | undefined
  /** Tokens of earlier sign-ins: the scope that they were requested with is requested again from the same issuer. */
  readonly held?: readonly (HeldTokens | undefined)[] | undefined
}

/**
 * The scope of an authorization request. Names of the server that break RFC 6749 §3.3 are left out.
 *
 * @throws AuthorizationError `invalid_option` where the option has such a name
 */
export function requestedScope(
  { server, challenge, scopesSupported }: Target,
  { scope, addsScope, held = [] }: RequestedScopeOptions,
  quirk: QuirkLookup,
): string | undefined {
  const sameIssuer = held.filter((tokens) => tokens?.issuer !== undefined && isSameIssuer(tokens.issuer, server.issuer))
  const before = unionScope(...sameIssuer.map((tokens) => tokens?.requestedScope))
  const configured = addsScope ? unionScope(before, scope) : scope
  const selected = selectScope({
    configured,
    challenged: challenge?.scope,
    resourceScopes: scopesSupported,
    serverScopes: server.scopesSupported,
    held: before,
  })
  if (configured !== undefined) {
    assertScope(configured)
    return selected
  }
  const usable = usableScope(selected)
  const scopes = splitScope(usable)
  if (!scopes.includes('offline_access')) return usable
  if (quirk('offlineAccess') !== 'omit') return usable
  return unionScope(...scopes.filter((name) => name !== 'offline_access'))
}

function assertScope(scope: string): void {
  const invalid = invalidScope(scope)
  if (invalid === undefined) return
  const problem = `The scope to ask for holds ${quoteUntrusted(invalid)}, which has characters that no scope may have (RFC 6749 §3.3).`
  const options = { next: 'Correct the option scope.', details: { option: 'scope' } }
  throw new AuthorizationError('invalid_option', problem, options)
}
