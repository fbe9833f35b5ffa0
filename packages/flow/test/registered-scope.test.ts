import { describe, expect, it } from 'vitest'
import type { SessionOptions } from '../src/internal.ts'
import { change, issuer, recordsOf, server } from './token-answers.ts'
import { createTestSession, createWorld, type World } from './world.ts'

const here = 'http://127.0.0.1:3030/callback'
const localhost = 'http://localhost:3030/callback'
const sentBy = ({ mock }: World): readonly unknown[] => mock.requestsTo('register').map(({ json }) => json)
const asked = ({ windows }: World): readonly unknown[] => windows.map((url) => url.searchParams.get('scope'))
const insufficient = (scope: string) => ({ error: 'insufficient_scope', scope })

/** A server that grants a client the scope of its registration alone, as Clerk does; or says nothing of it in its answer. */
function createStrictWorld({ says = true }: { readonly says?: boolean } = {}): World {
  const scopes = new Map<string, string>()
  const world = createWorld({
    scopesSupported: ['a', 'b', 'c'],
    arrive: (callback) => {
      const request = world.windows.at(-1)?.searchParams
      const registered = (scopes.get(request?.get('client_id') ?? '') ?? '').split(' ')
      const bad = (request?.get('scope') ?? '').split(' ').some((name) => name && !registered.includes(name))
      if (!bad) return callback
      callback.searchParams.delete('code')
      callback.searchParams.set('error', 'invalid_scope')
      return callback
    },
  })
  world.mock.override.register = async (request, answer) => {
    const { scope } = (await request.clone().json()) as { scope?: string }
    const body = await (await answer()).json()
    scopes.set(body.client_id, scope ?? '')
    return Response.json({ ...body, scope: says ? scope : undefined }, { status: 201 })
  }
  return world
}

describe('a registration names the scope', () => {
  it.each<readonly [string, Partial<SessionOptions>, object, string | undefined]>([
    ['that the resource lists', {}, {}, 'mcp:read mcp:write'],
    ['that a person set, and no more', { scope: 'mcp:read' }, {}, 'mcp:read'],
    ['of nothing where a person set none', { scope: '' }, {}, undefined],
    [
      'with offline_access where that is asked (T7)',
      {},
      { scopes_supported: ['offline_access'] },
      'mcp:read mcp:write offline_access',
    ],
  ])('%s', async (_, options, members, scope) => {
    const world = createWorld()
    change(world, 'authorizationServerMetadata', members)
    await createTestSession(server, { ...world.options, ...options }).login()
    expect(sentBy(world)).toEqual(
      [expect.objectContaining({ scope })].map((each) =>
        scope ? each : expect.not.objectContaining({ scope: expect.anything() }),
      ),
    )
    expect(asked(world)).toEqual([scope ?? null])
  })

  it('that a challenge asks for', async () => {
    const world = createStrictWorld()
    await createTestSession(server, world.options).login({ challenge: { scope: 'c' } })
    expect([sentBy(world), asked(world)]).toEqual([[expect.objectContaining({ scope: 'c' })], ['c']])
  })

  it('that a person set, however long', async () => {
    const world = createWorld()
    const scope = Array.from({ length: 500 }, (_, i) => `scope-${i}`).join(' ')
    await createTestSession(server, { ...world.options, scope }).login()
    expect([sentBy(world), asked(world)]).toEqual([[expect.objectContaining({ scope })], [scope]])
  })
})

describe('a registration names no scope', () => {
  const long = (length: number): readonly string[] => Array.from({ length }, (_, i) => `scope-${i}`)

  it.each([
    ['that the resource lists', { error: 'invalid_token', scope: '' }, long(9000), null],
    ['that is asked for', { error: 'invalid_token' }, long(500), long(500).join(' ')],
    ['of a challenge', { error: 'invalid_token', scope: long(500).join(' ') }, [], long(500).join(' ')],
  ])(
    '%s where it has more than 4096 characters, which would stand in everybody’s way (H34)',
    async (_, challenge, scopesSupported, scope) => {
      const world = createWorld({ scopesSupported })
      await createTestSession(server, world.options).login({ challenge })
      expect(sentBy(world)).toEqual([expect.not.objectContaining({ scope: expect.anything() })])
      expect(asked(world)).toEqual([scope])
      expect((await recordsOf(world.store))[`client:${issuer}`]?.length).toBeLessThan(1000)
    },
  )
})

