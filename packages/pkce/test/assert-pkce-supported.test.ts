import { expect, it } from 'vitest'
import { assertPkceSupported, PkceError, type PkceSupport } from '../src/index.ts'

const issuer = 'https://auth.example.com'
const unsaid =
  `The authorization server ${issuer} does not say that it supports PKCE (code_challenge_methods_supported). ` +
  `If you know that it does, set the option allow.unadvertisedPkce of createAuth, or pkce: 'assume-s256' of this package.`
const unsupported = `The authorization server ${issuer} does not support the PKCE method S256, and allow.unadvertisedPkce does not change that. If its metadata is wrong, set the option authorizationServer; else tell its operator.`

it.each([
  ['S256 alone', ['S256'], {}],
  ['S256 among others', ['plain', 'S256'], {}],
  ['S256, whatever is assumed', ['S256'], { pkce: 'assume-s256' }],
  ['S256 where it must be said', ['S256'], { pkce: 'require-advertised' }],
  ['no methods, where S256 is assumed', undefined, { pkce: 'assume-s256' }],
] as const)('accepts a server that publishes %s', (_, codeChallengeMethodsSupported, policy) => {
  expect(() => assertPkceSupported({ issuer, codeChallengeMethodsSupported }, policy)).not.toThrow()
})

it.each([
  ['no methods', undefined, {}, unsaid],
  ['no methods, where it must be said', undefined, { pkce: 'require-advertised' }, unsaid],
  ['no methods, where nothing is chosen', undefined, { pkce: undefined }, unsaid],
  ['an empty list', [], {}, unsupported],
  ['plain alone', ['plain'], {}, unsupported],
  ['S256 in another case', ['s256'], {}, unsupported],
  ['an empty list, whatever is assumed', [], { pkce: 'assume-s256' }, unsupported],
  ['plain alone, whatever is assumed', ['plain'], { pkce: 'assume-s256' }, unsupported],
] as const)('refuses a server that publishes %s', (_, codeChallengeMethodsSupported, policy, message) => {
  expect(() => assertPkceSupported({ issuer, codeChallengeMethodsSupported }, policy)).toThrow(
    expect.objectContaining({ name: 'PkceError', code: 'pkce_unsupported', message }),
  )
})

it.each(['S256', 'plain S256', { S256: true }, 7, null])(
  'refuses a server whose metadata gives %j in place of a list',
  (codeChallengeMethodsSupported) => {
    const metadata: object = { issuer, codeChallengeMethodsSupported }
    expect(() => assertPkceSupported(metadata as PkceSupport, { pkce: 'assume-s256' })).toThrow(
      expect.objectContaining({ code: 'pkce_unsupported', message: unsupported }),
    )
  },
)

it('can be told from other errors', () => {
  expect(() => assertPkceSupported({ issuer })).toThrow(PkceError)
})
