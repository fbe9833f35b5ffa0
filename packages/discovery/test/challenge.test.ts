import { describe, expect, it } from 'vitest'
import { parseChallenges, selectBearerChallenge } from '../src/index.ts'

/** Scheme, token68 and parameters of each challenge. */
const read = (header: string) =>
  parseChallenges(header).map(({ scheme, token68, parameters }) => [scheme, token68, { ...parameters }])

describe('parseChallenges', () => {
  it.each([
    ['an empty header', '', []],
    ['only separators', ' , ,\t, ', []],
    ['a scheme alone', 'Bearer', [['bearer', undefined, {}]]],
    [
      'schemes alone',
      'Bearer, DPoP',
      [
        ['bearer', undefined, {}],
        ['dpop', undefined, {}],
      ],
    ],
    ['a trailing comma', 'Bearer realm="x",', [['bearer', undefined, { realm: 'x' }]]],
    ['leading and repeated commas', ', ,Bearer a=1,,b=2', [['bearer', undefined, { a: '1', b: '2' }]]],
    [
      'schemes and names in any case',
      'bEaReR ERROR="Invalid_Token"',
      [['bearer', undefined, { error: 'Invalid_Token' }]],
    ],
    ['white space around the equals sign', 'Bearer a = "1" , b\t=\t2', [['bearer', undefined, { a: '1', b: '2' }]]],
    ['a quoted comma', 'Bearer realm="a, b", c=1', [['bearer', undefined, { realm: 'a, b', c: '1' }]]],
    [
      'a quoted pair',
      String.raw`Bearer realm="a \"b\" \\c", d=1`,
      [['bearer', undefined, { realm: String.raw`a "b" \c`, d: '1' }]],
    ],
    ['an empty quoted text', 'Bearer realm="", a=1', [['bearer', undefined, { realm: '', a: '1' }]]],
    [
      'an unquoted URL',
      'Bearer u=https://h/p?a=b&c=d, v=1',
      [['bearer', undefined, { u: 'https://h/p?a=b&c=d', v: '1' }]],
    ],
    ['an unclosed quotation', 'Bearer realm="a, b', [['bearer', undefined, { realm: 'a, b' }]]],
    ['a forgotten comma', 'Bearer a="1" b="2"', [['bearer', undefined, { a: '1', b: '2' }]]],
    [
      'several challenges',
      'Basic realm="x", Bearer a=1, b=2',
      [
        ['basic', undefined, { realm: 'x' }],
        ['bearer', undefined, { a: '1', b: '2' }],
      ],
    ],
    [
      'the same scheme twice',
      'Bearer a=1, Bearer a=2',
      [
        ['bearer', undefined, { a: '1' }],
        ['bearer', undefined, { a: '2' }],
      ],
    ],
    [
      'a token68',
      'Negotiate abc-._~+/==, Bearer a=1',
      [
        ['negotiate', 'abc-._~+/==', {}],
        ['bearer', undefined, { a: '1' }],
      ],
    ],
    [
      'a token68 at the end',
      'Bearer a=1, NTLM TlRM=',
      [
        ['bearer', undefined, { a: '1' }],
        ['ntlm', 'TlRM=', {}],
      ],
    ],
    ['an unknown scheme', 'X-Own!scheme a=1', [['x-own!scheme', undefined, { a: '1' }]]],
    ['a parameter given twice: the first', 'Bearer a=1, a=2', [['bearer', undefined, { a: '1' }]]],
    [
      'a parameter called like a member of objects',
      'Bearer constructor=1, __proto__=2',
      [['bearer', undefined, { constructor: '1', ['__proto__']: '2' }]],
    ],
    ['text that is no challenge', '@@@, Bearer a=1', [['bearer', undefined, { a: '1' }]]],
    ['quoted text that is no challenge', '"x, Bearer a=1", Bearer b=2', [['bearer', undefined, { b: '2' }]]],
    ['text after a quotation', 'Bearer a="1""2, b=3", c=4', [['bearer', undefined, { a: '1', c: '4' }]]],
  ])('reads %s', (_, header, challenges) => {
    expect(read(header)).toEqual(challenges)
  })

  const size = 100_000
  it.each([
    ['one word', 'a'.repeat(size)],
    ['spaces', `a${' '.repeat(size)}!`],
    ['equals signs', `a ${'a'.repeat(size / 2)}${'='.repeat(size / 2)}`],
    ['words', 'a '.repeat(size / 2)],
    ['parameters', 'a=b,'.repeat(size / 4)],
    ['commas', ','.repeat(size)],
    ['quotation marks', '"'.repeat(size)],
    ['quotation marks and commas', '",'.repeat(size / 2)],
    ['an unclosed quotation', `a b="${'c'.repeat(size)}`],
    ['backslashes in a quotation', `a b="${'\\'.repeat(size)}`],
    ['quoted pairs', `a b="${'\\"'.repeat(size / 2)}`],
    ['characters that mean nothing', '@'.repeat(size)],
  ])('is not held up by 100 kB of %s', (_, header) => {
    expect(parseChallenges(header).length).toBeLessThanOrEqual(size)
    expect(read(`Bearer a=1, ${header}`)[0]).toMatchObject(['bearer', undefined, { a: '1' }])
  })
})

