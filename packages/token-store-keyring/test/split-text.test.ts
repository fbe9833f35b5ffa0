import { expect, it } from 'vitest'
import { splitText } from '../src/split-text.ts'

const bytesOf = (text: string) => Buffer.byteLength(text)

it.each([
  ['one byte', 'x'],
  ['two bytes', 'é'],
  ['three bytes', '€'],
  ['four bytes', '😀'],
])('cuts no character of %s in two, wherever the border falls (H73)', (_, character) => {
  for (let before = 0; before < 4; before++) {
    const text = 'x'.repeat(before) + character.repeat(3_000)
    const pieces = splitText(text)
    expect(pieces.join('')).toBe(text)
    for (const piece of pieces) {
      expect(bytesOf(piece)).toBeLessThanOrEqual(2_000)
      expect(piece).not.toContain('\u{FFFD}')
    }
    for (const piece of pieces.slice(0, -1)) expect(bytesOf(piece)).toBeGreaterThan(2_000 - bytesOf(character))
  }
})

it('keeps a byte order mark at the beginning of a piece', () => {
  const text = `${'x'.repeat(2_000)}\u{FEFF}y`
  expect(splitText(text)).toEqual(['x'.repeat(2_000), '\u{FEFF}y'])
})

it.each([
  ['2,000 bytes', 2_000, [2_000]],
  ['2,001 bytes', 2_001, [2_000, 1]],
  ['4,000 bytes', 4_000, [2_000, 2_000]],
])('takes as few pieces as %s need', (_, length, lengths) => {
  expect(splitText('x'.repeat(length)).map(bytesOf)).toEqual(lengths)
})

it('refuses what takes more than 1,000 pieces, and takes what does not', () => {
  expect(splitText('x'.repeat(2_000_000)).length).toBe(1_000)
  const tooLong = { name: 'KeyringError', code: 'too_long', message: expect.stringContaining('2,000,000 bytes') }
  expect(() => splitText('x'.repeat(2_000_001))).toThrow(expect.objectContaining(tooLong))
})
