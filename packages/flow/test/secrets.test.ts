import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { createSecrets } from '../src/internal.ts'

const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.0123456789'
const password = 'a+b=c/d "e" \\ f'
const secrets = createSecrets()
secrets.learn(token, 'hush-hush-1', undefined, 'short1', '')
secrets.keep(password)
const repeating = `${'A'.repeat(100)}0${'A'.repeat(100)}`
secrets.learn(repeating)

describe('a text', () => {
  it.each([
    ['a secret', `Wrong: ${token}!`, 'Wrong: [redacted]!'],
    ['the same one twice', `${token} ${token}`, '[redacted] [redacted]'],
    ['two side by side', `${token}${password}`, '[redacted][redacted]'],
    ['a short one', 'Is hush-hush-1 a word?', 'Is [redacted] a word?'],
    ['one that repeats itself and was cut off', `${repeating.slice(0, 150)}…`, '[redacted]…'],
    ['one that was cut off', `"Wrong: ${token.slice(0, 20)}…"`, '"Wrong: [redacted]…"'],
    ['it in a URL', `?a=${encodeURIComponent(password)}&b`, '?a=[redacted]&b'],
    ['it in a form', `${new URLSearchParams({ a: password })}&b`, 'a=[redacted]&b'],
    ['it in JSON', JSON.stringify({ a: password }), '{"a":"[redacted]"}'],
  ])('that holds %s is shown without', (_, text, expected) => {
    expect(secrets.redact(text)).toBe(expected)
  })

  it.each([
    ['holds none', 'The token request to https://auth.example.com failed.'],
    ['holds what is too short to be one', 'short'],
    ['holds pieces of one', `${token.slice(0, 20)} ${token.slice(3, 30)}…`],
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

  it('no secret is in a text, written in any way (H59)', () => {
    const ways = [
      (text: string) => text,
      (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')),
      (text: string) => new URLSearchParams({ '': text }).toString().slice(1),
      (text: string) => JSON.stringify(text).slice(1, -1),
    ]
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 5 }), around, around, (values, before, after) => {
        const some = createSecrets()
        some.keep(...values)
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
    expect(some.redact(values[0] ?? '')).toBe(values[0])
  })

  it('is withheld as one where two overlap', () => {
    const some = createSecrets()
    some.learn('zabcdef-0123456789', '0123456789-ghijkl', '0123456789')
    expect(some.redact('<zabcdef-0123456789-ghijkl>')).toBe('<[redacted]>')
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
    for (let index = 0; index < 30_000; index++) some.learn('a-token-in-use-1', `old-${index}-of-the-others`)
    expect(some.redact('a-token-in-use-1')).toBe('[redacted]')
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
      some.keep(...all)
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

describe('what a person must see', () => {
  const issuer = 'https://login.example.com/tenant'

  it.each(['before', 'after'])('is not withheld, nor a part of it, where a secret of that text comes %s', (when) => {
    const some = createSecrets()
    const learn = () => {
      some.learn('login.example.com', issuer)
      some.keep('https://login.example')
    }
    if (when === 'before') learn()
    some.publish(issuer)
    if (when === 'after') learn()
    expect(some.redact(`Signing in at ${issuer}.`)).toBe(`Signing in at ${issuer}.`)
  })

  it('leaves a secret one that is more than a part of it', () => {
    const some = createSecrets()
    some.publish(issuer)
    some.learn('login.example.com/tenant/key-1')
    expect(some.redact(`At ${issuer}/key-1.`)).toBe('At https://[redacted].')
  })

  it('is bounded: the oldest is forgotten, and what is told again is the newest', () => {
    const some = createSecrets()
    some.publish('old-public-value-0', issuer)
    for (let index = 0; index < 2000; index++) some.publish(issuer, `a-public-value-${index}`)
    some.learn('old-public-value-0', issuer)
    expect(some.redact(`old-public-value-0 ${issuer}`)).toBe(`[redacted] ${issuer}`)
  })
})

describe('words that a stranger calls its secret', () => {
  const words = [
    'Authorization server',
    'authorization_url',
    'fast-agent-auth',
    'fast-agent.yaml',
    ' as the same client',
  ]

  it.each(words)('are not withheld: %j (H125)', (text) => {
    const some = createSecrets()
    some.learn(text)
    expect(some.redact(`<${text}>`)).toBe(`<${text}>`)
  })

  it.each(words)('are withheld where the person holds them secret: %j', (text) => {
    const some = createSecrets()
    some.keep(text)
    expect(some.redact(`<${text}>`)).toBe('<[redacted]>')
  })

  it.each(['0123456789abcdef', 'YWxsIGxldHRlcnMgYWxvbmU', 'a-key-of-1', 'sk_live_4eC39HqLyjWD', 'a+b/c=defg'])(
    'are none that look like a key: %s',
    (text) => {
      const some = createSecrets()
      some.learn(text)
      expect(some.redact(text)).toBe('[redacted]')
    },
  )
})
