import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../src/sha256.ts'

describe('the SHA-256 of a text', () => {
  const expected = (text: string): string => createHash('sha256').update(text).digest('hex')

  it.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 8192])('is that of Node, where it has %i characters', (length) => {
    const text = 'x'.repeat(length)
    expect(Buffer.from(sha256(text)).toString('hex')).toBe(expected(text))
  })

  it('is that of Node, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(Buffer.from(sha256(text)).toString('hex')).toBe(expected(text))
      }),
    )
  })
})
