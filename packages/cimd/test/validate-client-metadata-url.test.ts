import { array, assert, constantFrom, integer, oneof, property, string, tuple, webUrl } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { validateClientMetadataUrl } from '../src/index.ts'

const errorsOf = (text: string) => validateClientMetadataUrl(text).filter(({ level }) => level === 'error')

describe('an error', () => {
  it.each([
    ['is http', 'http://app.example.com/client.json', 'url_scheme', 'is not https'],
    ['is a script', 'javascript:alert(1)', 'url_scheme', 'is not https'],
    ['is a file', 'file:///client.json', 'url_scheme', 'is not https'],
    ['is empty', '', 'url_syntax', 'is not a URL'],
    ['has no scheme', 'app.example.com/client.json', 'url_syntax', 'is not a URL'],
    ['is a path', '/client.json', 'url_syntax', 'is not a URL'],
    ['has a port that is none', 'https://app.example.com:99999/c', 'url_syntax', 'is not a URL'],
    ['has no slashes', 'https:app.example.com/c', 'url_syntax', 'has no // and host after its scheme'],
    ['has one slash', 'https:/app.example.com/c', 'url_syntax', 'has no // and host after its scheme'],
    ['has three slashes', 'https:///app.example.com/c', 'url_syntax', 'has no // and host after its scheme'],
    ['has no path', 'https://app.example.com', 'url_path', 'has no path'],
    ['has a path of one slash', 'https://app.example.com/', 'url_path', 'has no path'],
    ['has a query only', 'https://app.example.com?client', 'url_path', 'has no path'],
    ['has a fragment', 'https://app.example.com/c#part', 'url_fragment', 'has a fragment (#)'],
    ['has an empty fragment', 'https://app.example.com/c#', 'url_fragment', 'has a fragment (#)'],
    ['has a user name', 'https://me@app.example.com/c', 'url_user_info', 'holds a user name or password'],
    ['has a password', 'https://me:pw@app.example.com/c', 'url_user_info', 'holds a user name or password'],
    ['has a password alone', 'https://:pw@app.example.com/c', 'url_user_info', 'holds a user name or password'],
    ['has an empty user name', 'https://@app.example.com/c', 'url_user_info', 'holds a user name or password'],
    ['is too long', `https://a/${'x'.repeat(8192)}`, 'url_length', 'is longer than 8192 characters'],
  ])('is found where the URL %s', (_, text, rule, message) => {
    expect(validateClientMetadataUrl(text)).toEqual([{ level: 'error', rule, message }])
  })

  it.each([
    ['a blank', 'https://app.example.com/a b'],
    ['a blank in front', ' https://app.example.com/c'],
    ['a line break at its end', 'https://app.example.com/c\n'],
    ['a tab that hides a dot segment', 'https://app.example.com/.\t./c'],
    ['a NUL', 'https://app.example.com/\0'],
    ['an escape character', 'https://app.example.com/\u001b[31m'],
    ['a turn of the direction of writing', 'https://app.example.com/\u202ec'],
    ['a zero-width space', 'https://app.example.com/\u200bc'],
    ['half a surrogate pair', 'https://app.example.com/\ud800'],
    ['a backslash', 'https://app.example.com\\c'],
    ['a backslash that hides a dot segment', 'https://app.example.com/a\\..\\c'],
  ])('is found where the URL holds %s', (_, text) => {
    const message = 'holds white space, a control character or a backslash'
    expect(validateClientMetadataUrl(text)).toEqual([{ level: 'error', rule: 'url_characters', message }])
  })

  it.each(['.', '..', '%2e', '%2E', '%2e%2e', '%2E%2e', '.%2E', '%2e.'])(
    'is found where a part of the path is %s',
    (segment) => {
      const message = 'has a dot segment ("." or "..") as a part of its path'
      const expected = [{ level: 'error', rule: 'url_dot_segment', message }]
      for (const path of [`/${segment}/c`, `/a/${segment}/c`, `/a/c/${segment}`, `/a/${segment}?q`]) {
        expect(validateClientMetadataUrl(`https://app.example.com${path}`)).toEqual(expected)
      }
    },
  )

  it('is told of each rule that is broken', () => {
    expect(validateClientMetadataUrl('https://me@app.example.com/..#x').map(({ rule }) => rule)).toEqual([
      'url_user_info',
      'url_dot_segment',
      'url_fragment',
    ])
  })
})

