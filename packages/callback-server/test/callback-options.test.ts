import { describe, expect, it } from 'vitest'
import { type CallbackOptions, checkOptions } from '../src/callback-options.ts'
import { createListen } from '../src/index.ts'
import { preferredPorts } from '../src/redirect-uri.ts'

describe('options', () => {
  it('waits at 127.0.0.1, port 3030 or a well-known alternative or any free one, path /callback', () => {
    expect(checkOptions({})).toMatchObject({ host: '127.0.0.1', ports: [3030, 3031, 3032, 8080, 0], path: '/callback' })
  })

  it.each<[string, CallbackOptions, number[]]>([
    ['tries the given port first', { port: 4000 }, [4000, 3030, 3031, 3032, 8080, 0]],
    ['tries no port twice', { port: 3031 }, [3031, 3030, 3032, 8080, 0]],
    ['tries nothing after a free port', { port: 0 }, [0]],
    ['tries the given alternatives only', { port: 1, fallbackPorts: [2, 0, 3] }, [1, 2, 0]],
    ['tries one port where it is pinned', { port: 4000, fallbackPorts: [] }, [4000]],
  ])('%s', (_name, options, ports) => {
    expect(checkOptions(options).ports).toEqual(ports)
  })

  it.each<[string, object]>([
    ['a port below 0', { port: -1 }],
    ['a port above 65535', { port: 65536 }],
    ['a port that is not whole', { port: 30.5 }],
    ['a port that is not a number', { port: '3030' }],
    ['a fallback port above 65535', { fallbackPorts: [3030, 70000] }],
    ['a path without a slash in front', { path: 'callback' }],
    ['an empty path', { path: '' }],
    ['a path with a query', { path: '/callback?a=b' }],
    ['a path with a fragment', { path: '/callback#a' }],
    ['a path with dot segments', { path: '/a/../callback' }],
    ['a path with encoded dot segments', { path: '/a/%2e%2e/callback' }],
    ['a path with a blank', { path: '/call back' }],
    ['a path with a backslash', { path: '/call\\back' }],
    ['a path with a line end', { path: '/callback\r\nHost: x' }],
    ['the address of all networks', { host: '0.0.0.0' }],
    ['a host that is not loopback', { host: 'example.com' }],
    ['::1 without brackets', { host: '::1' }],
  ])('refuses %s', (_name, options) => {
    expect(() => createListen(options)).toThrow(
      expect.objectContaining({ name: 'CallbackServerError', code: 'invalid_option' }),
    )
  })

  it('refuses to wait for an empty state', async () => {
    await expect(createListen({ port: 0 })({ state: '' })).rejects.toMatchObject({ code: 'invalid_option' })
  })
})

describe('preferred redirect URIs', () => {
  it.each<[string, string, number[]]>([
    ['takes the port of one with our host and path', 'http://127.0.0.1:4711/callback', [4711]],
    ['ignores another host', 'http://localhost:4711/callback', []],
    ['ignores another path', 'http://127.0.0.1:4711/callback/', []],
    ['ignores https', 'https://127.0.0.1:4711/callback', []],
    ['ignores one with a query', 'http://127.0.0.1:4711/callback?a=b', []],
    ['ignores one with user info', 'http://a@127.0.0.1:4711/callback', []],
    ['ignores one without a port', 'http://127.0.0.1/callback', []],
    ['ignores port 0', 'http://127.0.0.1:0/callback', []],
    ['ignores what is no URL', 'urn:ietf:wg:oauth:2.0:oob', []],
    ['ignores text', 'callback', []],
  ])('%s', (_name, uri, ports) => {
    expect(preferredPorts([uri], '127.0.0.1', '/callback')).toEqual(ports)
  })
})
