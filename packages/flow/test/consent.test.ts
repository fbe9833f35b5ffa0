import { describe, expect, it } from 'vitest'
import { createSession, type SessionOptions } from '../src/index.ts'
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
  it('a server that names an authorization server we know gets a client of its own, so that a person is asked', async () => {
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
    '%s serves both: before a browser opens, a person hears that nobody may ask',
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
    ['another account', { account: 'a' }, { account: 'b' }],
    ['another client', { client: { id: 'mine' } }, { client: { id: 'yours' } }],
  ])('says nothing of a sign-in of %s', async (_, first, second) => {
    const clients = [mine, { ...mine, clientId: 'yours' }]
    const { other } = await signInToBoth({ clients }, [
      { client: { id: 'mine' }, ...first },
      { client: { id: 'mine' }, ...second },
    ])
    expect(noticesOf(other)).toEqual([])
  })
})
