import { createHash } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { createPkce } from '../src/index.ts'

it('computes the challenge of RFC 7636, appendix B', async () => {
  const octets = [
    116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191, 240, 91,
    88, 5, 88, 83, 132, 141, 121,
  ]
  vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    if (array instanceof Uint8Array) array.set(octets)
    return array
  })
  expect(await createPkce()).toEqual({
    verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    method: 'S256',
  })
})

it('makes verifiers of 43 characters that stand in a URL as they are, and challenges that fit', async () => {
  const pairs = await Promise.all(Array.from({ length: 100 }, createPkce))
  for (const { verifier, challenge, method } of pairs) {
    expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(challenge).toBe(createHash('sha256').update(verifier, 'ascii').digest('base64url'))
    expect(method).toBe('S256')
  }
})

it('never makes the same pair twice', async () => {
  const pairs = await Promise.all(Array.from({ length: 100 }, createPkce))
  expect(new Set(pairs.map(({ verifier }) => verifier)).size).toBe(100)
})
