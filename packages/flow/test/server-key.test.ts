import { expect, it } from 'vitest'
import { parseServerKey, serverKey } from '../src/server-key.ts'

it.each([
  ['https://EXAMPLE.com:443/api/mcp/?login', undefined, 'https://example.com/api/mcp'],
  ['HTTPS://user:pw@example.com/mcp#top', undefined, 'https://example.com/mcp'],
  ['https://example.com/', undefined, 'https://example.com'],
  ['https://example.com/mcp//', undefined, 'https://example.com/mcp'],
  ['http://127.0.0.1:3000/', 'bob', 'bob@http://127.0.0.1:3000'],
  ['http://127.0.0.1:3000/mcp', undefined, 'http://127.0.0.1:3000/mcp'],
  ['https://a.example/x@https://b.example/mcp', undefined, 'https://a.example/x@https://b.example/mcp'],
  ['https://example.com/MCP', undefined, 'https://example.com/MCP'],
  ['https://example.com/mcp', 'alice@example.org', 'alice%40example.org@https://example.com/mcp'],
])('%s of %s is kept under %s', (url, account, key) => {
  expect(serverKey(url, account)).toBe(key)
  expect(parseServerKey(key)).toEqual({ serverUrl: key.slice(key.indexOf('http')), account })
})

it('reads an account that was not written by us', () => {
  expect(parseServerKey('100%@https://example.com')).toEqual({ serverUrl: 'https://example.com', account: '100%' })
})