describe('selectBearerChallenge', () => {
  const select = (...values: readonly string[]) => {
    const headers = new Headers()
    for (const value of values) headers.append('www-authenticate', value)
    return selectBearerChallenge(headers)
  }

  it('reads the header that AWS API Gateway makes of it, where there is no other', () => {
    const remapped = { 'x-amzn-remapped-www-authenticate': 'Bearer scope="a"' }
    expect(selectBearerChallenge(new Headers(remapped))?.scope).toBe('a')
    const both = new Headers({ ...remapped, 'www-authenticate': 'Bearer scope="b"' })
    expect(selectBearerChallenge(both)?.scope).toBe('b')
  })

  it('names what it read', () => {
    const header =
      'Bearer error="insufficient_scope", error_description="Ask for more", scope="a b", resource_metadata="https://h/x"'
    expect(select(header)).toEqual({
      error: 'insufficient_scope',
      errorDescription: 'Ask for more',
      scope: 'a b',
      resourceMetadata: 'https://h/x',
    })
  })

  it.each([
    ['no header', []],
    ['an empty header', ['']],
    ['other schemes alone', ['Basic realm="x", DPoP algs="ES256"']],
  ])('finds none in %s', (_, values) => {
    expect(select(...values)).toBeUndefined()
  })

  it.each([
    ['Bearer alone', ['Bearer'], {}],
    ['the challenge before another', ['Bearer scope="a", Basic realm="x", scope="b"'], { scope: 'a' }],
    ['the challenge after another', ['Basic realm="x", scope="b", Bearer scope="a"'], { scope: 'a' }],
    ['the challenge of a second header', ['Basic realm="x"', 'Bearer scope="a"'], { scope: 'a' }],
    [
      'the one of several that has an error',
      ['Bearer scope="a"', 'Bearer error="e", scope="b"'],
      { error: 'e', scope: 'b' },
    ],
    [
      'metadata that another scheme names',
      ['DPoP algs="ES256", resource_metadata="https://h/x"'],
      { resourceMetadata: 'https://h/x' },
    ],
    [
      'the metadata of Bearer before that of others',
      ['DPoP resource_metadata="https://h/1"', 'Bearer resource_metadata="https://h/2"'],
      { resourceMetadata: 'https://h/2' },
    ],
    [
      'the metadata that only one of two Bearers names',
      ['Bearer error="e", Bearer resource_metadata="https://h/x"'],
      { error: 'e', resourceMetadata: 'https://h/x' },
    ],
    ['no scope in x_scope', ['Bearer x_scope="a"'], {}],
    ['no scope in the scope of another scheme', ['Bearer, Basic scope="a"'], {}],
    ['no parameter inside quoted text', ['Bearer realm="x, resource_metadata=https://h/evil, scope=a"'], {}],
    ['no parameter behind a quoted pair', [String.raw`Bearer realm="\", scope=a"`], {}],
  ])('reads %s', (_, values, expected) => {
    const { error, errorDescription, scope, resourceMetadata } = { ...select(...values) }
    expect(select(...values)).toBeDefined()
    expect({ error, errorDescription, scope, resourceMetadata }).toEqual(expected)
  })
})
