import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createListen } from '@fast-agent-auth/callback-server'
import type { Listen } from '@fast-agent-auth/flow'
import { createMockServer, type MockServerOptions } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { StreamableHTTPClientTransport as TransportV2 } from '@modelcontextprotocol/client'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { setupServer } from 'msw/node'
import { expect, expectTypeOf, it, onTestFinished, vi } from 'vitest'
import { type AuthEvent, type AuthOptions, createAuth } from '../src/index.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const openKeyring = vi.hoisted(() => vi.fn())
vi.mock('@fast-agent-auth/token-store-keyring', () => ({ openKeyringTokenStore: openKeyring }))

function createWorld(mockOptions: MockServerOptions = {}) {
  const mock = createMockServer(mockOptions)
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  const events: AuthEvent[] = []
  const options: AuthOptions = {
    store: memoryTokenStore(),
    redirect: { port: 0 },
    openBrowser: (url) => mock.openBrowser(url),
    onEvent: (event) => events.push(event),
  }
  return { mock, events, options }
}

const listTools = { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }) }

it('signs in, calls, and signs out', async () => {
  const { mock, options } = createWorld()
  const auth = createAuth(serverUrl, options)
  await auth.login()
  expect((await auth.fetch(serverUrl, listTools)).status).toBe(200)
  expect(await auth.status()).toMatchObject({ state: 'ready', serverUrl, issuer: 'https://auth.example.com' })
  expect(await auth.logout()).toEqual({ deleted: true, revoked: true })
  expect(await auth.status()).toMatchObject({ state: 'missing' })
  expect(mock.accessTokens.map(({ state }) => state)).toEqual(['revoked'])
})

it('looks at no store for a call with a valid token', async () => {
  const memory = memoryTokenStore()
  const store = { get: vi.fn(memory.get), keys: vi.fn(memory.keys), update: vi.fn(memory.update) }
  const auth = createAuth(serverUrl, { ...createWorld().options, store })
  await auth.login()
  vi.clearAllMocks()
  for (let call = 0; call < 20; call++) expect((await auth.fetch(serverUrl, listTools)).status).toBe(200)
  for (const method of Object.values(store)) expect(method).not.toHaveBeenCalled()
})

it('throws login_required by default, and the challenge of that error signs in', async () => {
  const { events, options } = createWorld({ challengeScope: 'mcp:read' })
  const auth = createAuth(serverUrl, options)
  const error = await auth.fetch(serverUrl, listTools).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'login_required', challenge: { scope: 'mcp:read' } })
  expect(events.map(({ type }) => type)).not.toContain('authorization_url')
  await auth.login({ challenge: (error as { challenge: { scope: string } }).challenge })
  expect((await auth.fetch(serverUrl, listTools)).status).toBe(200)
})

it('opens the browser by itself where sign-in is on demand', async () => {
  const { mock, options } = createWorld()
  const auth = createAuth(new URL(serverUrl), { ...options, interactive: true })
  expect((await auth.fetch(new Request(serverUrl, listTools))).status).toBe(200)
  expect(mock.requestsTo('authorize')).toHaveLength(1)
})

it('lets a web application begin in one process and finish in another', async () => {
  const { mock, options } = createWorld()
  const one = createAuth(serverUrl, { ...options, account: 'alice' })
  const { url, pending } = await one.begin({ redirectUri: 'https://app.example.com/callback' })
  const redirect = await fetch(url, { redirect: 'manual' })

  const two = createAuth(serverUrl, { ...options, account: 'alice' })
  const callback = new URL(redirect.headers.get('location') ?? '')
  await two.finish(JSON.parse(JSON.stringify(pending)), callback)

  expect((await two.fetch(serverUrl, listTools)).status).toBe(200)
  expect((await one.fetch(serverUrl, listTools)).status).toBe(200)
  expect(await createAuth(serverUrl, options).token()).toBeUndefined()
  expect(mock.requestsTo('token')).toHaveLength(1)
})

