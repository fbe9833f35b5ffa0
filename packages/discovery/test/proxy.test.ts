import { describe, expect, it } from 'vitest'
import { proxyFailure, proxyOf, unreadableProxy } from '../src/untrusted/failures.ts'

const HTTPS_PROXY = 'http://user:hush@proxy.example:3128'

describe('the proxy of the environment', () => {
  it.each([
    [
      'https_proxy',
      { https_proxy: 'http://a', HTTPS_PROXY: 'http://b', http_proxy: 'http://c', HTTP_PROXY: 'http://d' },
    ],
    ['HTTPS_PROXY', { https_proxy: '', HTTPS_PROXY: 'http://b', http_proxy: 'http://c', HTTP_PROXY: 'http://d' }],
    ['http_proxy', { http_proxy: 'http://c', HTTP_PROXY: 'http://d' }],
    ['HTTP_PROXY', { HTTP_PROXY: 'http://d' }],
  ])('is that of the setting in force: %s', (setting, env) => {
    expect(proxyOf(env)?.setting).toBe(setting)
  })

  it('is absent where nothing is set', () => {
    expect(proxyOf({ HTTPS_PROXY: '' })).toBeUndefined()
  })

  it.each([
    HTTPS_PROXY,
    'https://proxy.example',
    'http://us%20er:pass%2Fword@proxy.example',
    'socks://proxy.example',
    'socks5://proxy.example:1080',
  ])('may be %s', (url) => {
    expect(proxyOf({ HTTPS_PROXY: url })).toEqual({ setting: 'HTTPS_PROXY', url })
  })

  it.each([
    ['no URL', 'hush'],
    ['a host, which reads like a scheme', 'proxy.example:3128'],
    ['a user name, which reads like a scheme', 'user:hush@proxy.example'],
    ['a URL of another scheme', 'ftp://user:hush@proxy.example'],
    ['a URL whose scheme only ends in http', 'xhttp://proxy.example'],
    ['a URL without a host', 'socks5:///hush'],
    ['a URL with a port that is none', 'http://user:hush@proxy.example:99999'],
    ['a URL with half an address', 'http://user:hush@[::1'],
    ['a URL with a user name that is not percent-encoded', 'http://us%er:hush@proxy.example'],
    ['a URL with a password that is not percent-encoded', 'http://user:hush%zz@proxy.example'],
  ])('cannot be %s (H94)', (_, value) => {
    expect(proxyOf({ HTTPS_PROXY: value })).toEqual({ setting: 'HTTPS_PROXY', url: undefined })
  })

  it('that cannot be read is told with the name of the setting, and how to write it', () => {
    expect(unreadableProxy({ setting: 'http_proxy', url: undefined })).toEqual({
      reason: 'http_proxy is not the URL of a proxy',
      next: 'Write http_proxy like http://proxy.example.com:3128; percent-encode a user name and password.',
    })
  })
})

describe('a request through a proxy', () => {
  const failureOf = (cause: unknown, asked = 'https://as.example/', env: Record<string, string> = { HTTPS_PROXY }) => {
    const proxy = proxyOf(env)
    return proxy && proxyFailure(new TypeError('fetch failed', { cause }), proxy, new URL(asked))
  }
  const refused = { code: 'ECONNREFUSED', syscall: 'connect', address: '10.0.0.1', port: 3128 }
  const late = (address: string): object => ({
    code: 'UND_ERR_CONNECT_TIMEOUT',
    message: `Connect Timeout Error (attempted address: ${address}, timeout: 10000ms)`,
  })
  const within = (depth: number, cause: object): object => (depth === 0 ? cause : { cause: within(depth - 1, cause) })
  const named = 'the proxy proxy.example:3128 of HTTPS_PROXY'

  it.each([
    ['its port takes no connection', refused, 'does not answer: ECONNREFUSED'],
    ['none of its addresses does', { errors: [refused, refused] }, 'does not answer: ECONNREFUSED'],
    ['that is the cause of several other errors', within(3, refused), 'does not answer: ECONNREFUSED'],
    [
      'there is no such host',
      { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'proxy.example' },
      'does not answer: ENOTFOUND',
    ],
    ['it takes no connection in time', late('proxy.example:3128'), 'does not answer: UND_ERR_CONNECT_TIMEOUT'],
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

  it.each<[string, unknown, string?]>([
    ['another host has no address', { ...refused, code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'as.example' }],
    ['another port takes no connection', { ...refused, port: 443 }],
    ['the server, asked without it, has the same port', refused, 'https://as.example:3128/'],
    ['a port whose digits begin as its own takes no connection in time', late('proxy.example:31280')],
    ['a host that ends as its name takes no connection in time', late('my-proxy.example:3128')],
    ['a certificate is bad', { code: 'CERT_HAS_EXPIRED' }],
    ['another host takes no connection in time', late('as.example:443')],
    ['a message names the address of the proxy', { code: 'ERR_OTHER', message: 'not proxy.example:3128' }],
    ['a connection is cut', { code: 'ECONNRESET', syscall: 'read', hostname: 'proxy.example' }],
    ['a message quotes the answer of a proxy', { message: 'It said: Proxy response (403) !== 200' }],
    ['the proxy is the cause of too many other errors', within(4, refused)],
    ['there is no cause', null],
  ])('fails by the server where %s (H94)', (_, cause, asked) => {
    expect(failureOf(cause, asked)).toBeUndefined()
  })

  it('does not fail by a proxy that cannot be read, which was not asked', () => {
    expect(failureOf(refused, undefined, { HTTPS_PROXY: 'hush' })).toBeUndefined()
  })

  it.each([
    ['http://proxy.example', 80],
    ['https://proxy.example', 443],
    ['socks5://proxy.example', 1080],
    ['http://proxy.example:8080', 8080],
  ])('fails by the proxy %s, with its usual port where it names none: %i', (url, port) => {
    const failure = failureOf({ ...refused, port }, 'https://as.example:8443/', { https_proxy: url })
    expect(failure?.reason).toBe(`the proxy proxy.example:${port} of https_proxy does not answer: ECONNREFUSED`)
  })
})
