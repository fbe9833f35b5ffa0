import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { assertPkceSupported, type PkcePolicy, type PkceSupport } from '../src/index.ts'

const issuer = 'https://auth.example.com'
const policies = fc.constantFrom<PkcePolicy | undefined>(
  ...[undefined, {}, { pkce: undefined }, { pkce: 'require-advertised' as const }, { pkce: 'assume-s256' as const }],
)

/** Names of methods that are S256, nearly S256, or anything. */
const methods = fc.oneof(
  fc.constantFrom(
    'S256',
    'S256',
    's256',
    'S256 ',
    ' S256',
    'S256\u0000',
    'S\u0432256',
    'plain',
    'S512',
    'S2566',
    'plain S256',
    '',
    '*',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

/** Values that a server may publish in place of a list of methods. */
const published: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: fc.array(methods, { maxLength: 4 }) },
  fc.array(fc.oneof(methods, fc.anything()), { maxLength: 4 }),
  fc.constantFrom(
    'S256',
    { 0: 'S256', length: 1, includes: true },
    { S256: true },
    [['S256']],
    null,
    true,
    0,
    undefined,
  ),
  fc.anything({ withNullPrototype: true }),
)

it('whatever a server publishes, it passes only with S256 to the letter in a list, or with nothing where that is allowed (H13)', () => {
  fc.assert(
    fc.property(published, policies, (value, policy) => {
      const listed = Array.isArray(value) && value.some((method) => method === 'S256')
      const assumed = value === undefined && policy?.pkce === 'assume-s256'
      const server: object = { issuer, codeChallengeMethodsSupported: value }
      const check = (): void => assertPkceSupported(server as PkceSupport, policy)
      if (listed || assumed) expect(check).not.toThrow()
      else expect(check).toThrow(expect.objectContaining({ name: 'PkceError', code: 'pkce_unsupported' }))
    }),
    hostile(1000),
  )
})