it('does not take what was begun for another server', async () => {
  const { options } = createWorld()
  const { pending } = await createAuth(serverUrl, options).begin({ redirectUri: 'https://app.example.com/callback' })
  const other = createAuth('https://other.example.com/mcp', options)
  const callback = new URL(`https://app.example.com/callback?code=c&state=${pending.state}`)
  await expect(other.finish(pending, callback)).rejects.toMatchObject({ code: 'state_mismatch' })
})

it('does not take what one person has begun for another', async () => {
  const { options } = createWorld()
  const alice = createAuth(serverUrl, { ...options, account: 'alice' })
  const { pending } = await alice.begin({ redirectUri: 'https://app.example.com/callback' })
  const bob = createAuth(serverUrl, { ...options, account: 'bob' })
  const callback = new URL(`https://app.example.com/callback?code=c&state=${pending.state}`)
  await expect(bob.finish(pending, callback)).rejects.toMatchObject({ code: 'state_mismatch' })
})

it('lets a web application step up, and keeps the scope that is held', async () => {
  const { options } = createWorld({ challengeScope: 'mcp:read' })
  const auth = createAuth(serverUrl, options)
  await auth.login()
  const challenge = { error: 'insufficient_scope', scope: 'mcp:write' }
  const { url } = await auth.begin({ redirectUri: 'https://app.example.com/callback', challenge })
  expect(url.searchParams.get('scope')).toBe('mcp:read mcp:write')
})

it('keeps two accounts on one server and one store apart', async () => {
  const { mock, options } = createWorld()
  const alice = createAuth(serverUrl, { ...options, account: 'alice' })
  const bob = createAuth(serverUrl, { ...options, account: 'bob' })
  await alice.login()
  await expect(bob.fetch(serverUrl, listTools)).rejects.toMatchObject({ code: 'login_required' })
  await bob.login()
  const sent = async (auth: typeof alice): Promise<string | null | undefined> => {
    mock.clear()
    await auth.fetch(serverUrl, listTools)
    return mock.requestsTo('mcp')[0]?.headers.get('authorization')
  }
  expect([await sent(alice), await sent(bob)]).toEqual(mock.accessTokens.map(({ value }) => `Bearer ${value}`))
})

it('is known by the document that the environment names, where the server takes such clients', async () => {
  vi.stubEnv('FAST_AGENT_OAUTH_CLIENT_METADATA_URL', 'https://app.example.com/client.json')
  const { mock, options } = createWorld({ clientIdMetadataDocumentSupported: true })
  const { url } = await createAuth(serverUrl, options).begin({ redirectUri: 'https://app.example.com/callback' })
  expect(url.searchParams.get('client_id')).toBe('https://app.example.com/client.json')
  expect(mock.requestsTo('register')).toEqual([])
})

it('asks no more than whether its client is known when a web application begins a second sign-in', async () => {
  const { mock, options } = createWorld()
  const auth = createAuth(serverUrl, options)
  const first = await auth.begin({ redirectUri: 'https://app.example.com/callback' })
  mock.clear()
  const second = await auth.begin({ redirectUri: 'https://app.example.com/callback' })
  expect(mock.requests.map(({ endpoint }) => endpoint)).toEqual(['authorize'])
  expect(second.pending.clientId).toBe(first.pending.clientId)
})

it('listens on the host that is asked for, whatever is known of the provider', async () => {
  const { events, options } = createWorld()
  const quirks = { redirectHost: 'localhost' } as const
  await createAuth(serverUrl, { ...options, quirks }).login({ force: true })
  const asked = { ...options, store: memoryTokenStore(), redirect: { port: 0, host: '127.0.0.1' } } as const
  await createAuth(serverUrl, { ...asked, quirks }).login({ force: true })
  const hosts = events.flatMap((event) =>
    event.type === 'authorization_url' ? [new URL(event.redirectUri).hostname] : [],
  )
  expect(hosts).toEqual(['localhost', '127.0.0.1'])
})

