import { describe, expect, it } from 'vitest'
import { beginKnown, discoverCached } from '../src/steps.ts'
import { formsOf, issuer, server } from './token-answers.ts'
import { createTestSession, createWorld, type World } from './world.ts'

const redirectUri = 'http://127.0.0.1:3030/callback'
const next = 'http://127.0.0.1:3031/callback'
const theirs = 'https://other.example.com/mcp'
const method = 'client_secret_post'

/** A server that gives everybody the client of somebody's own, as shims do before one that registers nobody; and programs 403. */
function createSharedWorld(ids: readonly string[] = []) {
  const shared = { redirectUris: [redirectUri], tokenEndpointAuthMethod: method, clientSecret: 'hush' } as const
  const grantTypes = ['authorization_code', 'refresh_token']
  const world = createWorld({ clients: [{ ...shared, grantTypes, clientId: 'shared' }] })
  const left = [...ids]
  world.mock.override.register = () => {
    const client = { client_id: left.shift() ?? 'shared', client_secret: 'hush', token_endpoint_auth_method: method }
    return Response.json(client, { status: 201 })
  }
  world.mock.override.authorize = (request, answer) =>
    world.windows.some(({ href }) => href === request.url) ? answer() : new Response(null, { status: 403 })
  /** Another MCP server begins a sign-in at the same authorization server. */
  const beginTheirs = async () => {
    const target = { ...(await discoverCached(server, world.options)), resource: theirs, serverUrl: theirs }
    return beginKnown(target, { ...world.options, redirectUri })
  }
  return { ...world, session: createTestSession(server, world.options), beginTheirs }
}

const clientsOf = async ({ store }: Pick<World, 'store'>): Promise<readonly unknown[]> =>
  JSON.parse((await store.get(`client:${issuer}`)) ?? '').clients

describe('an authorization server that gives everybody the same client_id', () => {
  it('lets a person in each time, though it leads no program on, and is asked for no more than two (H32)', async () => {
    const world = createSharedWorld()
    for (let i = 0; i < 5; i++) await world.session.login({ force: true })
    expect(world.mock.requestsTo('register')).toHaveLength(2)
    expect(await clientsOf(world)).toMatchObject([{ clientId: 'shared', clientSecret: 'hush' }])
  })

  it.each([
    ['the same again', []],
    ['that of the other instead of its own', ['shared', 'own']],
  ])('and gives one MCP server %s takes nothing from the other (H32)', async (_, ids) => {
    const world = createSharedWorld(ids)
    const tokens = await world.session.login()
    const [ours] = await clientsOf(world)
    for (const __ of [1, 2]) await world.beginTheirs()
    expect(world.mock.requestsTo('register')).toHaveLength(3)
    expect(await clientsOf(world)).toEqual([expect.objectContaining({ resource: theirs }), ours])
    await world.session.renew({ rejected: tokens })
    expect(formsOf(world).at(-1)).toMatchObject({ grant_type: 'refresh_token', client_secret: 'hush' })
  })

  it('and says that it does not know it says so for one MCP server (H32)', async () => {
    const world = createSharedWorld()
    await world.beginTheirs()
    world.mock.override.token = () => Response.json({ error: 'invalid_client' }, { status: 401 })
    await expect(world.session.login()).rejects.toMatchObject({ code: 'invalid_client' })
    expect(await clientsOf(world)).toEqual([
      expect.objectContaining({ resource: server, retired: true }),
      expect.not.objectContaining({ retired: true }),
    ])
  })

  it('and its secret once keeps it, with the redirect URIs of each time', async () => {
    const world = createSharedWorld()
    const { register } = world.mock.override
    await world.session.login()
    const answers = [Response.json({ client_id: 'shared' }, { status: 201 })]
    world.mock.override.register = (request, answer) => answers.shift() ?? register?.(request, answer)
    const other = 'http://127.0.0.1:4040/callback'
    await world.session.begin({ redirectUri: other })
    expect(await clientsOf(world)).toMatchObject([{ clientSecret: 'hush', redirectUris: [other, redirectUri, next] }])
    const rejected = await world.session.token()
    if (rejected) await world.session.renew({ rejected })
    expect(formsOf(world).at(-1)).toMatchObject({ client_secret: 'hush' })
  })
})
