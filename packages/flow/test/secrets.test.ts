import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { createSecrets } from '../src/index.ts'

const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.0123456789'
const password = 'a+b=c/d "e" \\ f'
const secrets = createSecrets()
secrets.learn(token, password, 'hush-hush', undefined, 'short', '')

describe('a text', () => {
  it.each([
    ['a secret', `Wrong: ${token}!`, 'Wrong: [redacted]!'],
    ['the same one twice', `${token} ${token}`, '[redacted] [redacted]'],
    ['two side by side', `${token}${password}`, '[redacted][redacted]'],
    ['one that is shorter than a piece', 'Is hush-hush a word?', 'Is [redacted] a word?'],
    ['its beginning, cut off', `"${token.slice(0, 20)}…"`, '"[redacted]…"'],
    ['its end', `…${token.slice(-16)}`, '…[redacted]'],
    ['its end, and its beginning before that', `${token.slice(0, 30)}${token.slice(-20)}`, '[redacted][redacted]'],
    ['its middle', `…${token.slice(5, 25)}…`, '…[redacted]…'],
    ['it in a URL', `?a=${encodeURIComponent(password)}&b`, '?a=[redacted]&b'],
    ['it in a form', `${new URLSearchParams({ a: password })}&b`, 'a=[redacted]&b'],
    ['it in JSON', JSON.stringify({ a: password }), '{"a":"[redacted]"}'],
  ])('that holds %s is shown without', (_, text, expected) => {
    expect(secrets.redact(text)).toBe(expected)
  })

  it.each([
    ['holds none', 'The token request to https://auth.example.com failed.'],
    ['holds what is too short to be one', 'short'],
    ['holds less of one than a piece', `${token.slice(0, 15)} ${token.slice(3, 18)}`],
    ['is empty', ''],
  ])('that %s is left as it is', (_, text) => {
    expect(secrets.redact(text)).toBe(text)
  })

  it('is left as it is where no secret is known', () => {
    expect(createSecrets().redact(token)).toBe(token)
  })

  it.each(['a', '\ud800', '\0', '\n'])('of one character that a secret also has is shown in the end: %j', (letter) => {
    const many = createSecrets()
    many.learn(letter.repeat(100_000))
    expect(many.redact(letter.repeat(1_000_000)).length).toBeLessThanOrEqual(1_000_000)
  })
})

describe('whatever the secrets and the text around them', () => {
  const secret = fc.oneof(
    fc.string({ minLength: 8, maxLength: 60 }),
    fc.string({ minLength: 8, maxLength: 60, unit: 'binary' }),
    fc.base64String({ minLength: 8, maxLength: 200 }),
    fc.stringMatching(/^[\w~.-]{8,100}$/),
  )
  const around = fc.oneof(fc.string(), fc.string({ unit: 'binary' }))

  it('no secret is in a text, written in any way', () => {
    const ways = [
      (text: string) => text,
      (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')),
      (text: string) => new URLSearchParams({ '': text }).toString().slice(1),
      (text: string) => JSON.stringify(text).slice(1, -1),
    ]
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 5 }), around, around, (values, before, after) => {
        const some = createSecrets()
        some.learn(...values)
        for (const value of values) {
          for (const write of ways) {
            const clean = some.redact(before + write(value) + after)
            expect(clean.includes(write(value)) && !'[redacted]'.includes(write(value))).toBe(false)
          }
        }
      }),
      hostile(1000),
    )
  })

  it('no piece of 16 characters of one is in a text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w~.-]{16,100}$/), around, fc.nat(), fc.nat(), (value, before, at, more) => {
        const some = createSecrets()
        some.learn(value)
        const start = at % (value.length - 15)
        const piece = value.slice(start, start + 16 + more)
        expect(some.redact(`${before}${piece}…`)).not.toContain(piece)
      }),
      hostile(1000),
    )
  })

  it('nothing is left of a secret, or of a piece, that overlaps with another', () => {
    const pool = fc.array(fc.stringMatching(/^[a-j]{1,22}$/), { minLength: 3, maxLength: 8 })
    const chosen = fc.array(fc.nat(), { minLength: 1, maxLength: 6 })
    const secretsOf = fc.array(chosen, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(pool, secretsOf, chosen, fc.nat(9), (words, picked, shown, cutOff) => {
        const write = (all: readonly number[]) => all.map((each) => words[each % words.length]).join('')
        const values = picked.map(write).filter(({ length }) => length >= 8)
        const text = write(shown).slice(cutOff)
        const some = createSecrets()
        some.learn(...values)
        const hidden = hiddenIn(text, values)
        const rest = [...text].filter((_, at) => !hidden[at]).join('')
        expect(some.redact(text).replaceAll('[redacted]', '')).toBe(rest)
      }),
      hostile(2000),
    )
  })

  it('a text that shares nothing with one is left as it is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{8,100}$/), fc.stringMatching(/^[a-z ]*$/), (value, text) => {
        const some = createSecrets()
        some.learn(value)
        expect(some.redact(text)).toBe(text)
      }),
      hostile(500),
    )
  })
})

