import { describe, expect, it } from 'vitest'
import type { SessionOptions } from '../src/internal.ts'
import { authorize, beginKnown, discoverCached } from '../src/steps.ts'
import { createTestSession, createWorld, type World, type WorldOptions } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const hour = 3_600_000

/** A world in which we registered an hour ago, and the server has forgotten that since. */
async function createForgetfulWorld(options: WorldOptions = {}): Promise<World> {
  const before = createWorld(options)
  await authorize(server, before.options)
  before.close()
  const world = createWorld({ ...options, store: before.store })
  world.clock.now += hour
  return world
}

describe('a registration with a secret that was given up, for the tokens of another account perhaps', () => {
  async function createWithoutRegistration(client?: SessionOptions['client']) {
    const world = createWorld({ tokenEndpointAuthMethod: 'client_secret_post' })
    const session = createTestSession(server, { ...world.options, ...(client && { client }) })
    const held = await createTestSession(server, world.options).login()
    await world.store.update(`client:${held.issuer}`, async () => undefined)
    world.mock.clear()
    return { ...world, session, held }
  }

  it('leaves a person to ask, since nothing can be refreshed without the secret', async () => {
    const { session, held, mock, clock } = await createWithoutRegistration()
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
    clock.now += 24 * hour
    expect(await session.token()).toBeUndefined()
    expect(mock.requests).toEqual([])
  })

  it('leaves the access token, which is sent until it expires', async () => {
    const { session, held, mock, clock } = await createWithoutRegistration()
    clock.now = Number(held.expiresAt) - 1
    expect(await session.token()).toEqual(held)
    expect(await session.token()).toEqual(held)
    clock.now++
    expect(await session.token()).toBeUndefined()
    expect(mock.requests).toEqual([])
  })

  it('leaves no access token of a sign-in that has ended meanwhile', async () => {
    const world = createWorld()
    const session = createTestSession(server, world.options)
    const held = await session.login()
    world.mock.override.token = () => Response.json({ error: 'invalid_grant' }, { status: 400 })
    world.clock.now = Number(held.expiresAt) - 1
    expect(await session.token()).toBeUndefined()
    expect(world.mock.requestsTo('token')).toHaveLength(2)
  })

  it('is replaced by another one when the person signs in', async () => {
    const { session, held } = await createWithoutRegistration()
    const tokens = await session.renew({ rejected: held, interactive: true })
    expect(tokens.clientId).not.toBe(held.clientId)
    expect((await session.renew({ rejected: tokens })).clientId).toBe(tokens.clientId)
  })

  it('is told of where the user set the client up, and only the user can set its secret', async () => {
    const { session, held } = await createWithoutRegistration({ id: 'another' })
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'registration_required' })
  })
})

