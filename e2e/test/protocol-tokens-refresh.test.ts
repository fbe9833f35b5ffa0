import { createClientMetadata } from '@fast-agent-auth/cimd'
import { createAuth } from 'fast-agent-auth'
import { expect, it } from 'vitest'
import { callTool } from '../src/call-tool.ts'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { inTokenRequests } from '../src/sent-requests.ts'

/** The scope that the person was asked for. */
const inWindows = ({ windows }: MockWorld, name: string) => windows.map(({ searchParams }) => searchParams.get(name))

it('says that it will use refresh tokens, in a registration and in a metadata document (T6)', async () => {
  const { auth, mock } = createMockWorld()
  await auth.login()
  const document = createClientMetadata({ url: 'https://app.example.com/client.json', name: 'My agent' })
  const grants = { grant_types: ['authorization_code', 'refresh_token'] }
  expect([mock.requestsTo('register')[0]?.json, document]).toMatchObject([grants, grants])
})

it('asks for offline_access, with the consent that it takes, where the authorization server lists it (T7)', async () => {
  const world = createMockWorld({ server: { authorizationServerScopes: ['openid', 'offline_access'] } })
  await world.auth.login()
  expect(inWindows(world, 'scope')).toEqual(['mcp:read mcp:write offline_access'])
  expect(inWindows(world, 'prompt')).toEqual(['consent'])
})

it.each([
  ['the authorization server lists other scopes', { authorizationServerScopes: ['openid'] }],
  ['the authorization server lists no scopes', {}],
  ['nobody names any other scope', { authorizationServerScopes: ['offline_access'], scopesSupported: undefined }],
])('does not ask for offline_access where %s (T7)', async (_, server) => {
  const world = createMockWorld({ server })
  await world.auth.login()
  expect(inWindows(world, 'scope').join()).not.toContain('offline_access')
  expect(inWindows(world, 'prompt')).toEqual([null])
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

it('tells the caller to sign in again where there is no refresh token and no browser (T8)', async () => {
  const world = createMockWorld({ server: { refreshTokens: false } })
  await world.auth.login()
  world.mock.expireAccessTokens()
  await expect(callTool(world)).rejects.toMatchObject({ code: 'login_required' })
  expect(inTokenRequests(world.mock, 'grant_type')).toEqual(['authorization_code'])
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

it('sends each rotated refresh token once, however many calls and processes want a new one (T9)', async () => {
  const world = createMockWorld()
  const { auth, mock, store } = world
  await auth.login()
  const processes = [auth, createAuth(mock.serverUrl, { store }), createAuth(mock.serverUrl, { store })]
  for (const _ of [1, 2, 3]) {
    mock.expireAccessTokens()
    const calls = processes.flatMap((one) => Array.from({ length: 10 }, () => callTool({ auth: one, mock })))
    expect(new Set(await Promise.all(calls))).toEqual(new Set([200]))
  }
  const issued = mock.refreshTokens.map(({ value }) => value)
  expect(inTokenRequests(mock, 'refresh_token')).toEqual([undefined, ...issued.slice(0, 3)])
  expect(mock.refreshTokens.map(({ state }) => state)).toEqual(['used', 'used', 'used', 'live'])
})

it('keeps the rotated refresh token before it answers anybody, so that a new process can use it (T9)', async () => {
  const world = createMockWorld()
  const { mock, store } = world
  await world.auth.login()
  for (const _ of [1, 2]) {
    mock.expireAccessTokens()
    expect(await callTool({ auth: createAuth(mock.serverUrl, { store }), mock })).toBe(200)
    expect(await store.get(`tokens:${mock.serverUrl}`)).toContain(mock.refreshTokens.at(-1)?.value)
  }
  expect(world.windows).toHaveLength(1)
})
