import { describe, expect, it } from 'vitest'
import { type CallbackOptions, checkOptions } from '../src/callback-options.ts'
import { createListen } from '../src/index.ts'

describe('options', () => {
  it('tries port 3030, or a well-known alternative, or any free one', () => {
    expect(checkOptions({})).toMatchObject({ explicit: {}, ports: [3030, 3031, 3032, 8080, 0] })
  })

  it.each<[string, CallbackOptions, number[]]>([
    ['tries the given port first', { port: 4000 }, [4000, 3030, 3031, 3032, 8080, 0]],
    ['tries no port twice', { port: 3031 }, [3031, 3030, 3032, 8080, 0]],
    ['tries nothing after a free port', { port: 0 }, [0]],
    ['tries the given alternatives only', { port: 1, fallbackPorts: [2, 0, 3] }, [1, 2, 0]],
    ['tries one port where it is pinned', { port: 4000, fallbackPorts: [] }, [4000]],
    ['tries the first and the last port there is', { port: 1, fallbackPorts: [65535] }, [1, 65535]],
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

  it.each<[object, string]>([
    [{ host: '0.0.0.0' }, 'The host of a loopback redirect is 127.0.0.1, localhost, [::1]; got "0.0.0.0".'],
    [{ port: 70000 }, 'A port is an integer from 0 to 65535; got 70000.'],
    [{ path: 'callback' }, 'The path must begin with "/"; got "callback".'],
    [{ path: '/callback?a=b' }, 'The path must not have a query or a fragment; got "/callback?a=b".'],
    [
      { path: '/call back' },
      'The path must be in the form that a browser sends: no "..", no blanks, other characters encoded; got "/call back".',
    ],
  ])('says what is wrong with %j, and what would be right', (options, message) => {
    expect(() => createListen(options)).toThrow(message)
  })

  it.each<[string, object | undefined]>([
    ['no options', undefined],
    ['no state', {}],
    ['an empty state', { state: '' }],
    ['a state that is no text', { state: 1 }],
  ])('refuses to wait for ever: with %s no answer could be the right one', async (_name, options) => {
    // Called as plain JavaScript may call it.
    const listen: (options?: object) => Promise<unknown> = createListen({ port: 0 }) as never
    await expect(listen(options)).rejects.toMatchObject({
      name: 'CallbackServerError',
      code: 'invalid_option',
      message: 'A listener needs a state: a text that is not empty.',
    })
  })
})