describe('a step-up', () => {
  const stepUp = async (world: World) => {
    const session = createTestSession(server, world.options)
    const held = await session.login({ challenge: { scope: 'a' } })
    const tokens = await session.login({ challenge: insufficient('b') })
    return { held, tokens }
  }

  it('registers anew where the registration’s answer names a scope without it, and keeps the old one', async () => {
    const world = createStrictWorld()
    const { held, tokens } = await stepUp(world)
    expect(sentBy(world)).toMatchObject([{ scope: 'a' }, { scope: 'a b' }])
    expect(asked(world)).toEqual(['a', 'a b'])
    const { clients } = JSON.parse((await recordsOf(world.store))[`client:${issuer}`] ?? '')
    expect(clients.map(({ clientId }: { clientId: string }) => clientId)).toEqual([tokens.clientId, held.clientId])
  })

  it('registers anew after invalid_scope, once', async () => {
    const world = createStrictWorld({ says: false })
    await stepUp(world)
    expect(sentBy(world)).toMatchObject([{ scope: 'a' }, { scope: 'a b' }])
    expect(asked(world)).toEqual(['a', 'a b', 'a b'])
    const notices = world.events.flatMap((event) => (event.type === 'notice' ? [event.rule] : []))
    expect(notices).toContain('registered_scope')
  })

  it('uses the registration where its answer names no scope', async () => {
    const world = createWorld()
    world.mock.override.register = async (_, answer) =>
      Response.json({ ...(await (await answer()).json()), scope: undefined }, { status: 201 })
    await stepUp(world)
    expect([sentBy(world).length, asked(world)]).toEqual([1, ['a', 'a b']])
  })

  it('uses the registration where the new one is refused', async () => {
    const world = createStrictWorld()
    const { register } = world.mock.override
    const answers = [register]
    world.mock.override.register = (request, answer) =>
      answers.shift()?.(request, answer) ?? Response.json({ error: 'access_denied' }, { status: 403 })
    await expect(stepUp(world)).rejects.toMatchObject({ code: 'invalid_scope' })
    expect(asked(world)[1]).toBe('a b')
  })

  it('does not register anew where asking for it has brought no more', async () => {
    const world = createWorld()
    world.mock.override.register = async (_, answer) =>
      Response.json({ ...(await (await answer()).json()), scope: 'a' }, { status: 201 })
    const session = createTestSession(server, { ...world.options, scope: 'mcp:read mcp:write' })
    for (const force of [false, true]) await session.login({ force })
    expect([sentBy(world).length, asked(world)]).toEqual([1, ['mcp:read mcp:write', 'mcp:read mcp:write']])
  })
})

describe('a registration that is refused', () => {
  const refusing = (world: World, ...errors: readonly string[]) => {
    const answers = errors.map((error) => Response.json({ error }, { status: 400 }))
    world.mock.override.register = () => answers.shift()
  }

  it('for its scope, perhaps, is tried without it and without refresh tokens', async () => {
    const world = createWorld()
    refusing(world, 'invalid_client_metadata')
    await createTestSession(server, world.options).login()
    const [whole, least] = sentBy(world)
    expect(whole).toMatchObject({ scope: 'mcp:read mcp:write', grant_types: ['authorization_code', 'refresh_token'] })
    expect(least).toMatchObject({ grant_types: ['authorization_code'], redirect_uris: [here] })
    expect(least).not.toHaveProperty('scope')
    expect(asked(world)).toEqual(['mcp:read mcp:write'])
  })

  it('for its redirect URI is tried with localhost, to which the browser then comes back (R9)', async () => {
    const world = createWorld()
    refusing(world, 'invalid_redirect_uri')
    await createTestSession(server, world.options).login()
    expect(sentBy(world)).toMatchObject([
      { redirect_uris: expect.arrayContaining([here]) },
      { redirect_uris: [localhost] },
    ])
    expect(world.windows.map((url) => url.searchParams.get('redirect_uri'))).toEqual([localhost])
    expect(world.mock.requestsTo('token').map(({ form }) => form?.get('redirect_uri'))).toEqual([localhost])
    await createTestSession(server, world.options).login({ force: true })
    expect(sentBy(world)).toHaveLength(2)
    expect(world.wishes).toMatchObject([{ host: undefined }, { host: 'localhost', registered: [localhost] }])
  })

  it.each([
    ['invalid_redirect_uri', { redirect_uris: [localhost] }],
    ['invalid_client_metadata', { grant_types: ['authorization_code'] }],
  ])('with %s is remembered: the next one begins with what was accepted', async (error, accepted) => {
    const world = createWorld()
    refusing(world, error)
    await createTestSession(server, world.options).login()
    const retired = (text = ''): string => text.replace('"clientId"', '"retired":true,"clientId"')
    await world.store.update(`client:${issuer}`, async (text) => retired(text))
    await createTestSession(server, world.options).login({ force: true })
    expect(sentBy(world)).toMatchObject([{}, accepted, accepted])
    expect(sentBy(world)).toHaveLength(3)
  })
})
