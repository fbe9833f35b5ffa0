import { describe, expect, it } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import { outlivesRevocation } from '../src/tokens/outlives-revocation.ts'

const now = 1_800_000_000_000
const later = now + 60_000
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = (claims: unknown = { sub: 'ü?>' }, header: unknown = { alg: 'RS256', typ: 'at+jwt' }): string =>
  `${part(header)}.${part(claims)}.c2lnbmF0dXJl`
const tokens = (accessToken: string, expiresAt?: number): TokenSet => ({ accessToken, expiresAt }) as TokenSet

describe('an access token that was revoked may work until it expires (H96)', () => {
  it.each([
    ['where it is a JWT', tokens(jwt(), later), 'all', later],
    ['where it is a JWT whose own expiry is all that is known', tokens(jwt({ exp: later / 1000 })), 'all', later],
    ['where only its refresh token was revoked', tokens('opaque', later), 'refresh_token', later],
    ['but not where it is opaque', tokens('opaque', later), 'all', undefined],
    ['but not where it has expired', tokens(jwt(), now), 'all', undefined],
    ['but not where it has expired by its own word', tokens(jwt({ exp: now / 1000 })), 'all', undefined],
    ['but until when is not said where nothing says it', tokens(jwt()), 'all', undefined],
    ['nor where it says what is no time', tokens(jwt({ exp: 'soon' })), 'all', undefined],
    ['and three parts alone make no JWT', tokens('a.b.c', later), 'all', undefined],
    ['nor does a header without an algorithm', tokens(jwt({}, {}), later), 'all', undefined],
    ['nor do claims that are none', tokens(jwt('claims'), later), 'all', undefined],
    ['nor do four parts', tokens(`${jwt()}.d`, later), 'all', undefined],
    ['nor does another encoding', tokens('{}.{}.{}', later), 'all', undefined],
  ] as const)('%s', (_, given, revoked, expected) => {
    expect(outlivesRevocation(given, revoked, now)).toBe(expected)
  })
})
