import { expect, it } from 'vitest'
import { createMockServer } from '../src/index.ts'
import { APP, call, listen, signIn, withApp } from './client.ts'

const RESOURCE_METADATA = 'resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"'

const challengeOf = (response: Response) => [response.status, response.headers.get('www-authenticate')]

it.each([
  ['the metadata', {}, `Bearer ${RESOURCE_METADATA}`],
  ['the metadata and a scope', { challengeScope: 'a b' }, `Bearer ${RESOURCE_METADATA}, scope="a b"`],
  ['no metadata', { resourceMetadata: 'path' }, 'Bearer'],
] as const)('challenges a request without a token, naming %s', async (_, options, challenge) => {
  expect(challengeOf(await call(withApp(options), undefined))).toEqual([401, challenge])
})

it('says that a token is bad', async () => {
  const challenge = `Bearer error="invalid_token", error_description="The access token is not valid.", ${RESOURCE_METADATA}`
  expect(challengeOf(await call(withApp(), 'x'))).toEqual([401, challenge])
})

it.each(['GET', 'DELETE'])('protects %s as well', async (method) => {
  const { serverUrl } = withApp()
  expect((await fetch(serverUrl, { method })).status).toBe(401)
})

it('takes no token from the query', async () => {
  const mock = withApp()
  const { access_token } = await signIn(mock)
  expect((await fetch(`${mock.serverUrl}?access_token=${access_token}`, { method: 'POST' })).status).toBe(401)
})

it('refuses a token when its time is over', async () => {
  let time = 0
  const mock = withApp({ now: () => time, accessTokenLifetime: 60 })
  const { access_token } = await signIn(mock)
  time = 59_999
  expect((await call(mock, access_token)).status).toBe(200)
  time = 60_000
  expect((await call(mock, access_token)).status).toBe(401)
})

it('refuses all tokens issued so far when it is told to, and takes later ones', async () => {
  const mock = withApp()
  const { access_token } = await signIn(mock)
  mock.expireAccessTokens()
  expect((await call(mock, access_token)).status).toBe(401)
  const later = await signIn(mock)
  expect((await call(mock, later.access_token)).status).toBe(200)
})

it("does not take another server's tokens", async () => {
  const here = createMockServer()
  const there = createMockServer({
    serverUrl: 'https://other.example.com/mcp',
    issuer: 'https://login.example.com',
    clients: [APP],
  })
  listen(...here.handlers, ...there.handlers)
  const { access_token } = await signIn(there)
  expect((await call(there, access_token)).status).toBe(200)
  expect((await call(here, access_token)).status).toBe(401)
})

it('asks for the scope that a tool needs', async () => {
  const mock = withApp({ challengeScope: 'mcp:read' })
  const { access_token } = await signIn(mock)
  expect(challengeOf(await call(mock, access_token, 'tools/call', { name: 'write', arguments: {} }))).toEqual([
    403,
    `Bearer error="insufficient_scope", scope="mcp:write", ${RESOURCE_METADATA}`,
  ])
  expect((await call(mock, access_token, 'tools/call', { name: 'echo', arguments: {} })).status).toBe(200)
  const wider = await signIn(mock, { scope: 'mcp:read mcp:write' })
  expect((await call(mock, wider.access_token, 'tools/call', { name: 'write', arguments: {} })).status).toBe(200)
})

it('asks for the scopes that the test gave to tools', async () => {
  const mock = withApp({ requiredScopes: { echo: 'a b' } })
  const narrow = await signIn(mock, { scope: 'a' })
  expect((await call(mock, narrow.access_token, 'tools/call', { name: 'echo', arguments: {} })).status).toBe(403)
  const wide = await signIn(mock, { scope: 'b c a' })
  expect((await call(mock, wide.access_token, 'tools/call', { name: 'echo', arguments: {} })).status).toBe(200)
  expect((await call(mock, narrow.access_token, 'tools/call', { name: 'write', arguments: {} })).status).toBe(200)
})

const text = (value: string) => ({ result: { content: [{ type: 'text', text: value }] } })

it.each([
  ['ping', undefined, { result: {} }],
  ['tools/list', undefined, { result: { tools: [{ name: 'echo' }, { name: 'add' }, { name: 'write' }] } }],
  ['tools/call', { name: 'echo', arguments: { message: 'hello' } }, text('hello')],
  ['tools/call', { name: 'add', arguments: { a: 1, b: 2 } }, text('3')],
  ['tools/call', { name: 'write', arguments: { text: 'x' } }, text('Kept: x')],
  ['tools/call', { name: 'other' }, { error: { code: -32602 } }],
  ['initialize', { protocolVersion: '2025-06-18' }, { result: { protocolVersion: '2025-06-18' } }],
  ['initialize', { protocolVersion: '2099-01-01' }, { result: { protocolVersion: '2025-11-25' } }],
  ['server/discover', undefined, { error: { code: -32601 } }],
])('answers %s %j', async (method, params, answer) => {
  const mock = withApp()
  const { access_token } = await signIn(mock, { scope: 'mcp:read mcp:write' })
  const response = await call(mock, access_token, method, params)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(await response.json()).toMatchObject({ jsonrpc: '2.0', id: 1, ...answer })
})

it.each([
  ['a notification', 'POST', '{"jsonrpc":"2.0","method":"notifications/initialized"}', 202],
  ['a stream', 'GET', undefined, 405],
  ['the end of a session', 'DELETE', undefined, 200],
  ['what is no JSON', 'POST', 'x', 400],
])('answers %s with the status that the transport names', async (_, method, body, status) => {
  const mock = withApp()
  const { access_token } = await signIn(mock)
  const headers = { authorization: `bearer ${access_token}` }
  const response = await fetch(mock.serverUrl, { method, headers, ...(body !== undefined && { body }) })
  expect(response.status).toBe(status)
})
