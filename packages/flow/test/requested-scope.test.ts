import type { Target } from '@fast-agent-auth/discovery'
import { describe, expect, it } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import { requestedScope } from '../src/sign-in/requested-scope.ts'
import { targetAt } from './target-at.ts'
import { tokenSet } from './token-set.ts'

const issuer = 'https://auth.example.com'
const target = (scope: string): Target => ({ ...targetAt(issuer), challenge: { scope } })
const noQuirk = () => undefined
const held = (of: string, scope: string, requestedScope?: string): TokenSet =>
  tokenSet({ issuer: of, scope, requestedScope })

describe('the scope of an authorization request', () => {
  it('keeps what was asked for of the same issuer, no text that was granted, and nothing of another (C3, C5)', () => {
    const tokens = [held(issuer, 'granted', 'asked'), undefined, held('https://other.example.com', 'theirs')]
    expect(requestedScope(target('new'), { held: tokens }, noQuirk)).toBe('asked new')
    expect(requestedScope(target('new'), {}, noQuirk)).toBe('new')
  })

  it.each(['a"b', 'a\\b', 'm\u00fcller', 'a\u0007b'])(
    'is without %j, which cannot be one, where the server names it',
    (name) => {
      expect(requestedScope(target(`fine ${name} more`), {}, noQuirk)).toBe('fine more')
      const listing = { ...targetAt(issuer), scopesSupported: ['fine', name, 'more'] }
      expect(requestedScope(listing, {}, noQuirk)).toBe('fine more')
      expect(requestedScope(target(name), {}, noQuirk)).toBeUndefined()
    },
  )

  it('that the option names and that cannot be one is for the user to correct', () => {
    expect(() => requestedScope(target('a'), { scope: 'a"b' }, noQuirk)).toThrow(
      expect.objectContaining({
        code: 'invalid_option',
        message: expect.stringMatching(
          /^The scope to ask for holds .* \(RFC 6749 §3\.3\)\. Correct the option scope\.$/,
        ),
      }),
    )
  })
})
