import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { setupServer } from 'msw/node'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type Auth, type AuthEvent, type AuthOptions, createAuth } from '../src/index.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const listTools = { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' }

function start(options: AuthOptions = {}) {
  const mock = createMockServer()
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  // Tests of one file share the global one.
  onTestFinished(() => void vi.unstubAllGlobals())
  const events: AuthEvent['type'][] = []
  const auth = createAuth(serverUrl, {
    store: memoryTokenStore(),
    redirect: { port: 0 },
    interactive: true,
    openBrowser: (url) => mock.openBrowser(url),
    onEvent: ({ type }) => void events.push(type),
    ...options,
  })
  return { mock, auth, events }
}

const inTheEnd = [401, 200]

it.each<readonly [string, (auth: Auth) => typeof globalThis.fetch, AuthOptions]>([
  ['as it is', (auth) => auth.fetch, {}],
  ['within a function', (auth) => async (input, init) => (await auth.fetch(input, init)).clone(), {}],
  [
    'within one that waits first',
    (auth) => async (input, init) => {
      await Promise.resolve()
      return auth.fetch(new Request(input, init))
    },
    {},
  ],
  ['with a fetch that sends by the global one', (auth) => auth.fetch, { fetch: (...request) => fetch(...request) }],
])(
  'auth.fetch in place of the global fetch signs in once and sends each request once: %s (H140)',
  async (_, replaced, options) => {
    const { mock, auth, events } = start(options)
    vi.stubGlobal('fetch', replaced(auth))
    expect((await globalThis.fetch(serverUrl, listTools)).status).toBe(200)
    expect(mock.requestsTo('mcp').map(({ status }) => status)).toEqual(expect.arrayContaining(inTheEnd))
    const calls = mock.requestsTo('mcp').filter(({ headers }) => headers.has('authorization'))
    expect(calls).toHaveLength(1)
    // Requests of the sign-in go past the sign-in, and without a token.
    expect(
      mock.requests.filter(({ endpoint }) => endpoint !== 'mcp').map(({ headers }) => headers.get('authorization')),
    ).toEqual(mock.requests.filter(({ endpoint }) => endpoint !== 'mcp').map(() => null))
    expect(mock.requestsTo('token')).toHaveLength(1)
    expect(events.filter((type) => type === 'sign_in_started')).toHaveLength(1)
  },
)
