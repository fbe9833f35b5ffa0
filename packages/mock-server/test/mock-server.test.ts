import { getResponse } from 'msw'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createMockServer } from '../src/index.ts'
import { authorize, call, exchange, mocked, signIn, withApp } from './client.ts'

it('records what was asked, in order, and what was answered', async () => {
  const mock = withApp()
  await call(mock, undefined)
  const { code } = await authorize(mock)
  await exchange(mock, code)
  await fetch('https://auth.example.com/favicon.ico')
  expect(mock.requests.map(({ endpoint, method, status }) => [endpoint, method, status])).toEqual([
    ['mcp', 'POST', 401],
    ['authorize', 'GET', 302],
    ['token', 'POST', 200],
    ['other', 'GET', 404],
  ])
  const [asked, opened, exchanged] = mock.requests
  expect(asked).toMatchObject({ json: { method: 'ping' }, url: mock.serverUrl })
  expect(asked?.body).toContain('"ping"')
  expect(asked?.headers.get('content-type')).toBe('application/json')
  expect(new URL(opened?.url ?? '').searchParams.get('client_id')).toBe('app')
  expect(exchanged?.form?.get('code')).toBe(code)
})

it('lists the requests to one endpoint, and forgets them but not its tokens', async () => {
  const mock = withApp()
  const { access_token } = await signIn(mock)
  expect(mock.requestsTo('token').map(({ url }) => url)).toEqual(['https://auth.example.com/token'])
  mock.clear()
  expect(mock.requests).toEqual([])
  expect((await call(mock, access_token)).status).toBe(200)
})

it('answers at one origin as at two', async () => {
  const mock = withApp({ issuer: 'https://mcp.example.com' })
  const { access_token } = await signIn(mock)
  expect((await call(mock, access_token)).status).toBe(200)
  expect(mock.requests.map(({ endpoint }) => endpoint)).toEqual(['authorize', 'token', 'mcp'])
})

it('lets a test answer in the place of an endpoint, for as long as it likes', async () => {
  const mock = withApp()
  mock.override.token = async (request) => Response.json({ sent: await request.text() }, { status: 503 })
  const broken = await exchange(mock, 'code-1')
  expect([broken.status, await broken.json()]).toEqual([503, { sent: expect.stringContaining('code=code-1') }])
  expect(mock.requests[0]).toMatchObject({ endpoint: 'token', status: 503 })
  mock.override.token = undefined
  expect((await exchange(mock, 'code-1')).status).toBe(400)
})

it('lets a test change one detail of an answer', async () => {
  const mock = withApp({
    override: {
      token: async (_, answer) => Response.json({ ...(await (await answer()).json()), token_type: 'DPoP' }),
    },
  })
  expect(await signIn(mock)).toMatchObject({ token_type: 'DPoP', scope: 'mcp:read' })
})

it('goes on by itself where a test only looks', async () => {
  const mock = withApp()
  const seen: number[] = []
  mock.override.token = async (_, answer) => {
    seen.push((await answer()).status)
    return undefined
  }
  expect(await signIn(mock)).toHaveProperty('access_token')
  expect([seen, mock.accessTokens.length]).toEqual([[200], 1])
})

it('breaks the connection where a test answers with a network error', async () => {
  const mock = mocked({ override: { mcp: () => Response.error() } })
  await expect(call(mock, undefined)).rejects.toThrow(TypeError)
  expect(mock.requests).toMatchObject([{ endpoint: 'mcp', status: 0 }])
})

it('takes its time where it was told so', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const mock = createMockServer({ delay: 50 })
  const answered = vi.fn()
  const response = getResponse([...mock.handlers], new Request(mock.serverUrl)).then(answered)
  await vi.advanceTimersByTimeAsync(49)
  expect([mock.requests.map(({ status }) => status), answered.mock.calls]).toEqual([[undefined], []])
  await vi.advanceTimersByTimeAsync(1)
  await response
  expect(mock.requests.map(({ status }) => status)).toEqual([401])
})

it('has its endpoints where it is told to, one of which may serve two', async () => {
  const endpoints = { token: 'https://api.example.com/oauth/token', revoke: 'https://api.example.com/oauth/token' }
  const mock = withApp({ endpoints })
  const metadata = await (await fetch(`${mock.issuer}/.well-known/oauth-authorization-server`)).json()
  expect(metadata).toMatchObject({
    authorization_endpoint: 'https://auth.example.com/authorize',
    token_endpoint: endpoints.token,
    revocation_endpoint: endpoints.revoke,
  })
  const post = (form: Readonly<Record<string, string>>) =>
    fetch(endpoints.token, { method: 'POST', body: new URLSearchParams({ client_id: 'app', ...form }) })
  expect((await post({ grant_type: 'refresh_token', refresh_token: 'x', resource: mock.resource })).status).toBe(400)
  expect((await post({ token: 'x' })).status).toBe(200)
  expect(mock.requests.map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['authorizationServerMetadata', 200],
    ['token', 400],
    ['revoke', 200],
  ])
  expect((await fetch('https://api.example.com/elsewhere')).status).toBe(404)
})
