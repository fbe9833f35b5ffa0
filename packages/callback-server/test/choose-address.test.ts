import { describe, expect, it } from 'vitest'
import { type CallbackOptions, checkOptions } from '../src/callback-options.ts'
import { chooseAddress } from '../src/choose-address.ts'

const defaults = [3030, 3031, 3032, 8080, 0]
const at = (preferred: readonly string[], options: CallbackOptions = {}, host?: 'localhost' | '127.0.0.1') =>
  chooseAddress(checkOptions(options), { preferred, host })

describe('where to listen', () => {
  it('is 127.0.0.1 and /callback where nothing is known', () => {
    expect(at([])).toEqual({ host: '127.0.0.1', path: '/callback', ports: defaults })
  })

  it('is the host that the authorization server is known to want, unless another was asked for', () => {
    expect(at([], {}, 'localhost').host).toBe('localhost')
    expect(at([], { host: '[::1]' }, 'localhost').host).toBe('[::1]')
  })

  it.each<[string, string, { host?: string; path?: string; port?: number }]>([
    [
      'with host, port and path',
      'http://localhost:4711/auth/done',
      { host: 'localhost', path: '/auth/done', port: 4711 },
    ],
    ['on IPv6', 'http://[::1]:4711/callback', { host: '[::1]', path: '/callback', port: 4711 }],
    ['without a port, on any port', 'http://127.0.0.1/done', { host: '127.0.0.1', path: '/done' }],
  ])('is where a client is registered: %s', (_name, uri, { host, path, port }) => {
    const ports = port === undefined ? defaults : [port, ...defaults]
    expect(at([uri], {}, '127.0.0.1')).toEqual({ host, path, ports })
  })

  it('takes all ports of the first redirect URI’s host and path', () => {
    const registered = ['http://localhost:1/a', 'http://127.0.0.1:2/a', 'http://localhost:3/b', 'http://localhost:4/a']
    expect(at(registered)).toEqual({ host: 'localhost', path: '/a', ports: [1, 4, ...defaults] })
  })

  it.each<[string, CallbackOptions, number[]]>([
    ['host', { host: '127.0.0.1' }, [2]],
    ['path', { path: '/b' }, [3]],
  ])('is not where a client is registered with another %s than was asked for', (_name, options, ports) => {
    const registered = ['http://localhost:1/a', 'http://127.0.0.1:2/a', 'http://localhost:3/b']
    expect(at(registered, options).ports).toEqual([...ports, ...defaults])
  })

  it('has the path of the redirect URI that fits the host that was asked for', () => {
    const registered = ['http://localhost:1/a', 'http://127.0.0.1:2/b']
    expect(at(registered, { host: '127.0.0.1' })).toMatchObject({ host: '127.0.0.1', path: '/b' })
  })

  it('has the host of the redirect URI that fits the path that was asked for', () => {
    const registered = ['http://localhost:1/a', 'http://127.0.0.1:2/b']
    expect(at(registered, { path: '/b' })).toMatchObject({ host: '127.0.0.1', path: '/b' })
  })

  it('is the first redirect URI that can be served here, whatever stands before it', () => {
    const registered = ['https://app.example.com/callback', 'http://localhost:4711/done']
    expect(at(registered)).toEqual({ host: 'localhost', path: '/done', ports: [4711, ...defaults] })
  })

  it.each<[string, CallbackOptions, number[]]>([
    ['its ports come before a free one', {}, [3030, 3031, 3032, 8080, 4711, 0]],
    ['a port that was asked for comes first', { port: 4000 }, [4000, 3030, 3031, 3032, 8080, 4711, 0]],
    ['any free port is rather one of its own', { port: 0 }, [4711, 0]],
    ['no other host or path is its', { path: '/done' }, [3030, 3031, 3032, 8080, 0]],
  ])('is not bound by what was registered with another port, host or path: %s (H124)', (_name, options, ports) => {
    const registered = [
      'http://localhost:1/callback',
      'http://127.0.0.1:8000/connected',
      'http://127.0.0.1:4711/callback',
    ]
    const { host, path } = { path: '/callback', ...options, host: '127.0.0.1' }
    expect(chooseAddress(checkOptions(options), { registered })).toEqual({ host, path, ports })
  })

  it('is a pinned port and no other', () => {
    expect(at(['http://127.0.0.1:4711/callback'], { port: 4000, fallbackPorts: [] }).ports).toEqual([4000])
  })

  it.each([
    'https://127.0.0.1:4711/callback',
    'https://app.example.com/callback',
    'http://127.0.0.1:4711/callback?a=b',
    'http://127.0.0.1:4711/callback#a',
    'http://a@127.0.0.1:4711/callback',
    'http://127.0.0.1:0/callback',
    'http://127.0.0.1:4711/a/../callback',
    'http://127.0.0.2:4711/callback',
    'http://192.168.0.1:4711/callback',
    'urn:ietf:wg:oauth:2.0:oob',
    'com.example.app:/callback',
    'callback',
  ])('is not %s, which cannot be served here', (uri) => {
    expect(at([uri])).toEqual(at([]))
  })
})
