import { randomUUID } from 'node:crypto'
import type { Settings } from './options.ts'

/** A token that the mock has issued, as it is now. */
export interface IssuedToken {
  readonly value: string
  /** Shared by all tokens that stem from one sign-in. */
  readonly family: string
  readonly clientId: string
  readonly scope: string
  readonly issuedAt: number
  /** Milliseconds since 1970; `undefined` for a token that does not expire. */
  readonly expiresAt: number | undefined
  /** `used`: a refresh token that has been replaced. */
  readonly state: 'live' | 'used' | 'revoked'
}

/** The rights of a sign-in, which a refresh cannot widen. */
export type Grant = Pick<IssuedToken, 'family' | 'clientId' | 'scope'>

export interface TokenList {
  readonly access: ReadonlyMap<string, IssuedToken>
  readonly refresh: ReadonlyMap<string, IssuedToken>
  issueAccess(approved: Grant): IssuedToken
  issueRefresh(approved: Grant): IssuedToken
  /** The access token, if it is valid now. */
  valid(value: string): IssuedToken | undefined
  markUsed(refreshToken: IssuedToken): void
  revokeAccess(value: string): void
  revokeFamily(family: string): void
  revokeAllAccess(): void
  revokeAllRefresh(): void
}

export function createTokenList(settings: Settings): TokenList {
  const access = new Map<string, IssuedToken>()
  const refresh = new Map<string, IssuedToken>()
  const issue = (kind: string, tokens: Map<string, IssuedToken>, approved: Grant, expiresAt: number | undefined) => {
    const { family, clientId, scope } = approved
    // Values are random, so that two mocks in one test do not accept each other's tokens.
    const value = `${kind}-${tokens.size + 1}-${randomUUID()}`
    const token: IssuedToken = { value, family, clientId, scope, issuedAt: settings.now(), expiresAt, state: 'live' }
    tokens.set(value, token)
    return token
  }
  return {
    access,
    refresh,
    issueAccess(approved) {
      const lifetime = settings.accessTokenLifetime
      return issue('access', access, approved, lifetime === undefined ? undefined : settings.now() + lifetime * 1000)
    },
    issueRefresh: (approved) => issue('refresh', refresh, approved, undefined),
    valid(value) {
      const token = access.get(value)
      if (token?.state !== 'live') return undefined
      return token.expiresAt !== undefined && token.expiresAt <= settings.now() ? undefined : token
    },
    markUsed: ({ value, ...token }) => void refresh.set(value, { ...token, value, state: 'used' }),
    revokeAccess: (value) => revoke(access, (token) => token.value === value),
    revokeFamily(family) {
      revoke(access, (token) => token.family === family)
      revoke(refresh, (token) => token.family === family)
    },
    revokeAllAccess: () => revoke(access, () => true),
    revokeAllRefresh: () => revoke(refresh, () => true),
  }
}

function revoke(tokens: Map<string, IssuedToken>, which: (token: IssuedToken) => boolean): void {
  for (const token of tokens.values()) {
    if (which(token)) tokens.set(token.value, { ...token, state: 'revoked' })
  }
}