describe('a registration that the authorization server has forgotten', () => {
  it('ends no sign-in, although the server answers with a page from which nothing leads back', async () => {
    const world = await createForgetfulWorld()
    const tokens = await authorize(server, world.options)
    // It is noticed before a window opens.
    expect(world.windows.map((url) => url.searchParams.get('client_id'))).toEqual([tokens.clientId])
    expect(world.mock.requestsTo('register')).toHaveLength(1)
    expect(world.events.filter(({ type }) => type === 'client_forgotten')).toEqual([
      { type: 'client_forgotten', serverUrl: server, issuer: 'https://auth.example.com' },
    ])
    expect(world.outcomes).toEqual(['signed_in'])
    expect(world.listening()).toBe(0)
  })

  it('is asked about with a request of which nothing fits the one in the browser', async () => {
    const world = await createForgetfulWorld()
    await authorize(server, world.options)
    const [first] = world.windows
    const questions = world.mock.requestsTo('authorize').map(({ url }) => new URL(url))
    const question = questions.find(({ searchParams }) => {
      const same = searchParams.get('client_id') === first?.searchParams.get('client_id')
      return same && searchParams.get('state') !== first?.searchParams.get('state')
    })
    expect(question?.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
    expect(question?.searchParams.get('code_challenge')).not.toBe(first?.searchParams.get('code_challenge'))
    // Else all is asked as in the browser: a server may refuse a request that lacks something.
    expect([...(question?.searchParams.keys() ?? [])]).toEqual([...(first?.searchParams.keys() ?? [])])
  })

  it('is asked about whatever its age, but not where it is new', async () => {
    const { mock, options } = createWorld()
    await authorize(server, options)
    expect(mock.requestsTo('authorize')).toHaveLength(1)
    await authorize(server, options)
    expect(mock.requestsTo('authorize')).toHaveLength(3)
  })

  it('is not asked about at a step-up, since the MCP server has just taken its token', async () => {
    const { mock, options } = createWorld()
    mock.override.register = async (_, answer) =>
      Response.json({ ...(await (await answer()).json()), scope: undefined }, { status: 201 })
    const session = createTestSession(server, { ...options, scope: undefined })
    await session.login({ challenge: { scope: 'mcp:read' } })
    await session.login({ challenge: { error: 'insufficient_scope', scope: 'mcp:write' } })
    expect([mock.requestsTo('register').length, mock.requestsTo('authorize').length]).toEqual([1, 2])
  })

  it.each([
    [401, { error: 'invalid_client' }, {}],
    [401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="x"' }],
    [400, { error: 'unauthorized_client' }, {}],
  ])('ends no sign-in where the token endpoint answers %d %j with the headers %j', async (status, body, headers) => {
    const { mock, options, windows, clock } = createWorld()
    await authorize(server, options)
    clock.now += hour
    const answers = [Response.json(body, { status, headers })]
    mock.override.token = () => answers.shift()
    await authorize(server, options)
    expect(windows).toHaveLength(3)
    const codes = mock.requestsTo('token').map(({ form }) => form?.get('code'))
    expect(new Set(codes).size).toBe(3)
    expect(mock.requestsTo('register')).toHaveLength(2)
  })

  it('ends no sign-in where the authorization endpoint redirects with unauthorized_client', async () => {
    const { mock, options, clock } = createWorld({
      arrive: (callback) => {
        if (mock.clients.length > 1 || clock.now === started) return callback
        const { state, iss } = Object.fromEntries(callback.searchParams)
        return new URL(
          `${callback.origin}/callback?${new URLSearchParams({ error: 'unauthorized_client', state: state ?? '', iss: iss ?? '' })}`,
        )
      },
    })
    const started = clock.now
    await authorize(server, options)
    clock.now += hour
    await authorize(server, options)
    expect(mock.requestsTo('register')).toHaveLength(2)
  })

  it('is replaced once: a server that knows nobody is not asked for ever', async () => {
    const { mock, options, windows, clock, store } = createWorld()
    await authorize(server, options)
    clock.now += hour
    mock.override.token = () => Response.json({ error: 'invalid_client' }, { status: 401 })
    await expect(authorize(server, options)).rejects.toMatchObject({ code: 'invalid_client' })
    expect(windows).toHaveLength(3)
    expect(mock.requestsTo('register')).toHaveLength(2)
    const { clients } = JSON.parse((await store.get('client:https://auth.example.com')) ?? '')
    expect(clients).toMatchObject([{ retired: true }, { retired: true }])
  })

  it('is not made again within one sign-in where it is new', async () => {
    const { mock, options, windows } = createWorld()
    mock.override.token = () => Response.json({ error: 'invalid_client' }, { status: 401 })
    await expect(authorize(server, options)).rejects.toMatchObject({ code: 'invalid_client' })
    expect(windows).toHaveLength(1)
    expect(mock.requestsTo('register')).toHaveLength(1)
  })

  it('is never one that the user set up: that is told, and nothing is registered', async () => {
    const { mock, options, windows } = createWorld({
      clients: [
        { clientId: 'mine', redirectUris: ['http://127.0.0.1:3030/callback'], tokenEndpointAuthMethod: 'none' },
      ],
    })
    mock.override.token = () => Response.json({ error: 'invalid_client' }, { status: 401 })
    await expect(authorize(server, { ...options, client: { id: 'mine' } })).rejects.toMatchObject({
      code: 'invalid_client',
    })
    expect(windows).toHaveLength(1)
    expect(mock.requestsTo('register')).toEqual([])
    expect(mock.requestsTo('authorize')).toHaveLength(1)
  })

  it('is replaced before a web application sends anybody to the server', async () => {
    const world = await createForgetfulWorld()
    const target = await discoverCached(server, world.options)
    const redirectUri = 'http://127.0.0.1:3030/callback'
    const { url, pending } = await beginKnown(target, { ...world.options, redirectUri })
    // First of the old one, then of the new.
    expect(world.mock.requests.map(({ endpoint }) => endpoint)).toEqual(['authorize', 'register', 'authorize'])
    const known = world.mock.clients.some(({ clientId }) => clientId === pending.clientId)
    expect([known, url.searchParams.get('client_id')]).toEqual([true, pending.clientId])
    const told = world.events.filter(({ type }) => type === 'client_forgotten')
    expect(told).toHaveLength(1)
  })

  it('that a web application has is used on where the server knows it', async () => {
    const { mock, options, clock } = createWorld()
    await authorize(server, options)
    clock.now += hour
    mock.clear()
    const target = await discoverCached(server, options)
    const { pending } = await beginKnown(target, { ...options, redirectUri: 'http://127.0.0.1:3030/callback' })
    expect(mock.clients.map(({ clientId }) => clientId)).toEqual([pending.clientId])
    expect(mock.requests.map(({ endpoint }) => endpoint)).toEqual(['authorize'])
  })

  it('is still there for the tokens of other people, which may be refreshed with its secret', async () => {
    const world = await createForgetfulWorld({ tokenEndpointAuthMethod: 'client_secret_basic' })
    const kept = JSON.parse((await world.store.get('client:https://auth.example.com')) ?? '').clients
    const tokens = await authorize(server, world.options)
    const after = JSON.parse((await world.store.get('client:https://auth.example.com')) ?? '').clients
    expect(after.map(({ clientId }: { clientId: string }) => clientId)).toEqual([tokens.clientId, kept[0].clientId])
  })

  const forgotten = () => Response.json({ error: 'invalid_client' }, { status: 401 })
  const clientsOf = async ({ store }: World): Promise<readonly { clientId: string; retired?: boolean }[]> =>
    JSON.parse((await store.get('client:https://auth.example.com')) ?? '').clients

  it('costs no registration where a refresh says so once: the server may have just started', async () => {
    const world = createWorld({ tokenEndpointAuthMethod: 'client_secret_basic' })
    const session = createTestSession(server, world.options)
    const tokens = await session.login()
    world.mock.override.token = forgotten
    await expect(session.renew({ rejected: tokens })).rejects.toMatchObject({ code: 'login_required' })
    expect((await clientsOf(world))[0]).not.toHaveProperty('retired')
    world.mock.override.token = undefined
    world.clock.now += 60_000
    expect((await session.renew({ rejected: tokens })).clientId).toBe(tokens.clientId)
  })

  it('serves no new sign-in where refreshes say so twice, a minute apart, and stays for the tokens that name it', async () => {
    const world = createWorld({ tokenEndpointAuthMethod: 'client_secret_basic' })
    const session = createTestSession(server, world.options)
    const tokens = await session.login()
    world.mock.override.token = forgotten
    for (const pause of [59_999, 1, 0]) {
      await expect(session.renew({ rejected: tokens })).rejects.toMatchObject({ code: 'login_required' })
      world.clock.now += pause
    }
    expect(world.mock.requestsTo('token').map(({ form }) => form?.get('grant_type'))).toEqual([
      'authorization_code',
      // Each with the secret in both ways.
      ...Array(4).fill('refresh_token'),
    ])
    expect(await clientsOf(world)).toMatchObject([{ clientId: tokens.clientId, retired: true }])
    world.mock.override.token = undefined
    // The server knows it again: its secret is still there.
    world.clock.now += 300_000
    const again = await session.renew({ rejected: tokens })
    expect(again.clientId).toBe(tokens.clientId)
    expect((await session.login({ force: true })).clientId).not.toBe(tokens.clientId)
  })

  it('is asked about twice at once where a person waits, who is then known anew', async () => {
    const world = createWorld()
    const session = createTestSession(server, world.options)
    const tokens = await session.login()
    world.clock.now += 2 * hour
    world.mock.clear()
    world.mock.override.token = ({ headers: _ }) =>
      world.mock.requestsTo('token').at(-1)?.form?.get('grant_type') === 'refresh_token' ? forgotten() : undefined
    expect((await session.login()).clientId).not.toBe(tokens.clientId)
    expect(world.mock.requestsTo('token').map(({ form }) => form?.get('refresh_token'))).toEqual([
      tokens.refreshToken,
      tokens.refreshToken,
      null,
    ])
  })

  it('makes the next sign-in discover anew', async () => {
    const { mock, options } = createWorld()
    mock.override.token = () => Response.json({ error: 'invalid_client' }, { status: 401 })
    await expect(authorize(server, options)).rejects.toMatchObject({ code: 'invalid_client' })
    mock.override.token = undefined
    const before = mock.requestsTo('resourceMetadata').length
    await authorize(server, options)
    expect(mock.requestsTo('resourceMetadata').length).toBeGreaterThan(before)
  })
})
