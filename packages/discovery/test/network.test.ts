import { describe, expect, it, vi } from 'vitest'
import { networkFailure } from '../src/untrusted/network-failure.ts'
import { proxyFailure, proxyOf } from '../src/untrusted/proxy.ts'
import { discard, readText } from '../src/untrusted/read-body.ts'
import { followWithinOrigin } from '../src/untrusted/redirects.ts'

const url = 'https://as.example/document'

/** The requests to a fetch that answers the first one with this status and a way on. */
async function askedOf(status: number): Promise<readonly string[]> {
  const asked: string[] = []
  const fetch = async (input: Parameters<typeof globalThis.fetch>[0]): Promise<Response> => {
    asked.push(String(input))
    const headers = { location: '/elsewhere' }
    return asked.length === 1 ? new Response(null, { status, headers }) : new Response()
  }
  await followWithinOrigin(fetch, url, {})
  return asked
}

describe('an answer that names a location', () => {
  it.each([300, 301, 302, 303, 307, 308, 399])('is followed where it is a redirect: %i', async (status) => {
    expect(await askedOf(status)).toEqual([url, 'https://as.example/elsewhere'])
  })

  it.each([200, 201, 299, 400, 401, 404, 503])('is the answer where it is none: %i', async (status) => {
    expect(await askedOf(status)).toEqual([url])
  })
})

describe('a body that nobody needs', () => {
  const discarded = async (headers: Readonly<Record<string, string>>): Promise<'read' | 'given up'> => {
    const cancel = vi.fn()
    const chunk = new Uint8Array(1024)
    let chunks = 0
    const pull = (controller: ReadableStreamDefaultController): void => {
      chunks++
      if (chunks <= 16) controller.enqueue(chunk)
      else controller.close()
    }
    await discard(new Response(new ReadableStream({ pull, cancel }, { highWaterMark: 0 }), { headers }))
    expect(cancel).toHaveBeenCalledTimes(chunks > 16 ? 0 : 1)
    return chunks > 16 ? 'read' : 'given up'
  }

  it.each([
    ['is read to its end, so that the connection can be used again', { 'content-length': '16384' }, 'read'],
    ['is given up where it is larger than 16 KiB', { 'content-length': '16385' }, 'given up'],
    ['is given up where nothing says how large it is', {}, 'given up'],
  ])('%s', async (_, headers, fate) => {
    expect(await discarded(headers)).toBe(fate)
  })
})

it.each<[string, UnderlyingSource, HeadersInit]>([
  ['be read', { pull: (body) => body.error(new Error('incorrect header check')) }, { 'content-length': '2' }],
  ['be given up', { cancel: () => Promise.reject(new Error('cut')) }, {}],
])('does not fail where a body cannot %s', async (_, source, headers) => {
  await expect(discard(new Response(new ReadableStream(source), { headers }))).resolves.toBeUndefined()
})

it('reads nothing of an answer without a body', async () => {
  expect(await readText(new Response(null))).toBe('')
})

describe('a request that got no answer', () => {
  const failed = (code: string): Error => new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) })

  const unknown = ['signed by an authority that Node does not know', 'NODE_EXTRA_CA_CERTS=/path/to/ca.pem'] as const

  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', ...unknown],
    ['SELF_SIGNED_CERT_IN_CHAIN', ...unknown],
    ['UNABLE_TO_GET_ISSUER_CERT', ...unknown],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', ...unknown],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', ...unknown],
    ['CERT_HAS_EXPIRED', 'has expired', 'clock of this machine'],
    ['CERT_NOT_YET_VALID', 'is not valid yet', 'clock of this machine'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'is for another host', 'Check the URL'],
  ] as const)('tells of a certificate and the setting that helps: %s (H95)', (code, reason, next) => {
    expect(networkFailure(failed(code))).toEqual({
      reason: expect.stringMatching(`^its certificate .*${reason}: ${code}$`),
      next: expect.stringContaining(next),
    })
  })

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_SOCKET'])('has no other next step for %s', (code) => {
    expect(networkFailure(failed(code))).toEqual({ reason: code })
  })

  it('has both from a guarded fetch that blames the proxy, and the reason alone from another', () => {
    const error = (code: string): Error =>
      Object.assign(new Error('The proxy p:1 of X is down. Start it.'), { name: 'GuardedFetchError', code })
    expect(networkFailure(error('proxy_failed'))).toEqual({ reason: 'the proxy p:1 of X is down', next: 'Start it.' })
    expect(networkFailure(error('unavailable'))).toEqual({ reason: 'the proxy p:1 of X is down', next: 'Start it.' })
    expect(networkFailure(error('timed_out'))).toEqual({ reason: 'The proxy p:1 of X is down. Start it' })
  })
})

