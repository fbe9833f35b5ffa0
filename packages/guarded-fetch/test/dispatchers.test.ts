import { inspect } from 'node:util'
import { networkFailure } from '@fast-agent-auth/discovery/untrusted/failures'
import { describe, expect, it, vi } from 'vitest'
import { notLoaded } from '../src/dispatchers.ts'
import { createGuardedFetch } from '../src/index.ts'
import { startProxy } from './start-proxy.ts'
import { startServer, startTlsServer } from './start-server.ts'

/** The address of a name that is asked for here, and by nobody else. */
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

describe('a proxy that is at fault is named, and not the server', () => {
  const failure = async (env: Readonly<Record<string, string>>): Promise<Error> =>
    createGuardedFetch({ serverUrl: 'https://mcp.test/mcp', env })('https://as.test/').then(
      () => expect.unreachable(),
      (error: Error) => error,
    )

  it.each(['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'])(
    'in %s, which cannot be read, without its value (H94)',
    async (name) => {
      const error = await failure({ [name]: 'http://user:hush%zz@proxy.test:3128' })
      expect(error).toMatchObject({
        name: 'GuardedFetchError',
        code: 'proxy_failed',
        message: `${name} is not the URL of a proxy. Write ${name} like http://proxy.example.com:3128; percent-encode a user name and password.`,
        cause: undefined,
      })
      expect(inspect(error, { depth: 9 })).not.toContain('hush')
    },
  )

  it('where it is down (H94)', async () => {
    const proxy = await startProxy()
    const { host } = new URL(proxy.url)
    await proxy.close()
    const error = await failure({ HTTPS_PROXY: `http://user:hush@${host}` })
    expect(error.message).toBe(
      `The proxy ${host} of HTTPS_PROXY does not answer: ECONNREFUSED. Check that it runs, or correct HTTPS_PROXY; hosts that NO_PROXY names are asked without it.`,
    )
    expect(inspect(error, { depth: 9 })).not.toContain('hush')
  })

  it.each([
    [407, 'wants another user name or password: 407. Write them into https_proxy:'],
    [403, 'does not connect to as.test: 403. Ask its operator to allow as.test,'],
    [502, 'does not connect to as.test: 502. Ask its operator to allow as.test,'],
  ])('where it answers %i (H94)', async (status, words) => {
    const proxy = await startProxy(status)
    const { host } = new URL(proxy.url)
    const error = await failure({ https_proxy: `http://user:hush@${host}` })
    expect(error.message).toContain(`The proxy ${host} of https_proxy ${words}`)
    expect(inspect(error, { depth: 9 })).not.toContain('hush')
    expect(proxy.asked).toEqual(['as.test:443'])
  })

  it('but not where a server on this machine is down, which it is not asked for', async () => {
    const proxy = await startProxy()
    await proxy.close()
    const fetch = createGuardedFetch({ serverUrl: 'http://localhost/mcp', env: { HTTPS_PROXY: 'hush' } })
    await expect(fetch(proxy.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  })
})

it('is made for no serverUrl that cannot be read, which it does not quote', () => {
  const make = (): unknown => createGuardedFetch({ serverUrl: 'https://[mcp.test?key=hush' })
  // That of the parser holds it in a member.
  expect(make).toThrow(new TypeError('The option serverUrl is not a URL.'))
})

it('lifts each limit that is Infinity', async () => {
  const server = await startServer((_, response) =>
    response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end('hello'),
  )
  const limits = { body: Infinity, headers: Infinity, connect: Infinity, firstByte: Infinity, total: Infinity }
  const fetch = createGuardedFetch({ serverUrl: 'http://localhost/mcp', limits, env: {} })
  expect(await (await fetch(`http://127.0.0.1:${server.port}/`)).text()).toBe('hello')
})

it('is not asked for a host without TLS, whose address is checked here and sent to nobody else', async () => {
  const [server, proxy] = await Promise.all([startServer((_, response) => response.end('inside')), startProxy()])
  const { asked, resolve } = createResolve()
  const env = { HTTP_PROXY: proxy.url }
  const fetch = createGuardedFetch({ serverUrl: 'https://mcp.test/mcp', resolve, env, httpHosts: ['as.test'] })
  expect(await (await fetch(`http://as.test:${server.port}/`)).text()).toBe('inside')
  // Once before, for what makes connections of its own.
  expect([proxy.asked, asked]).toEqual([[], ['as.test', 'as.test']])
  await expect(fetch(`http://other.test:${server.port}/`)).rejects.toMatchObject({
    code: 'insecure_url',
    message: expect.stringMatching(
      /is not https\. .* set the option allow\.http of createAuth, or httpHosts of this package, to \['other\.test:\d+'\]\.$/,
    ),
  })
})

it('lets no host without TLS lead to an address that is everybody’s', async () => {
  const resolve = async () => [{ address: '8.8.8.8', family: 4 }]
  const fetch = createGuardedFetch({ resolve, env: {}, httpHosts: ['as.test'] })
  await expect(fetch('http://as.test/')).rejects.toMatchObject({ code: 'address_refused' })
})

it('asks no host without TLS that is at an address of everybody’s as well', async () => {
  const resolve = async () => ['10.0.0.1', '8.8.8.8'].map((address) => ({ address, family: 4 }))
  const sent = vi.fn(async () => new Response('inside'))
  const fetch = createGuardedFetch({ resolve, env: {}, httpHosts: ['as.test'], fetch: sent })
  await expect(fetch('http://as.test/')).rejects.toMatchObject({ code: 'address_refused' })
  expect(sent).not.toHaveBeenCalled()
})

it('asks no host without TLS at an address that is everybody’s, where fetch makes connections of its own (H154)', async () => {
  const asked: string[] = []
  const resolved = [{ address: '10.0.0.1', family: 4 }]
  const fetch = createGuardedFetch({
    resolve: async () => resolved.splice(0).concat({ address: '8.8.8.8', family: 4 }).slice(0, 1),
    env: {},
    httpHosts: ['as.test'],
    fetch: async (input) => {
      asked.push(String(input))
      return new Response('inside')
    },
  })
  expect(await (await fetch('http://as.test/')).text()).toBe('inside')
  await expect(fetch('http://as.test/')).rejects.toMatchObject({ code: 'address_refused' })
  expect(asked).toEqual(['http://as.test/'])
})

it('no server is blamed where undici does not run, as in a bundle without require', () => {
  const cause = new Error('Dynamic require of "node:buffer" is not supported')
  const fail = (): unknown => {
    try {
      return notLoaded(cause)
    } catch (error) {
      return error
    }
  }
  expect(fail()).toMatchObject({ name: 'GuardedFetchError', code: 'unavailable', cause })
  expect(networkFailure(fail())).toEqual({
    reason: `the HTTP client undici cannot be loaded (${cause.message})`,
    next:
      'Reinstall the dependencies; in a bundle that is an ES module, give parts in CommonJS a require (createRequire), ' +
      'or mark undici as external and install it beside.',
  })
})
