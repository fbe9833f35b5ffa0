import { isResourceOf } from '@fast-agent-auth/discovery/untrusted'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowEvent } from '../src/index.ts'
import { storedTokens } from '../src/internal.ts'
import { serverKey } from '../src/server-key.ts'
import { isForServer } from '../src/tokens/token-binding.ts'
import { tokenSet } from './token-set.ts'

const url = 'https://h/a/mcp'

describe('tokens for a resource', () => {
  it.each([
    ['this very server', url, url],
    ['this server with a slash more', `${url}/`, url],
    ['this server with a slash less', url, `${url}/`],
    ['a parent path', 'https://h/a', url],
    ['the origin', 'https://h', url],
    ['the same query', `${url}?server=a`, `${url}?server=a`],
    ['no query, where the server has one', url, `${url}?server=a`],
    ['a parent path with the same query', 'https://h/a?server=a', `${url}?server=a`],
    ['a path that ends in slashes', `${url}//`, `${url}//`],
    ['the default port', 'https://h:443/a/mcp', url],
    ['the same path parameters', `${url};v=1`, `${url};v=1`],
  ])('are sent where it is %s', (_, resource, serverUrl) => {
    expect(isForServer(resource, serverKey(serverUrl))).toBe(true)
    expect(isForServer(resource, serverKey(serverUrl, 'bob@https://h'))).toBe(true)
  })

  it.each([
    ['another query', `${url}?server=a`, `${url}?server=evil`],
    ['a query, where the server has none', `${url}?server=a`, url],
    ['more of a query', `${url}?server=a&b=c`, `${url}?server=a`],
    ['the same query in another order', `${url}?a=b&c=d`, `${url}?c=d&a=b`],
    ['another path', 'https://h/a/other', url],
    ['a path that begins alike', 'https://h/a/m', url],
    ['a path below', `${url}/x`, url],
    ['other path parameters', `${url};v=1`, `${url};v=2`],
    ['another host', 'https://evil.example/a/mcp', url],
    ['another port', 'https://h:8443/a/mcp', url],
    ['another scheme', 'http://h/a/mcp', url],
    ['no URL', 'mcp', url],
    ['nothing', '', url],
  ])('are sent nowhere where it is %s (H88)', (_, resource, serverUrl) => {
    expect(isForServer(resource, serverKey(serverUrl))).toBe(false)
    expect(isForServer(resource, serverKey(serverUrl, 'bob'))).toBe(false)
  })

  it('are sent wherever a sign-in would take it for the server, and nowhere else but beyond slashes at the end (H88)', () => {
    const path = fc.array(fc.constantFrom('', 'a', 'a;b', 'mcp', '%2F'), { maxLength: 4 }).map((all) => all.join('/'))
    const query = fc.constantFrom('', '?', '?server=a', '?server=evil', '?sk-secret', '?a=b&c=d', '?é=b')
    const origin = fc.constantFrom('https://h', 'https://h:443', 'HTTPS://H', 'https://h:1', 'http://127.0.0.1')
    const urls = fc.tuple(origin, path, query).map(([start, rest, end]) => `${start}/${rest}${end}`)
    fc.assert(
      fc.property(urls, urls, fc.option(fc.string(), { nil: undefined }), (resource, serverUrl, account) => {
        const { origin: at, pathname, search } = new URL(serverUrl)
        const plain = at + pathname.replace(/\/+$/, '')
        const alike = ['', '/', '//', '///', '////'].map((slashes) => plain + slashes + search)
        const sent = isForServer(resource, serverKey(serverUrl, account))
        if (isResourceOf(resource, serverUrl)) expect(sent).toBe(true)
        if (sent) expect(alike.some((each) => isResourceOf(resource, each))).toBe(true)
      }),
    )
  })
})

it.each([
  ['of another server', 'https://evil.example.com/mcp', 'for another server, "https://evil.example.com/mcp"'],
  ['of the same one with another query', `${url}?server=a`, 'for one with another query'],
])('a record with tokens %s is told of, and is none', async (_, resource, words) => {
  const store = memoryTokenStore()
  const key = serverKey(`${url}?server=b`)
  await store.update(`tokens:${key}`, async () => JSON.stringify({ version: 1, tokens: tokenSet({ resource }) }))
  const events: FlowEvent[] = []
  const records = storedTokens(store, key, (event) => events.push(event))
  expect(await records.read()).toBeUndefined()
  expect(events).toMatchObject([
    { type: 'record_damaged', error: { code: 'resource_mismatch', message: expect.stringContaining(words) } },
  ])
})