describe('a warning', () => {
  it.each([
    ['has a query', 'https://app.example.com/c?a=b', ['url_query']],
    ['has an empty query', 'https://app.example.com/c?', ['url_query']],
    ['names a port', 'https://app.example.com:8443/c', ['url_port']],
    ['names the port that is meant anyway', 'https://app.example.com:443/c', ['url_port', 'url_normal_form']],
    ['has an empty port', 'https://app.example.com:/c', ['url_port', 'url_normal_form']],
    ['has capitals in its host', 'https://App.example.com/c', ['url_normal_form']],
    ['has capitals in its scheme', 'HTTPS://app.example.com/c', ['url_normal_form']],
    ['has letters that are no ASCII', 'https://app.example.com/clé', ['url_normal_form']],
    ['has a port and a query', 'https://[2001:db8::1]:8443/c?d', ['url_query', 'url_port']],
  ])('is found where the URL %s', (_, text, rules) => {
    const findings = validateClientMetadataUrl(text)
    expect(findings.map(({ rule }) => rule)).toEqual(rules)
    expect(findings.map(({ level }) => level)).toEqual(rules.map(() => 'warning'))
  })
})

it.each([
  'https://app.example.com/client.json',
  'https://app.example.com/client/',
  'https://app.example.com//',
  'https://app.example.com/.well-known/client',
  'https://app.example.com/...',
  'https://app.example.com/a..b/c.',
  'https://app.example.com/%2e%2e%2e',
  'https://app.example.com/%252e%252e/c',
  'https://app.example.com/me@home',
  'https://app.example.com/a:80',
  'https://[2001:db8::1]/c',
])('finds nothing wrong with %s', (text) => {
  expect(validateClientMetadataUrl(text)).toEqual([])
})

describe('whatever the URL is', () => {
  const segment = oneof(constantFrom('a', '...', '%41', 'client.json', ''), string().map(encodeURIComponent))
  const dot = constantFrom('.', '%2e', '%2E')
  const dots = oneof(
    dot,
    tuple(dot, dot).map((pair) => pair.join('')),
  )

  it('no dot segment passes, however it is written and wherever it is (H40)', () => {
    const path = tuple(array(segment), dots, array(segment)).map(([a, b, c]) => [...a, b, ...c].join('/'))
    const query = constantFrom('', '?', '?a=b', '#', '?a#b')
    assert(
      property(path, query, (path, query) => {
        expect(errorsOf(`https://app.example.com/${path}${query}`)).toContainEqual(
          expect.objectContaining({ rule: 'url_dot_segment' }),
        )
      }),
      hostile(500),
    )
  })

  it('what passes without a word is what URL parsers write, and has a path of its own (H40)', () => {
    const anything = oneof(
      webUrl({ withFragments: true, withQueryParameters: true }),
      string().map((text) => `https://a/${text}`),
    )
    assert(
      property(anything, (text) => {
        if (validateClientMetadataUrl(text).length > 0) return
        const { href, protocol, pathname, username, password, port, search, hash } = new URL(text)
        expect(href).toBe(text)
        expect(pathname).not.toBe('/')
        expect([protocol, username, password, port, search, hash]).toEqual(['https:', '', '', '', '', ''])
      }),
      hostile(500),
    )
  })

  it('no port passes without a warning', () => {
    assert(
      property(integer({ min: 0, max: 65535 }), (port) => {
        expect(validateClientMetadataUrl(`https://app.example.com:${port}/c`)[0]?.rule).toBe('url_port')
      }),
      hostile(500),
    )
  })

  it('nothing throws', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => void validateClientMetadataUrl(text)),
      hostile(500),
    )
  })
})
