import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { createSession, type FlowEvent, type PendingSignIn, serverKey } from '../src/index.ts'
import type { SessionOptions } from '../src/internal.ts'
import { registeredResource } from '../src/registration/registered-resource.ts'
import { tellKnownIssuer } from '../src/sign-in/known-issuer.ts'
import { targetAt } from './target-at.ts'
import { tokenSet } from './token-set.ts'
import { createWorld, type WorldOptions } from './world.ts'

const serverUrl = 'https://other.example.com/mcp'
const mine = {
  clientId: 'mine',
  redirectUris: ['http://127.0.0.1:3030/callback'],
  tokenEndpointAuthMethod: 'none',
} as const

const document = {
  client_id: 'https://app.example.com/client.json',
  client_name: 'Mine',
  redirect_uris: mine.redirectUris,
  token_endpoint_auth_method: 'none',
}

/** Signed in to one MCP server, and then to another that names the same authorization server. */
async function signInToBoth(
  world: WorldOptions = {},
  [first, second]: readonly [Partial<SessionOptions>, Partial<SessionOptions>] = [{}, {}],
) {
  const one = createWorld(world)
  await createSession(one.mock.serverUrl, { ...one.options, ...first }).login()
  one.close()
  const other = createWorld({ ...world, serverUrl, store: one.store })
  const session = createSession(serverUrl, { ...other.options, ...second })
  await session.login()
  return { one, other, session }
}

const noticesOf = ({ events }: Awaited<ReturnType<typeof signInToBoth>>['other']) =>
  events.filter(({ type }) => type === 'notice')

describe('one MCP server’s consent is not another’s', () => {
  it('a server that names an authorization server we know gets a client of its own, so that a person is asked (H123, V10)', async () => {
    const { one, other } = await signInToBoth()
    const [before] = one.windows.map(({ searchParams }) => searchParams.get('client_id'))
    const [after] = other.windows.map(({ searchParams }) => searchParams.get('client_id'))
    expect(other.mock.requestsTo('register')).toHaveLength(1)
    expect(after).not.toBe(before)
    expect(noticesOf(other)).toEqual([])
  })

  it('each is refreshed and signed out of with its own client', async () => {
    const { other, session } = await signInToBoth({ tokenEndpointAuthMethod: 'client_secret_post' })
    const [registered] = other.mock.requestsTo('register')
    expect(registered?.status).toBe(201)
    other.clock.now += 7_200_000
    await session.token()
    expect(await session.logout()).toMatchObject({ revoked: true })
    const ids = [...other.mock.requestsTo('token'), ...other.mock.requestsTo('revoke')].map(({ form }) =>
      form?.get('client_id'),
    )
    expect(new Set(ids)).toEqual(new Set([other.windows[0]?.searchParams.get('client_id')]))
  })

  it.each([
    ['a client that was set up', { clients: [mine] }, { client: { id: 'mine' } }],
    [
      'a client with a metadata document',
      { clientIdMetadataDocumentSupported: true, fetch: async () => Response.json(document) },
      { client: { metadataUrl: document.client_id } },
    ],
  ] as const)(
    '%s serves both: before a browser opens, a person hears that nobody may ask (H123)',
    async (_, world, options) => {
      const { other } = await signInToBoth(world, [options, options])
      const [notice] = noticesOf(other)
      expect(notice).toMatchObject({
        rule: 'known_issuer',
        serverUrl,
        issuer: 'https://auth.example.com',
        message: expect.stringContaining('https://mcp.example.com/mcp'),
      })
      const types = other.events.map(({ type }) => type)
      expect(types.indexOf('notice')).toBeLessThan(types.indexOf('authorization_url'))
    },
  )

  it.each([
    ['another account of the person at this machine is told of', { account: 'a' }, { account: 'b' }, 1],
    ['another client is none that the authorization server knows', {}, { client: { id: 'yours' } }, 0],
  ])('%s', async (_, first, second, told) => {
    const clients = [mine, { ...mine, clientId: 'yours' }]
    const { other } = await signInToBoth({ clients }, [
      { client: { id: 'mine' }, ...first },
      { client: { id: 'mine' }, ...second },
    ])
    expect(noticesOf(other)).toHaveLength(told)
  })

  it.each([
    ['the same account hears of it', 'a', 1],
    ['another account, which is another person, hears nothing', 'b', 0],
  ])('for a web host, %s', async (_, account, told) => {
    const options = { client: { id: 'mine' }, account: 'a' }
    const one = createWorld({ clients: [mine] })
    await createSession(one.mock.serverUrl, { ...one.options, ...options }).login()
    one.close()
    const other = createWorld({ clients: [mine], serverUrl, store: one.store })
    const session = createSession(serverUrl, { ...other.options, ...options, account })
    await session.begin({ redirectUri: 'http://127.0.0.1:3030/callback' })
    expect(noticesOf(other)).toHaveLength(told)
  })

  it('a record that cannot be read ends no sign-in to another server', async () => {
    const { options, mock, store } = createWorld({ clients: [mine] })
    const key = 'tokens:https://broken.example.com/mcp'
    await store.update(key, async () => 'broken')
    const get: typeof store.get = async (name) => {
      if (name === key) throw new Error('It was written by a later version.')
      return store.get(name)
    }
    await createSession(mock.serverUrl, { ...options, store: { ...store, get }, client: { id: 'mine' } }).login()
    expect(mock.requestsTo('token')).toHaveLength(1)
  })

  it.each([
    ['the resource', {}, 'https://mcp.example.com'],
    [
      'the server with its query',
      { serverUrl: 'https://mcp.example.com/mcp?server=a' },
      serverKey('https://mcp.example.com/mcp?server=a'),
    ],
    ['the server where it says nothing of itself', { legacy: 'metadata' }, 'https://mcp.example.com/mcp'],
  ] as const)('a registration belongs to %s', (_, more, expected) => {
    const target = { ...targetAt('https://auth.example.com'), resource: 'https://mcp.example.com', ...more }
    expect(registeredResource(target)).toBe(expected)
  })

  it.each([
    ['the page of the one that knows us', 'https://evil.example.com', 'https://good.example.com/authorize', 1],
    ['a page of its own, and another name', 'https://evil.example.com', 'https://evil.example.com/authorize', 0],
  ])('an authorization server that sends to %s is told of', async (_, issuer, page, told) => {
    const store = memoryTokenStore()
    const one = 'https://one.example.com/mcp'
    const tokens = tokenSet({ issuer: 'https://api.good.example.com', clientId: 'mine', resource: one })
    await store.update(`tokens:${one}`, async () => JSON.stringify({ version: 1, tokens }))
    const events: FlowEvent[] = []
    const pending = { serverUrl, issuer, clientId: 'mine' } as PendingSignIn
    await tellKnownIssuer({ url: new URL(page), pending }, { store, onEvent: (event) => events.push(event) })
    expect(events).toHaveLength(told)
  })
})
