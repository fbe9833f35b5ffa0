import { describe, expect, it } from 'vitest'
import { createGuardedFetch } from '../src/index.ts'
import { startProxy } from './start-proxy.ts'
import { startServer, startTlsServer } from './start-server.ts'

/** Where a name leads that is asked for here, and by nobody else. */
function createResolve() {
  const asked: string[] = []
  const resolve = async (hostname: string) => {
    asked.push(hostname)
    return [{ address: '127.0.0.1', family: 4 }]
  }
  return { asked, resolve }
}

/** Asks as.test, and says whether a proxy was asked for it; nobody here knows the authority behind the answer. */
async function ask(environment: (proxy: string, other: string) => Readonly<Record<string, string>>) {
  const [server, proxy, other] = await Promise.all([startTlsServer(() => {}), startProxy(), startProxy()])
  const { asked, resolve } = createResolve()
  const env = environment(proxy.url, other.url)
  const fetch = createGuardedFetch({ serverUrl: 'https://mcp.test/mcp', resolve, env })
  const url = `https://as.test:${server.port}/`
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } })
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' } })
  return { proxy: proxy.asked.length, other: other.asked.length, resolved: asked.includes('as.test') }
}

describe('the proxy', () => {
  it.each([['https_proxy'], ['HTTPS_PROXY'], ['http_proxy'], ['HTTP_PROXY']])(
    'that %s names is asked for each connection, and no name is resolved here',
    async (variable) => {
      expect(await ask((url) => ({ [variable]: url }))).toEqual({ proxy: 2, other: 0, resolved: false })
    },
  )

  it.each([
    ['https_proxy', 'HTTPS_PROXY'],
    ['HTTPS_PROXY', 'http_proxy'],
    ['http_proxy', 'HTTP_PROXY'],
  ])('that %s names goes before the one of %s', async (first, second) => {
    expect(await ask((url, other) => ({ [first]: url, [second]: other }))).toEqual({
      proxy: 2,
      other: 0,
      resolved: false,
    })
  })

  it.each([['no_proxy'], ['NO_PROXY']])('is not asked for hosts that %s names', async (variable) => {
    const asked = await ask((url) => ({ HTTPS_PROXY: url, [variable]: 'as.test' }))
    expect(asked).toEqual({ proxy: 0, other: 0, resolved: true })
  })

  it('is asked for all others, and no_proxy goes before NO_PROXY', async () => {
    const asked = await ask((url) => ({ HTTPS_PROXY: url, no_proxy: 'other.test', NO_PROXY: 'as.test' }))
    expect(asked).toEqual({ proxy: 2, other: 0, resolved: false })
  })

  it('is none where no variable names one', async () => {
    expect(await ask(() => ({}))).toEqual({ proxy: 0, other: 0, resolved: true })
  })

  it('is not asked for a server on this machine', async () => {
    const [server, proxy] = await Promise.all([startServer((_, response) => response.end('hello')), startProxy()])
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url }
    const fetch = createGuardedFetch({ serverUrl: 'http://localhost/mcp', env })
    expect(await (await fetch(`http://127.0.0.1:${server.port}/`)).text()).toBe('hello')
    expect(proxy.asked).toEqual([])
  })
})

it('lifts each limit that is Infinity', async () => {
  const server = await startServer((_, response) =>
    response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end('hello'),
  )
  const limits = { body: Infinity, headers: Infinity, connect: Infinity, firstByte: Infinity, total: Infinity }
  const fetch = createGuardedFetch({ serverUrl: 'http://localhost/mcp', limits, env: {} })
  expect(await (await fetch(`http://127.0.0.1:${server.port}/`)).text()).toBe('hello')
})
