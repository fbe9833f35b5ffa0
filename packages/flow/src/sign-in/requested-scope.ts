import type { QuirkLookup, Target } from '@fast-agent-auth/discovery'
import { shown, shownUrl } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { invalidScope, selectScope, splitScope, unionScope } from '../protocol/scope.ts'
import type { TokenSet } from '../tokens/token-set.ts'

export interface RequestedScopeOptions {
  /** The scope to ask for, and no other; without it, what the server's challenge and metadata name. */
  readonly scope?: string | undefined
  /** Tokens that are held already: what was asked for them is kept where the issuer is the same. */
  readonly held?: readonly (TokenSet | undefined)[] | undefined
}

/**
 * The scope of an authorization request.
 *
 * @throws AuthorizationError `invalid_option` where the option names what no scope may look like, `invalid_scope` where the
 * server does
 */
export function requestedScope(
  { server, serverUrl, challenge, scopesSupported }: Target,
  { scope: configured, held = [] }: RequestedScopeOptions,
  quirk: QuirkLookup,
): string | undefined {
  const sameIssuer = held.filter((tokens) => tokens?.issuer === server.issuer)
  const scope = selectScope({
    configured,
    challenged: challenge?.scope,
    resourceScopes: scopesSupported,
    serverScopes: server.scopesSupported,
    held: unionScope(...sameIssuer.map((tokens) => tokens?.requestedScope)),
  })
  const invalid = invalidScope(scope)
  if (invalid !== undefined) {
    const isOurs = configured !== undefined
    const who = isOurs ? 'The scope to ask for holds' : `${shownUrl(serverUrl)} asks for`
    const next = isOurs ? 'Correct the option scope.' : 'Tell its operator, or set the option scope.'
    const problem = `${who} ${shown(invalid)}, which has characters that no scope may have (RFC 6749 §3.3).`
    const options = { next, details: { option: 'scope' } }
    throw new AuthorizationError(isOurs ? 'invalid_option' : 'invalid_scope', problem, options)
  }
  const scopes = splitScope(scope)
  if (configured !== undefined || !scopes.includes('offline_access')) return scope
  if (quirk('offlineAccess') !== 'omit') return scope
  return unionScope(...scopes.filter((name) => name !== 'offline_access'))
}
