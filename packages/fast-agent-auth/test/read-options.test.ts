import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { setupServer } from 'msw/node'
import { expect, it, onTestFinished } from 'vitest'
import { type AuthOptions, createAuth } from '../src/index.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const issuer = 'https://elsewhere.example.com'

/** The requests to the authorization server that the MCP server names, with these options. */
async function signIn(options: (base: AuthOptions) => AuthOptions) {
  const mock = createMockServer()
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  const openBrowser = (url: URL): Promise<void> => mock.openBrowser(url)
  const auth = createAuth(serverUrl, options({ store: memoryTokenStore(), redirect: { port: 0 }, openBrowser }))
  const error: unknown = await auth.login().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  const [request] = mock.requestsTo('authorize')
  return { error, mock, asked: request && new URL(request.url).searchParams }
}

/** The same options, each of them a getter that is inherited, as in an instance of a class. */
function inherited(values: object): object {
  const entries = Object.entries(values).map(([name, value]) => [name, { get: () => value }])
  return Object.create(Object.create(null, Object.fromEntries(entries)))
}

it('an inherited issuer is the only one to sign in with (H136)', async () => {
  const { error, asked, mock } = await signIn((base) => inherited({ ...base, issuer }))
  expect(error).toBeInstanceOf(Error)
  expect([asked, mock.requestsTo('register')]).toEqual([undefined, []])
})

it('inherited members of an option count', async () => {
  const { error, asked } = await signIn((base) => ({ ...base, redirect: inherited({ port: 0, path: '/back' }) }))
  expect(error).toBeUndefined()
  expect(asked?.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/back$/)
})

it('an option is read once, and is what it was then (H136)', async () => {
  const read: string[] = []
  const scopes = ['mcp:read']
  const { asked } = await signIn((base) => {
    const options = new Proxy({ ...base, scope: scopes } satisfies AuthOptions, {
      get(target, name) {
        read.push(String(name))
        return Reflect.get(target, name)
      },
    })
    queueMicrotask(() => scopes.push('mcp:write'))
    return options
  })
  expect(asked?.get('scope')).toBe('mcp:read')
  expect(read.toSorted()).toEqual(['openBrowser', 'redirect', 'scope', 'store'])
})
