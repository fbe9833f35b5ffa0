import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { checkPasted } from '../src/paste/check-pasted.ts'

const redirectUri = 'http://127.0.0.1:3030/callback'
const state = 'fmOY2r-Zt_x7sTqL0v8Jpw'

/** Any answer: parameters in any order, their values encoded as URLSearchParams does. */
const answers = fc
  .record({
    code: fc.string({ minLength: 1, unit: 'binary' }),
    more: fc.string({ unit: 'binary' }),
    first: fc.boolean(),
  })
  .map(({ code, more, first }) => {
    const rest = { code, more, iss: 'https://as.example.com' }
    return new URLSearchParams(first ? { state, ...rest } : { ...rest, state }).toString()
  })

const wrapped = (text: string, end: string): string => text.replace(/(.{17})/g, `$1${end}`)
const mangles: Readonly<Record<string, (text: string) => string>> = {
  nothing: (text) => text,
  quotes: (text) => `"${text}"`,
  apostrophes: (text) => `'${text}'`,
  brackets: (text) => `<${text}>`,
  lines: (text) => wrapped(text, '\n'),
  'indented lines': (text) => wrapped(text, '\r\n   '),
  'a shell': (text) => text.replace(/[^\w\s]/g, '\\$&'),
  HTML: (text) => text.replaceAll('&', '&amp;'),
  'a terminal': (text) => `\u001b[200~${text}\u001b[201~`,
  encoding: encodeURIComponent,
  blanks: (text) => `\n ${text}\t `,
}

describe('any answer', () => {
  it.each(Object.entries(mangles))('is taken through %s, as a URL and as a query (H51)', (_name, mangle) => {
    fc.assert(
      fc.property(
        answers,
        fc.constantFrom('', '?', `${redirectUri}?`, 'http://localhost:3030/callback?'),
        (query, front) => {
          const verdict = checkPasted(mangle(`${front}${query}`), { redirectUri, state })
          expect(verdict).toEqual({ kind: 'ours', url: new URL(`${redirectUri}?${query}`) })
        },
      ),
      hostile(200),
    )
  })

  it('is taken through two of them', () => {
    const two = fc.tuple(fc.constantFrom(...Object.keys(mangles)), fc.constantFrom('quotes', 'blanks', 'a terminal'))
    fc.assert(
      fc.property(answers, two, (query, [inner, outer]) => {
        const text = mangles[outer]?.(mangles[inner]?.(`${redirectUri}?${query}`) ?? '') ?? ''
        expect(checkPasted(text, { redirectUri, state })).toMatchObject({ kind: 'ours' })
      }),
      hostile(500),
    )
  })
})

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...['code=', 'state=', 'error=x', state, state.slice(0, -1), '&', '?', '=', '%', '%3D', '%26', '\\', '"', '<', '#'],
    ...[
      redirectUri,
      'http://',
      'https://evil.example/',
      'localhost:3030/callback',
      '\u001b[200~',
      '\n',
      '\u0000',
      '&amp;',
    ],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 })), { maxLength: 20 }).map((parts) => parts.join('')),
  )

  it('is judged without an error, and never taken without our very state, once, at our redirect URI', () => {
    fc.assert(
      fc.property(texts, fc.option(texts, { nil: undefined }), (text, pending) => {
        const verdict = checkPasted(text, { redirectUri, state, pending })
        if (verdict.kind !== 'ours') return
        const { origin, pathname, searchParams } = verdict.url
        expect([`${origin}${pathname}`, searchParams.getAll('state')]).toEqual([redirectUri, [state]])
        expect(searchParams.get('code') || searchParams.get('error')).toBeTruthy()
      }),
      hostile(2000),
    )
  })

  it('is never taken where our state is not in it', () => {
    const other = fc.string({ minLength: 1 }).filter((text) => text !== state)
    fc.assert(
      fc.property(other, (foreign) => {
        const query = new URLSearchParams({ code: 'a', state: foreign })
        expect(checkPasted(`${redirectUri}?${query}`, { redirectUri, state })).toMatchObject({ reason: 'wrong_state' })
      }),
      hostile(500),
    )
  })
})
