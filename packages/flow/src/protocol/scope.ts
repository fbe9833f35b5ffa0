export interface ScopeInputs {
  /** What the user set: a ceiling that nothing overrides. */
  readonly configured?: string | undefined
  /** What the server's challenge asks for. */
  readonly challenged?: string | undefined
  /** What the resource's metadata lists. */
  readonly resourceScopes?: readonly string[] | undefined
  /** What the authorization server's metadata lists. */
  readonly serverScopes?: readonly string[] | undefined
  /** The scope that earlier tokens were requested with: a step-up keeps it. */
  readonly held?: string | undefined
}

/**
 * The scope to ask for (MCP 2026-07-28, Scope Selection Strategy): configured, else challenged, else what the resource
 * lists, else none; together with what is held already.
 */
export function selectScope(inputs: ScopeInputs): string | undefined {
  if (inputs.configured !== undefined) return inputs.configured === '' ? undefined : inputs.configured
  const wanted = unionScope(inputs.held, inputs.challenged ?? inputs.resourceScopes?.join(' '))
  if (wanted === undefined) return undefined
  // A scope is a refresh token's price at some servers; one that does not list it refuses the whole request.
  return inputs.serverScopes?.includes('offline_access') ? unionScope(wanted, 'offline_access') : wanted
}

/** Every scope of all, each once, in the order of their first appearance. `undefined` where there is none. */
export function unionScope(...scopes: readonly (string | undefined)[]): string | undefined {
  const union = [...new Set(scopes.flatMap(splitScope))].join(' ')
  return union === '' ? undefined : union
}

/** What of `wanted` is not in `held`. */
export function missingScope(wanted: string | undefined, held: string | undefined): readonly string[] {
  const has = new Set(splitScope(held))
  return splitScope(wanted).filter((scope) => !has.has(scope))
}

/** A part of a scope that breaks RFC 6749 §3.3, if there is one. */
export function invalidScope(scope: string | undefined): string | undefined {
  return splitScope(scope).find((name) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(name))
}

/** A scope without the parts that break RFC 6749 §3.3. */
export function usableScope(scope: string | undefined): string | undefined {
  return unionScope(...splitScope(scope).filter((name) => invalidScope(name) === undefined))
}

export function splitScope(scope: string | undefined): readonly string[] {
  return scope?.split(' ').filter((part) => part !== '') ?? []
}
