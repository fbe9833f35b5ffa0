import { createClientMetadata } from '@fast-agent-auth/cimd'
import { createMockServer, type MockServer, type MockServerOptions } from '@fast-agent-auth/mock-server'
import { createAuth } from 'fast-agent-auth'
import { expect, it, onTestFinished, vi } from 'vitest'
import { callTool } from '../src/call-tool.ts'
import { createMockWorld, type MockWorld, type MockWorldOptions } from '../src/mock-world.ts'
import { signInRequests } from '../src/sent-requests.ts'
import { withMembers } from '../src/with-members.ts'

const issuer = 'https://auth.example.com'
const newIssuer = 'https://new.example.com'
const metadataUrl = 'https://app.example.com/client.json'

/** An application that may open the browser, and the authorization server that its MCP server will go over to. */
function createMovingWorld({ auth, server }: MockWorldOptions = {}, otherOptions: MockServerOptions = {}) {
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  const other = createMockServer({ ...otherOptions, issuer: newIssuer })
  const world = createMockWorld({ server: server ?? {}, auth: { interactive: true, ...auth }, others: [other] })
  return { ...world, other }
}

/** A minute later the MCP server names the other authorization server, and takes no token but that one's. */
function moveTo(other: MockServer, { mock }: MockWorld): void {
  mock.override.resourceMetadata = withMembers({ authorization_servers: [other.issuer] })
  const named = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp'
  const challenge = `Bearer error="invalid_token", resource_metadata="${named}"`
  mock.override.mcp = ({ headers }) =>
    other.accessTokens.some(({ value }) => headers.get('authorization') === `Bearer ${value}`)
      ? Response.json({ jsonrpc: '2.0', id: 1, result: {} })
      : new Response(null, { status: 401, headers: { 'www-authenticate': challenge } })
  mock.clear()
  vi.setSystemTime(Date.now() + 60_000)
}

/** All that was sent to a server, in one text. */
const textOf = ({ requests }: MockServer): string =>
  JSON.stringify(requests.map(({ url, headers, body }) => [url, [...headers], body]))

it('registers anew where another authorization server took over, and shows it nothing of the old one (R11, V13)', async () => {
  const world = createMovingWorld({ server: { tokenEndpointAuthMethod: 'client_secret_post' } })
  const { auth, mock, other } = world
  await auth.login()
  moveTo(other, world)
  expect(await callTool(world)).toBe(200)
  expect(signInRequests(other)).toEqual(['register', 'authorize', 'token'])
  const old = [mock.accessTokens, mock.refreshTokens].flat().map(({ value }) => value)
  for (const { clientId, clientSecret } of mock.clients) old.push(clientId, clientSecret ?? '')
  expect(old.filter((value) => textOf(other).includes(value))).toEqual([])
  expect(signInRequests(mock).filter((endpoint) => endpoint !== 'token')).toEqual([])
})

it('says so where the credentials are for another authorization server, and sends it nothing (R12)', async () => {
  const redirectUris = ['http://127.0.0.1:3030/callback']
  const tokenEndpointAuthMethod = 'client_secret_basic' as const
  const world = createMovingWorld({
    server: { clients: [{ clientId: 'mine', clientSecret: 'hush', redirectUris, tokenEndpointAuthMethod }] },
    auth: { client: { id: 'mine', secret: 'hush' }, issuer },
  })
  const { auth, other, windows } = world
  await auth.login()
  moveTo(other, world)
  await expect(callTool(world)).rejects.toMatchObject({
    code: 'issuer_mismatch',
    message: expect.stringContaining(`is authorized by "${newIssuer}", not by "${issuer}"`),
  })
  expect([other.requests, windows.length]).toEqual([[], 1])
})

it('is known by its document at the new authorization server as well, and registers at neither (R13)', async () => {
  const document = createClientMetadata({ url: metadataUrl, name: 'My agent' })
  const taking = { clientIdMetadataDocumentSupported: true, fetch: async () => Response.json(document) }
  const world = createMovingWorld({ server: taking, auth: { client: { metadataUrl } } }, taking)
  const { auth, mock, other, windows } = world
  await auth.login()
  moveTo(other, world)
  expect(await callTool(world)).toBe(200)
  expect(windows.map(({ origin, searchParams }) => [origin, searchParams.get('client_id')])).toEqual([
    [issuer, metadataUrl],
    [newIssuer, metadataUrl],
  ])
  expect([mock.requestsTo('register'), other.requestsTo('register')]).toEqual([[], []])
})

it('keeps what it is at two authorization servers apart, although one store has both (R14)', async () => {
  const second = createMockServer({ serverUrl: 'https://second.example.com/mcp', issuer: newIssuer })
  const redirect = { port: 0 }
  const { auth, mock, store } = createMockWorld({ others: [second] })
  await auth.login()
  const openBrowser = (url: URL): Promise<void> => second.openBrowser(url)
  const secondAuth = createAuth(second.serverUrl, { store, redirect, openBrowser })
  await secondAuth.login()
  await callTool({ auth: secondAuth, mock: second })
  await callTool({ auth, mock })
  const kept = (await store.keys()).filter((key) => /^(client|tokens):/.test(key))
  const keysOf = (server: MockServer) => [`client:${server.issuer}`, `tokens:${server.serverUrl}`]
  expect(kept.toSorted()).toEqual([...keysOf(mock), ...keysOf(second)].toSorted())
  for (const [one, another] of [[mock, second] as const, [second, mock] as const]) {
    const values = [...one.accessTokens, ...one.refreshTokens].map(({ value }) => value)
    const foreign = [...values, ...one.clients.map(({ clientId }) => clientId)]
    expect(foreign.filter((value) => textOf(another).includes(value))).toEqual([])
    expect(foreign.filter((value) => textOf(one).includes(value))).not.toEqual([])
  }
})