describe('a request through a proxy', () => {
  const HTTPS_PROXY = 'http://user:hush@proxy.example:3128'
  const failureOf = (cause: object, asked = 'https://as.example/', env: Record<string, string> = { HTTPS_PROXY }) => {
    const proxy = proxyOf(env)
    return proxy && proxyFailure(new TypeError('fetch failed', { cause }), proxy, new URL(asked))
  }
  const refused = { code: 'ECONNREFUSED', syscall: 'connect', address: '10.0.0.1', port: 3128 }
  const named = 'the proxy proxy.example:3128 of HTTPS_PROXY'

  it.each([
    ['its port takes no connection', refused, 'does not answer: ECONNREFUSED'],
    ['none of its addresses does', { errors: [refused, refused] }, 'does not answer: ECONNREFUSED'],
    [
      'there is no such host',
      { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'proxy.example' },
      'does not answer: ENOTFOUND',
    ],
    [
      'it takes no connection in time',
      { code: 'UND_ERR_CONNECT_TIMEOUT', message: 'Connect Timeout Error (attempted address: proxy.example:3128)' },
      'does not answer: UND_ERR_CONNECT_TIMEOUT',
    ],
    [
      'it wants a password',
      { cause: { message: 'Proxy response (407) !== 200' } },
      'wants another user name or password: 407',
    ],
    [
      'it forbids the host',
      { cause: { message: 'Proxy response (403) !== 200' } },
      'does not connect to as.example: 403',
    ],
  ])('fails by the proxy where %s (H94)', (_, cause, words) => {
    const failure = failureOf(cause)
    expect(failure?.reason).toBe(`${named} ${words}`)
    expect(failure?.next).toMatch(/HTTPS_PROXY|NO_PROXY/)
    expect(JSON.stringify(failure)).not.toContain('hush')
  })

  it.each([
    [
      'another host has no address',
      { ...refused, code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'as.example' },
      undefined,
    ],
    ['another port takes no connection', { ...refused, port: 443 }, undefined],
    ['the server, asked without it, has the same port', refused, 'https://as.example:3128/'],
    ['a certificate is bad', { code: 'CERT_HAS_EXPIRED' }, undefined],
  ])('fails by the server where %s (H94)', (_, cause, asked) => {
    expect(failureOf(cause, asked)).toBeUndefined()
  })

  it.each([
    [
      'https_proxy',
      { https_proxy: 'http://a', HTTPS_PROXY: 'http://b', http_proxy: 'http://c', HTTP_PROXY: 'http://d' },
    ],
    ['HTTPS_PROXY', { https_proxy: '', HTTPS_PROXY: 'http://b', http_proxy: 'http://c', HTTP_PROXY: 'http://d' }],
    ['http_proxy', { http_proxy: 'http://c', HTTP_PROXY: 'http://d' }],
    ['HTTP_PROXY', { HTTP_PROXY: 'http://d' }],
    [undefined, {}],
  ])('names the setting in force: %s', (setting, env) => {
    expect(proxyOf(env)?.setting).toBe(setting)
  })
})