it.each([
  ['asks with no other port than the one that was set for a client registered beforehand', { id: 'mine' }, true],
  ['asks with another port where the one that was set is busy and the client registers itself', undefined, false],
])('%s', async (_, client, pinned) => {
  const { mock, options } = createWorld({ anyLoopbackPort: true })
  const busy = createServer().listen(0, '127.0.0.1')
  await once(busy, 'listening')
  onTestFinished(() => void busy.close())
  const { port } = busy.address() as AddressInfo
  const login = createAuth(serverUrl, { ...options, client, redirect: { port } }).login()
  if (pinned) await expect(login).rejects.toMatchObject({ name: 'CallbackServerError', code: 'port_in_use' })
  else await login
  const asked = mock.requestsTo('authorize').map(({ url }) => new URL(url).searchParams.get('redirect_uri') ?? '')
  expect(asked.map((uri) => new URL(uri).port === String(port))).toEqual(pinned ? [] : [false])
})

it('keeps tokens in the keychain by default, and in memory with an event that says why where there is none', async () => {
  const { events, options } = createWorld()
  openKeyring.mockRejectedValueOnce(new Error('No Secret Service: start gnome-keyring'))
  const auth = createAuth(serverUrl, { ...options, store: undefined })
  await auth.login()
  expect(events.filter(({ type }) => type === 'store_fallback')).toEqual([
    { type: 'store_fallback', serverUrl, reason: 'No Secret Service: start gnome-keyring', error: expect.any(Error) },
  ])
  const again = createAuth(serverUrl, { ...options, store: undefined })
  expect((await again.status()).state).toBe('ready')
  expect(openKeyring).toHaveBeenCalledTimes(1)
})

it('signs in although the handler of any event throws but the one that says who asks', async () => {
  const { options } = createWorld()
  const onEvent = ({ type }: AuthEvent): void => {
    if (type !== 'authorization_url') throw new Error('handler')
  }
  const auth = createAuth(serverUrl, { ...options, onEvent })
  await auth.login()
  expect((await auth.status()).state).toBe('ready')
})

it('says what is wrong with a URL that is none, without it', () => {
  const make = (): unknown => createAuth('https://[mcp.example.com?key=hush')
  expect(make).toThrow(
    'The first argument of createAuth is not the URL of an MCP server, such as https://mcp.example.com/mcp.',
  )
  expect(make).not.toThrow('hush')
})

it('has a fetch that every SDK takes, and a listener that flow takes', () => {
  const { fetch } = createAuth(serverUrl, { store: memoryTokenStore() })
  expectTypeOf(fetch).toEqualTypeOf<typeof globalThis.fetch>()
  expectTypeOf(createListen).returns.toExtend<Listen>()
  expect(new TransportV1(new URL(serverUrl), { fetch })).toBeInstanceOf(TransportV1)
  expect(new TransportV2(new URL(serverUrl), { fetch })).toBeInstanceOf(TransportV2)
})

it.each([
  ['the name of a client that registers itself', { name: 'my-agent' }, 'go back to <bdi>my-agent</bdi>.'],
  ['no name where there is none', undefined, 'go back to your application.'],
])('shows on the page in the browser where to go back to: %s', async (_, client, words) => {
  const { mock, options } = createWorld()
  let page: Promise<string> | undefined
  const openBrowser = async (url: URL): Promise<void> => {
    const answer = await fetch(url, { redirect: 'manual' })
    const callback = answer.headers.get('location') ?? ''
    page = fetch(callback).then((shown) => shown.text())
  }
  await createAuth(serverUrl, { ...options, client, openBrowser }).login()
  expect(await page).toContain(words)
  expect(mock.requestsTo('register')[0]?.json).toMatchObject({ client_name: client?.name ?? 'fast-agent-auth' })
})