/** Which characters of a text belong to a short secret as a whole, or to 16 or more of any: by trying all. */
function hiddenIn(text: string, secrets: readonly string[]): readonly boolean[] {
  const hidden = Array.from(text, () => false)
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 8; end <= text.length; end++) {
      const piece = text.slice(start, end)
      const secret = secrets.some((each) => each === piece || (piece.length >= 16 && each.includes(piece)))
      if (secret) hidden.fill(true, start, end)
    }
  }
  return hidden
}

/** All runs of a length in a text of so many characters in which nothing comes twice. */
function windowsOf(characters: number, length: number): readonly string[] {
  const text = Array.from({ length: characters / 4 }, (_, index) =>
    String(index * 7919)
      .padStart(4, 'z')
      .slice(-4),
  ).join('')
  return Array.from({ length: characters - length + 1 }, (_, at) => text.slice(at, at + length))
}

describe('what is known', () => {
  it('is bounded: the oldest is forgotten', () => {
    const some = createSecrets()
    const values = Array.from({ length: 30_000 }, (_, index) => `secret-number-${String(index).padStart(8, '0')}`)
    for (const value of values) some.learn(value)
    expect(some.redact(values.at(-1) ?? '')).toBe('[redacted]')
    // A piece of it may be known from others.
    expect(some.redact('secret-number-00000000 is old')).not.toMatch(/^\[redacted\] is/)
  })

  it('hides what one has in common with a text before and behind another', () => {
    const [some, inner] = [createSecrets(), 'X0123456789-0123456789-0123456789-012345']
    some.learn(inner, `zabcdef${inner}`, `prefix-prefix-xx${'Short-Se'}`, 'Short-Secret1!z')
    expect(some.redact(`abcdef${inner}`)).toBe('[redacted]')
    expect(some.redact('[prefix-prefix-xxShort-Secret1!z]')).toBe('[[redacted]]')
  })

  it('holds the first sixteen thousand characters of a long one', () => {
    const some = createSecrets()
    const long = Array.from({ length: 10_000 }, (_, index) => String(index).padStart(7, 'x')).join('')
    some.learn(long)
    expect(some.redact(`${long.slice(0, 16_384)}.`)).toBe('[redacted].')
    expect(some.redact(long.slice(16_384))).toBe(long.slice(16_384))
  })

  it('stays known where it comes again and again', () => {
    const some = createSecrets()
    for (let index = 0; index < 30_000; index++) some.learn('a-token-in-use', `old-${index}-of-the-others`)
    expect(some.redact('a-token-in-use')).toBe('[redacted]')
  })

  it('is kept for good also where it was learned before', () => {
    const some = createSecrets()
    some.learn('the-key-of-a-user')
    some.keep('the-key-of-a-user')
    for (let index = 0; index < 30_000; index++) some.learn(`${index}-from-a-server-elsewhere`)
    expect(some.redact('the-key-of-a-user')).toBe('[redacted]')
  })

  it('does not hold a program up, however much of it a server chose, and in however long a text', () => {
    for (const [all, text] of [
      [Array.from({ length: 16_000 }, (_, index) => String(index).padStart(16, 'k')), 'kkkkkkkkkkk1'.repeat(80_000)],
      [windowsOf(1024, 512), 'a'.repeat(10) + windowsOf(1024, 1024).join('').repeat(500)],
      [Array.from({ length: 16 }, (_, index) => 'a'.repeat(16_000 + index)), 'a'.repeat(1_000_000)],
    ] as const) {
      const some = createSecrets()
      some.learn(...all)
      expect(some.redact(text)).not.toContain(all[0])
    }
  })

  it('is not pushed out by what a server sends where it is kept', () => {
    const some = createSecrets()
    some.keep('the-key-of-a-user')
    for (let index = 0; index < 30_000; index++) some.learn(`the-key-of-a-${index}-from-a-server`)
    expect(some.redact('It was the-key-of-a-user.')).toBe('It was [redacted].')
  })
})
