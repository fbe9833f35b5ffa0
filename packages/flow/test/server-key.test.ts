import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isKeyOf, parseServerKey, serverKey } from '../src/server-key.ts'

it.each([
  ['https://EXAMPLE.com:443/api/mcp/', undefined, 'https://example.com/api/mcp'],
  ['HTTPS://user:pw@example.com/mcp#top', undefined, 'https://example.com/mcp'],
  ['https://example.com/', undefined, 'https://example.com'],
  ['https://example.com/mcp//', undefined, 'https://example.com/mcp'],
  ['http://127.0.0.1:3000/', 'bob', 'bob@http://127.0.0.1:3000'],
  ['http://127.0.0.1:3000/mcp', undefined, 'http://127.0.0.1:3000/mcp'],
  ['https://a.example/x@https://b.example/mcp', undefined, 'https://a.example/x@https://b.example/mcp'],
  ['https://example.com/MCP', undefined, 'https://example.com/MCP'],
  ['https://example.com/mcp', 'alice@example.org', 'alice%40example.org@https://example.com/mcp'],
  ['https://example.com/mcp?', undefined, 'https://example.com/mcp'],
  ['https://example.com/mcp;v=1', undefined, 'https://example.com/mcp;v=1'],
  ['https://example.com/mcp;v=1/', undefined, 'https://example.com/mcp;v=1'],
  ['https://example.com:8443/mcp', undefined, 'https://example.com:8443/mcp'],
  ['http://example.com:443/mcp', undefined, 'http://example.com:443/mcp'],
])('%s of %s is kept under %s (H87)', (url, account, key) => {
  expect(serverKey(url, account)).toBe(key)
  expect(parseServerKey(key)).toEqual({ serverUrl: key.slice(key.indexOf('http')), account })
})

it('reads an account that was not written by us', () => {
  expect(parseServerKey('100%@https://example.com')).toEqual({ serverUrl: 'https://example.com', account: '100%' })
})

describe('of servers that differ in their query, a key', () => {
  const hash = (query: string): string => createHash('sha256').update(query).digest('base64url').slice(0, 22)

  it.each([
    ['?server=a', '?server', '?server=…'],
    ['?server=evil', '?server', '?server=…'],
    ['?server=a&team=b', '?server&team', '?server=…&team=…'],
    ['?team=b&server=a', '?team&server', '?team=…&server=…'],
    ['?server=a&server=evil', '?server&server', '?server=…&server=…'],
    ['?server', '?', '?…'],
    ['?sk-secret', '?', '?…'],
    ['?sk-secret=', '?', '?…'],
    ['?c2stc2VjcmV0==', '?', '?…'],
    ['?server=a&sk-secret', '?server&', '?server=…&…'],
    ['?a%20b', '?', '?…'],
  ])('holds the names and a hash, of %s', (query, names, shown) => {
    const key = serverKey(`https://example.com/mcp${query}`, 'bob')
    expect(key).toBe(`bob@https://example.com/mcp${names}#${hash(query)}`)
    expect(parseServerKey(key)).toEqual({ serverUrl: `https://example.com/mcp${shown}`, account: 'bob' })
  })

  it.each(['/mcp/?server=a', '/mcp?server=a#top', ':443/mcp//?server=a'])('is one for %s', (rest) => {
    expect(serverKey(`HTTPS://Example.com${rest}`)).toBe(serverKey('https://example.com/mcp?server=a'))
  })

  it('is never that of another, and never holds a value (H87)', () => {
    const query = fc.webQueryParameters({ size: 'small' })
    fc.assert(
      fc.property(query, query, (one, other) => {
        const [url, second] = [one, other].map((each) => `https://example.com/mcp?${each}`)
        const same = new URL(url ?? '').search === new URL(second ?? '').search
        expect(serverKey(url ?? '') === serverKey(second ?? '')).toBe(same)
        expect(serverKey(url ?? '').replace(/#.*/, '')).not.toContain('=')
      }),
    )
  })

  it('is read also where it holds values, which we never wrote, and shows none', () => {
    const { serverUrl } = parseServerKey('https://example.com/mcp?server=a&sk-secret=b#c')
    expect(serverUrl).toBe('https://example.com/mcp?server=…&sk-secret=…')
  })

  it('is known by the URL, whatever the account is called', () => {
    const key = serverKey('https://example.com/mcp?server=a', 'x@https://evil.example')
    expect(isKeyOf(key, 'https://example.com/mcp/?server=a')).toBe(true)
    expect(isKeyOf(key, 'https://example.com/mcp?server=b')).toBe(false)
    expect(isKeyOf(key, 'https://example.com/mcp')).toBe(false)
    expect(isKeyOf(serverKey('https://a.example/x@https://b.example'), 'https://b.example')).toBe(false)
  })
})
