import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { checkPasted } from '../src/paste/check-pasted.ts'
import { readPastedResponse } from '../src/paste/read-pasted.ts'
import { marker, state } from './hostile-requests.ts'

const redirectUri = 'http://127.0.0.1:3030/callback'
const queries = [`code=${marker}&state=${state}`, `iss=https://as.example&code=${marker}&state=${state}`]

const pieces = fc.oneof(
  fc.constantFrom(
    'code=',
    'state=',
    'error=',
    `state=${state}x`,
    marker,
    '&',
    '?',
    '=',
    '%',
    '%3D',
    '%26',
    '%0a',
    '\\',
    '"',
    '<',
    '#',
  ),
  fc.constantFrom(
    redirectUri,
    'http://',
    'https://evil.example/',
    'localhost:3030/callback',
    '[::1]',
    '@',
    ':',
    '/',
    '//',
    '\\\n',
  ),
  fc.constantFrom(
    '\u001b[200~',
    '\u001b[201~',
    '\n',
    '\r\n> ',
    '\u0000',
    '&amp;',
    '\u202e',
    '\ufeff',
    '<a href="',
    '$(x)',
    '`id`',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const texts = fc.array(pieces, { maxLength: 15 }).map((parts) => parts.join(''))

/** Places that are not ours, though near. */
const foreign = fc
  .record({
    scheme: fc.constantFrom('http://', 'https://', 'HTTP://', 'ftp://', 'javascript://', 'http:/', 'http:\\\\', ''),
    user: fc.constantFrom('', '', 'me@', 'me:pw@', '127.0.0.1:3030@', '127.0.0.1:3030%2Fcallback@'),
    host: fc.oneof(
      fc.constantFrom('127.0.0.1', 'localhost', '[::1]'),
      fc.constantFrom(
        '127.0.0.2',
        '0.0.0.0',
        'localhost.',
        'localhost.evil.example',
        'evil.example',
        'xn--localhost',
        '[::]',
        '[::ffff:127.0.0.2]',
      ),
      fc.domain(),
      fc.ipV4(),
    ),
    port: fc.oneof(
      fc.constantFrom(':3030', '', ':', ':3031', ':03030x', ':80'),
      fc.integer({ min: 1, max: 65535 }).map((port) => `:${port}`),
    ),
    path: fc.oneof(
      fc.constantFrom('/callback', '/callback/', '//callback', '/callback%2f', '/Callback', '/x', '', '/callback;x'),
      fc.webPath(),
    ),
  })
  .filter(({ user, host, port, path }) => {
    const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(host)
    return !(user === '' && isLoopback && port === ':3030' && path === '/callback')
  })
  .map(({ scheme, user, host, port, path }) => `${scheme}${user}${host}${port}${path}`)

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

describe('whatever is pasted', () => {
  it('is judged without an error, and never taken without our very state, once, at our redirect URI', () => {
    const near = fc.array(fc.oneof(pieces, fc.constantFrom(state, state.slice(0, -1), 'error=x')), { maxLength: 20 })
    const any = fc.oneof(
      fc.string({ unit: 'binary' }),
      near.map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(any, fc.option(any, { nil: undefined }), (text, pending) => {
        const verdict = checkPasted(text, { redirectUri, state, pending })
        if (verdict.kind !== 'ours') return
        const { origin, pathname, searchParams } = verdict.url
        expect([`${origin}${pathname}`, searchParams.getAll('state')]).toEqual([redirectUri, [state]])
        expect(searchParams.get('code') || searchParams.get('error')).toBeTruthy()
      }),
      hostile(2000),
    )
  })

  it('is never taken with another user, host, port or path than ours (H52)', () => {
    fc.assert(
      fc.property(
        foreign,
        fc.constantFrom('', '"', 'see ', '\u001b[200~', '<'),
        fc.constantFrom(...queries),
        (place, front, query) => {
          const verdict = checkPasted(`${front}${place}?${query}`, { redirectUri, state })
          expect([place, verdict.kind]).toEqual([place, 'refused'])
        },
      ),
      hostile(2000),
    )
  })

  it('is never taken without our very state, however it is cut and whatever else is pasted (H52)', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 1, maxLength: 5 }), (all) => {
        let pending: string | undefined
        for (const text of all) {
          const verdict = checkPasted(text, { redirectUri, state, pending })
          expect(verdict.kind).not.toBe('ours')
          pending = verdict.kind === 'refused' ? verdict.pending : pending
        }
      }),
      hostile(1000),
    )
  })

  it('is in no event (H52)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { maxLength: 4 }), async (all) => {
        const events: unknown[] = []
        const left = all.map((text) => `${text}${marker}`)
        const answer = await readPastedResponse(
          { readPasted: async () => left.shift(), redirectUri, state, onEvent: (event) => events.push(event) },
          new AbortController().signal,
        )
        expect(answer).toBeUndefined()
        for (const event of events) {
          expect(Object.keys(Object(event))).toEqual(['type', 'from', 'reason', 'hasError'])
        }
        expect(JSON.stringify(events)).not.toMatch(new RegExp(`${marker}|${state}`))
      }),
      hostile(500),
    )
  })

  it('is judged in the same time however often it repeats itself', () => {
    fc.assert(
      fc.property(pieces, pieces, fc.integer({ min: 1, max: 16_384 }), (one, other, length) => {
        const unit = `${one}${other}` || 'x'
        const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
        expect(checkPasted(text, { redirectUri, state, pending: text.slice(0, 100) }).kind).not.toBe('ours')
      }),
      hostile(300),
    )
  })
})
