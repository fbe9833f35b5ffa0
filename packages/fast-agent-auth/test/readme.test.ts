import type { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { createMockServer, type MockServer } from '@fast-agent-auth/mock-server'
import { setupServer } from 'msw/node'
import { expect, it, onTestFinished, vi } from 'vitest'

const opened: string[][] = []
let mock: MockServer

vi.mock('@fast-agent-auth/token-store-keyring', () => ({
  openKeyringTokenStore: () => Promise.reject(new Error('There is no keychain in this test')),
}))

it('runs the example of the README: browser, callback server and all', async () => {
  vi.stubEnv('BROWSER', '/opt/browser --new-window')
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  // The browser is a part of the example that a test cannot let run.
  vi.spyOn(process.getBuiltinModule('node:child_process'), 'spawn').mockImplementation(((
    program: string,
    args: readonly string[],
  ) => {
    opened.push([program, ...args])
    const child = Object.assign(new EventEmitter(), { unref: () => undefined })
    mock.openBrowser(new URL(args.at(-1) ?? '')).then(() => child.emit('exit', 0))
    return child
  }) as typeof spawn)
  mock = createMockServer()
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())

  await import('../examples/readme.ts')

  expect(log.mock.calls.flat()).toEqual([
    'No keychain here: signed in until this program ends',
    expect.stringMatching(/^Sign in here, if no browser opens: https:\/\/auth\.example\.com\/authorize\?/),
    'The server answered 200',
    'ready, scope mcp:read mcp:write',
  ])
  expect(opened).toEqual([
    ['/opt/browser', '--new-window', expect.stringMatching(/^https:\/\/auth\.example\.com\/authorize/)],
  ])
  const [call] = mock.requestsTo('mcp').slice(-1)
  expect(call?.headers.get('authorization')).toBe(`Bearer ${mock.accessTokens[0]?.value}`)
})

it('exports what is meant to be used', async () => {
  expect(Object.keys(await import('../src/index.ts')).toSorted()).toEqual([
    'AuthorizationError',
    'DiscoveryError',
    'TokenStoreError',
    'authErrorCodes',
    'createAuth',
    'findAuthError',
    'keyFromKeychain',
    'memoryTokenStore',
    'openBrowser',
    'toOAuthClientProvider',
  ])
})
