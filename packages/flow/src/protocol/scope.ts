export interface ScopeInputs {
  /** The scope in the options: a limit that nothing overrides. */
  readonly configured?: string | undefined
  /** The scope in the server's challenge. */
  readonly challenged?: string | undefined
  /** The scopes in the resource metadata. */
  readonly resourceScopes?: readonly string[] | undefined
  /** The scopes in the metadata of the authorization server. */
  readonly serverScopes?: readonly string[] | undefined
  /** The scope that earlier tokens were requested with, which a step-up keeps. */
  readonly held?: string | undefined
}

/**
 * The scope to request (MCP 2026-07-28, Scope Selection Strategy): the configured one, else the challenged one, else
 * the scopes of the resource, else none; together with the scope of earlier tokens.
 */
export function selectScope(inputs: ScopeInputs): string | undefined {
  if (inputs.configured !== undefined) return inputs.configured === '' ? undefined : inputs.configured
  const wanted = unionScope(inputs.held, inputs.challenged ?? inputs.resourceScopes?.join(' '))
  if (wanted === undefined) return undefined
  // Some servers issue a refresh token only for `offline_access`; a server that does not list that scope refuses a
  // request with it.
  return inputs.serverScopes?.includes('offline_access') ? unionScope(wanted, 'offline_access') : wanted
}

/** All names of the scopes, each once, in the order of their first appearance. `undefined` where there are none. */
export function unionScope(...scopes: readonly (string | undefined)[]): string | undefined {
  const union = [...new Set(scopes.flatMap(splitScope))].join(' ')
  return union === '' ? undefined : union
}

/** The names in `wanted` that `held` lacks. */
export function missingScope(wanted: string | undefined, held: string | undefined): readonly string[] {
  const has = new Set(splitScope(held))
  return splitScope(wanted).filter((scope) => !has.has(scope))
}

/** The first name in a scope that breaks RFC 6749 §3.3, if there is one. */
export function invalidScope(scope: string | undefined): string | undefined {
  return splitScope(scope).find((name) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(name))
}

/** A scope without the names that break RFC 6749 §3.3. */
export function usableScope(scope: string | undefined): string | undefined {
  return unionScope(...splitScope(scope).filter((name) => invalidScope(name) === undefined))
}

export function splitScope(scope: string | undefined): readonly string[] {
  return scope?.split(' ').filter((part) => part !== '') ?? []
}
