import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { parseChallenges, selectBearerChallenge } from '../src/index.ts'

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,10}$/)
const quotable = fc.string({ unit: fc.constantFrom(...'aZ09 ,="\\/:;\t!#()[]{}'), maxLength: 15 })
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`
const blanks = fc.constantFrom('', ' ', '  ', '\t')

const parameter = fc
  .tuple(token, fc.oneof(token, quotable), blanks, blanks, fc.boolean())
  .map(([name, value, before, after, quote]) => {
    const isToken = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value)
    return { name, value, text: `${name}${before}=${after}${quote || !isToken ? quoted(value) : value}` }
  })

/** A scheme with parameters, as its fields and as a server may write it. */
const challenge = fc
  .tuple(
    token,
    fc.uniqueArray(parameter, { selector: ({ name }) => name.toLowerCase(), minLength: 1, maxLength: 4 }),
    blanks,
  )
  .map(([scheme, parameters, blank]) => ({
    scheme,
    parameters,
    text: `${scheme} ${parameters.map(({ text }) => text).join(`${blank},${blank}`)}`,
  }))

const headersOf = (...lines: readonly string[]): Headers => {
  const headers = new Headers()
  for (const line of lines) headers.append('www-authenticate', line)
  return headers
}

describe('whatever a server writes into WWW-Authenticate', () => {
  it('is read as it was meant where it keeps to RFC 9110', () => {
    fc.assert(
      fc.property(fc.array(challenge, { minLength: 1, maxLength: 4 }), (challenges) => {
        const read = parseChallenges(challenges.map(({ text }) => text).join(', '))
        expect(read.map(({ scheme }) => scheme.toLowerCase())).toEqual(
          challenges.map(({ scheme }) => scheme.toLowerCase()),
        )
        expect(read.map(({ parameters }) => Object.fromEntries(Object.entries(parameters)))).toEqual(
          challenges.map(({ parameters }) =>
            Object.fromEntries(parameters.map(({ name, value }) => [name.toLowerCase(), value])),
          ),
        )
      }),
      hostile(1500),
    )
  })

  it('is read without throwing, and gives texts or nothing (H23)', () => {
    const bits = fc.constantFrom(
      ...[
        'Bearer',
        'bearer ',
        'Basic realm="x"',
        'DPoP',
        'scope=',
        'error',
        '"',
        '\\',
        ',',
        '=',
        ' ',
        '\t',
        'resource_metadata="',
        '__proto__=a',
      ],
      ...['https://a/b', 'a b c', ';', '(', 'é', '\u0080', 'constructor=b', 'error="insufficient_scope"', '""', "'"],
    )
    const header = fc.oneof(
      fc.array(bits, { maxLength: 14 }).map((each) => each.join('')),
      fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 80 }),
    )
    fc.assert(
      fc.property(fc.array(header, { minLength: 1, maxLength: 3 }), (lines) => {
        const found = selectBearerChallenge(headersOf(...lines))
        if (found === undefined) return
        for (const value of Object.values(found)) expect(['string', 'undefined']).toContain(typeof value)
        expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
      }),
      hostile(2000),
    )
  })

  it('is found among the challenges of other schemes, wherever it stands (H22)', () => {
    const others = fc.array(
      challenge.filter(({ scheme }) => scheme.toLowerCase() !== 'bearer'),
      { maxLength: 3 },
    )
    fc.assert(
      fc.property(others, others, fc.boolean(), (before, after, apart) => {
        const bearer = 'Bearer error="invalid_token", scope="a b", resource_metadata="https://mcp.example.com/x"'
        const lines = [...before.map(({ text }) => text), bearer, ...after.map(({ text }) => text)]
        const headers = apart ? headersOf(...lines) : headersOf(lines.join(', '))
        expect(selectBearerChallenge(headers)).toMatchObject({
          error: 'invalid_token',
          scope: 'a b',
          resourceMetadata: 'https://mcp.example.com/x',
        })
      }),
      hostile(1000),
    )
  })
})
