import type { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { createMockServer, type MockServer } from '@fast-agent-auth/mock-server'
import { setupServer } from 'msw/node'
import { expect, it, onTestFinished, vi } from 'vitest'

let mock: MockServer

// The keychain is a part of the example that a test cannot let run.
vi.mock('@fast-agent-auth/token-store-keyring', () => ({
  openKeyringTokenStore: () => Promise.reject(new Error('There is no keychain in this test')),
}))

it('lists the tools, as the first example of the README says', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  // The browser is a part of the example that a test cannot let run.
  vi.spyOn(process.getBuiltinModule('node:child_process'), 'spawn').mockImplementation(((
    _program: string,
    args: readonly string[],
  ) => {
    const child = Object.assign(new EventEmitter(), { unref: () => undefined })
    mock.openBrowser(new URL(args.at(-1) ?? '')).then(() => child.emit('exit', 0))
    return child
  }) as typeof spawn)
  mock = createMockServer()
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  await import('../examples/quick.ts')
  expect(log.mock.calls).toEqual([
    ['Sign in here, if no browser opens:', expect.stringContaining('https://auth.example.com/authorize?')],
    [{ tools: ['echo', 'add', 'write'].map((name) => expect.objectContaining({ name })) }],
  ])
})
