import { expect, it, onTestFinished } from 'vitest'
import { type MockServerOptions, startMockServer } from '../src/index.ts'
import { APP, call, signIn } from './client.ts'

async function started(options: MockServerOptions = {}) {
  const mock = await startMockServer({ clients: [APP], ...options })
  onTestFinished(() => mock.close())
  return mock
}

it('serves a sign-in and a call over HTTP', async () => {
  const mock = await started()
  const { access_token } = await signIn(mock)
  expect(await (await call(mock, access_token)).json()).toEqual({ jsonrpc: '2.0', id: 1, result: {} })
  expect(mock.requests.map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['authorize', 302],
    ['token', 200],
    ['mcp', 200],
  ])
  expect(mock.accessTokens).toHaveLength(1)
})

it('names its own address everywhere', async () => {
  const mock = await started()
  const { origin } = new URL(mock.serverUrl)
  expect([mock.serverUrl, mock.issuer]).toEqual([`${origin}/mcp`, origin])
  const refused = await call(mock, undefined)
  expect(refused.headers.get('www-authenticate')).toContain(`"${origin}/.well-known/oauth-protected-resource/mcp"`)
})

it('takes paths of its address', async () => {
  const mock = await started({ serverUrl: '/one/mcp', issuer: '/tenant' })
  const { origin } = new URL(mock.serverUrl)
  const metadata = await fetch(`${origin}/.well-known/oauth-authorization-server/tenant`)
  expect(await metadata.json()).toMatchObject({ issuer: `${origin}/tenant` })
  expect(mock.serverUrl).toBe(`${origin}/one/mcp`)
})

it('refuses an address that it cannot have', async () => {
  await expect(startMockServer({ issuer: 'https://auth.example.com' })).rejects.toThrow(
    'issuer must be a path here: the origin is chosen on start',
  )
})

it('hangs up where a test answers with a network error', async () => {
  const mock = await started({ override: { mcp: () => Response.error() } })
  await expect(call(mock, undefined)).rejects.toThrow(TypeError)
})

it('does not wait for a request under way when it is closed', async () => {
  let arrived = () => {}
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const answerNever = () => {
    arrived()
    return new Promise<Response>(() => {})
  }
  const mock = await started({ override: { mcp: answerNever } })
  const hungUp = expect(call(mock, undefined)).rejects.toThrow(TypeError)
  await arrival
  await mock.close()
  await hungUp
})

it('is gone when it is closed', async () => {
  const mock = await started()
  await call(mock, undefined)
  await mock.close()
  await expect(call(mock, undefined)).rejects.toThrow(TypeError)
})
