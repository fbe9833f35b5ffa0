import { PkceError } from './pkce-error.ts'

/** The metadata of an authorization server, as far as PKCE needs it. */
export interface PkceSupport {
  readonly issuer: string
  readonly codeChallengeMethodsSupported?: readonly string[] | undefined
}

export interface PkcePolicy {
  /**
   * The rule for a server that publishes no methods. `require-advertised` (default): it does not support PKCE, as RFC 8414 §2
   * says, and is refused. `assume-s256`: it supports S256 anyway, as some large providers do.
   */
  readonly pkce?: 'require-advertised' | 'assume-s256' | undefined
}

/**
 * Refuses an authorization server that does not support S256 (MCP 2026-07-28, Authorization Code Protection).
 *
 * @throws PkceError with the code `pkce_unsupported`
 */
export function assertPkceSupported(server: PkceSupport, { pkce = 'require-advertised' }: PkcePolicy = {}): void {
  const { issuer, codeChallengeMethodsSupported: methods } = server
  if (methods === undefined) {
    if (pkce === 'assume-s256') return
    const problem = `The authorization server ${issuer} does not say that it supports PKCE (code_challenge_methods_supported).`
    const next = `If you know that it does, set the option allow.unadvertisedPkce of createAuth, or pkce: 'assume-s256' of this package.`
    const remedy = { condition: 'you know that it does', option: 'allow.unadvertisedPkce', value: true }
    throw new PkceError(problem, { next, details: { issuer, option: remedy.option, options: [remedy] } })
  }
  // In a string, `includes` would also find a part of a longer name.
  if (Array.isArray(methods) && methods.includes('S256')) return
  const problem = `The authorization server ${issuer} does not support the PKCE method S256, and allow.unadvertisedPkce does not change that.`
  const next = 'If its metadata is wrong, set the option authorizationServer; else tell its operator.'
  const remedy = { condition: 'its metadata is wrong', option: 'authorizationServer' }
  throw new PkceError(problem, { next, details: { issuer, option: remedy.option, options: [remedy] } })
}
