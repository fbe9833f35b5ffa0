import { inspect } from 'node:util'
import { createMockServer, type MockServer } from '@fast-agent-auth/mock-server'
import { createAuth } from 'fast-agent-auth'
import { expect, it } from 'vitest'
import { callTool } from '../src/call-tool.ts'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { inTokenRequests } from '../src/sent-requests.ts'

const serverUrl = 'https://mcp.example.com/mcp'

const authorizations = (mock: MockServer) => mock.requestsTo('mcp').map(({ headers }) => headers.get('authorization'))

/** Somebody who is signed in; what was sent for that is forgotten. */
async function createSignedInWorld(options: Parameters<typeof createMockWorld>[0] = {}): Promise<MockWorld> {
  const world = createMockWorld(options)
  await world.auth.login()
  world.mock.clear()
  return world
}

const tokensOf = ({ accessTokens, refreshTokens }: MockServer) =>
  [...accessTokens, ...refreshTokens].map(({ value }) => value)

it('sends the token in the header of every request, whatever its method (T1)', async () => {
  const { auth, mock } = await createSignedInWorld()
  const methods = ['POST', 'GET', 'DELETE', 'PUT']
  for (const method of methods) await auth.fetch(serverUrl, { method })
  expect(mock.requestsTo('mcp').map(({ method }) => method)).toEqual(methods)
  expect(new Set(authorizations(mock))).toEqual(new Set([`Bearer ${mock.accessTokens[0]?.value}`]))
})

it('puts no token into a URL, from the sign-in to the sign-out (T2)', async () => {
  const world = createMockWorld()
  await world.auth.login()
  await callTool(world)
  world.mock.expireAccessTokens()
  await callTool(world)
  await world.auth.logout()
  const urls = [...world.mock.requests.map(({ url }) => url), ...world.windows.map(String)].join('\n')
  expect(tokensOf(world.mock)).toHaveLength(4)
  expect(tokensOf(world.mock).filter((token) => urls.includes(token))).toEqual([])
})

it('sends the MCP server no token that another server’s authorization server issued (T3)', async () => {
  const second = createMockServer({ serverUrl: 'https://second.example.com/mcp', issuer: 'https://new.example.com' })
  const { store } = await createSignedInWorld({ others: [second] })
  const openBrowser = (url: URL): Promise<void> => second.openBrowser(url)
  const auth = createAuth(second.serverUrl, { store, redirect: { port: 0 }, openBrowser })
  await expect(callTool({ auth, mock: second })).rejects.toMatchObject({ code: 'login_required' })
  await auth.login()
  await callTool({ auth, mock: second })
  // The probe of the sign-in and the call before it went out without any.
  expect(authorizations(second)).toEqual([null, null, `Bearer ${second.accessTokens[0]?.value}`])
})

it('keeps secrets in the record that they belong to, and tells none in an event (T4)', async () => {
  const world = createMockWorld({ server: { tokenEndpointAuthMethod: 'client_secret_basic' } })
  const { auth, mock, store, events, windows } = world
  await auth.login()
  mock.expireAccessTokens()
  await callTool(world)
  const [code, verifier] = ['code', 'code_verifier'].map((name) => inTokenRequests(mock, name)[0] ?? 'none')
  const state = windows[0]?.searchParams.get('state') ?? 'none'
  const secret = mock.clients[0]?.clientSecret ?? 'none'
  const records = new Map<string, string>()
  for (const key of await store.keys()) records.set(key, (await store.get(key)) ?? '')
  const keptUnder = (text: string) => [...records].filter(([, record]) => record.includes(text)).map(([key]) => key)

  const [oldAccess, access, oldRefresh, refresh] = tokensOf(mock)
  expect([access, refresh].map((token) => keptUnder(token ?? ''))).toEqual([
    [`tokens:${serverUrl}`],
    [`tokens:${serverUrl}`],
  ])
  expect(keptUnder(secret)).toEqual(['client:https://auth.example.com'])
  expect([code, verifier, state, oldAccess, oldRefresh].flatMap((text) => keptUnder(text ?? ''))).toEqual([])
  const told = inspect(events, { depth: null, showHidden: true })
  expect([...tokensOf(mock), code, verifier, secret].filter((text) => told.includes(text ?? ''))).toEqual([])
})

it('sends a refresh token to its token endpoint and nowhere else, and never in a URL (T5)', async () => {
  const world = await createSignedInWorld()
  world.mock.expireAccessTokens()
  await callTool(world)
  const [first] = world.mock.refreshTokens
  const places = world.mock.requests.filter((request) =>
    JSON.stringify([request.url, [...request.headers], request.body]).includes(first?.value ?? ''),
  )
  expect(places.map(({ method, url, form }) => [method, url, form?.get('refresh_token')])).toEqual([
    ['POST', 'https://auth.example.com/token', first?.value],
  ])
})

it('works without a refresh token, and asks the person again when the token is refused (T8)', async () => {
  const world = createMockWorld({ server: { refreshTokens: false }, auth: { interactive: true } })
  await world.auth.login()
  expect(await callTool(world)).toBe(200)
  world.mock.expireAccessTokens()
  expect(await callTool(world)).toBe(200)
  expect(inTokenRequests(world.mock, 'grant_type')).toEqual(['authorization_code', 'authorization_code'])
  expect(world.windows).toHaveLength(2)
})

it('login asks the person where tokens without an end are refused, and their refresh in words of the server', async () => {
  const { auth, mock, windows } = createMockWorld({ server: { accessTokenLifetime: undefined } })
  await auth.login()
  mock.override.token = async (request) =>
    /grant_type=refresh_token/.test(await request.text())
      ? Response.json({ error: 'invalid_request' }, { status: 400 })
      : undefined
  mock.expireAccessTokens()
  await expect(callTool({ auth, mock })).rejects.toMatchObject({ code: 'login_required' })
  await auth.login()
  expect(windows).toHaveLength(2)
  expect(await callTool({ auth, mock })).toBe(200)
})
