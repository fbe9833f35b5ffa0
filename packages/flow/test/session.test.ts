import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it, vi } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import { createSession } from '../src/index.ts'
import { createFullable } from './fullable-store.ts'
import { createGate, createTestSession, createWorld, type TestSession, type World, type WorldOptions } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const hour = 3600_000

function signedInWorld(options: WorldOptions = {}) {
  const world = createWorld(options)
  return { ...world, session: createTestSession(server, world.options) }
}

async function signedIn(options: WorldOptions = {}): Promise<World & { session: TestSession; tokens: TokenSet }> {
  const world = signedInWorld(options)
  const tokens = await world.session.login()
  world.mock.clear()
  return { ...world, tokens }
}

const grants = ({ mock }: World): readonly (string | null | undefined)[] =>
  mock.requestsTo('token').map(({ form }) => form?.get('grant_type'))

describe('tokens before a request', () => {
  it('are refreshed before they expire, with the resource and without a scope (Q3, T9)', async () => {
    const { session, tokens, clock, mock, store } = await signedIn()
    clock.now += hour - 30_000
    const fresh = await session.token()
    expect(fresh?.accessToken).not.toBe(tokens.accessToken)
    expect(Object.fromEntries(mock.requests[0]?.form ?? [])).toEqual({
      grant_type: 'refresh_token',
      client_id: tokens.clientId,
      refresh_token: tokens.refreshToken,
      resource: server,
    })
    expect(mock.requests).toHaveLength(1)
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens).toEqual(fresh)
    expect(fresh?.signedInAt).toBe(tokens.signedInAt)
  })

  it('are refreshed once for 50 who ask at the same time, in one turn of the store', async () => {
    const memory = memoryTokenStore()
    const turns: string[] = []
    const store: TokenStore = {
      ...memory,
      update(key, change, options) {
        turns.push(key)
        return memory.update(key, change, options)
      },
    }
    const world = await signedIn({ store })
    turns.length = 0
    world.clock.now += 2 * hour
    const all = await Promise.all(Array.from({ length: 50 }, () => world.session.token()))
    expect(new Set(all.map((tokens) => tokens?.accessToken)).size).toBe(1)
    expect(grants(world)).toEqual(['refresh_token'])
    expect(turns).toEqual([`tokens:${server}`])
  })

  it.each([
    ['in nothing, with 503', () => new Response(null, { status: 503 })],
    ['in garbage', () => new Response('<p>Log in to the Wi-Fi')],
    ['in an error', () => Response.json({ error: 'temporarily_unavailable' }, { status: 400 })],
  ])('are the old ones while they are valid where a refresh ends %s', async (_, answer) => {
    const { session, tokens, clock, mock, store, options } = await signedIn()
    mock.override.token = answer
    clock.now += hour - 30_000
    for (const each of [session, createTestSession(server, options)]) expect(await each.token()).toEqual(tokens)
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens).toEqual(tokens)
  })

  it('are the ones in memory while they are valid where the store fails', async () => {
    const memory = memoryTokenStore()
    let broken = false
    const store: TokenStore = {
      ...memory,
      get: (key) => (broken ? Promise.reject(new Error('gone')) : memory.get(key)),
    }
    const { session, tokens, clock } = await signedIn({ store })
    broken = true
    clock.now += hour - 30_000
    expect(await session.token()).toEqual(tokens)
    clock.now += hour
    await expect(session.token()).rejects.toThrow('gone')
  })

  it('are used for ever where they do not say when they expire', async () => {
    const { session, tokens, clock, mock } = await signedIn({ accessTokenLifetime: undefined })
    clock.now += 1000 * hour
    expect(await session.token()).toEqual(tokens)
    expect(mock.requests).toEqual([])
  })

  it('are none where the record is damaged, with an event, and a sign-in mends it', async () => {
    const { session, store, events, options } = signedInWorld()
    await store.update(`tokens:${server}`, async () => '{"version":1,"tokens":{"accessToken":')
    expect(await session.token()).toBeUndefined()
    expect(events).toEqual([{ type: 'record_damaged', serverUrl: server }])
    await session.login()
    expect(await createTestSession(server, options).token()).toBeDefined()
  })

  it('go on in this process where they cannot be stored after a refresh', async () => {
    const { disk, store } = createFullable()
    const { session, clock, events, mock } = await signedIn({ store })
    disk.full = true
    clock.now += 2 * hour
    expect((await session.token())?.accessToken).toBe(mock.accessTokens.at(-1)?.value)
    expect(events).toContainEqual(expect.objectContaining({ type: 'store_failed' }))

    // The replaced refresh token is never sent, and what was not saved is saved with the next turn.
    clock.now += 2 * hour
    disk.full = false
    const newest = await session.token()
    expect(newest?.accessToken).toBe(mock.accessTokens.at(-1)?.value)
    expect(mock.refreshTokens.map(({ state }) => state)).toEqual(['used', 'used', 'live'])
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens).toEqual(newest)
  })

  it('say so where another process keeps the turn', async () => {
    const { session, clock, options } = await signedIn()
    clock.now += 2 * hour
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('late')))
    await expect(session.token()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('Another process has been holding'),
    })
    await expect(createTestSession(server, options).login({ force: true })).rejects.toMatchObject({
      code: 'timed_out',
      message: expect.stringContaining('Another process has been signing in'),
    })
  })

  it('a caller who gives up does not end the refresh', async () => {
    const { session, clock, mock, store, tokens } = await signedIn()
    clock.now += 2 * hour
    const stop = new AbortController()
    const release = createGate()
    const asked = createGate()
    mock.override.token = async () => {
      asked.open()
      await release.passed
      return undefined
    }
    const waiting = session.token({ signal: stop.signal })
    await asked.passed
    stop.abort(new Error('given up'))
    await expect(waiting).rejects.toThrow('given up')
    release.open()
    const stored = await createTestSession(server, {
      store,
      now: () => clock.now,
      listen: () => Promise.reject(new Error('nobody is to be asked')),
    }).token()
    expect(stored?.accessToken).toBe(mock.accessTokens.at(-1)?.value)
    expect(stored?.accessToken).not.toBe(tokens.accessToken)
  })
})

describe('a refusal', () => {
  it('of tokens that were just renewed asks the person, and does not refresh again', async () => {
    const world = await signedIn()
    await world.session.renew({ rejected: world.tokens, renewed: true, interactive: true })
    expect(grants(world)).toEqual(['authorization_code'])
    expect(world.windows).toHaveLength(2)
  })

  it('asks the person where the token endpoint is no more, but tells a process that may not ask', async () => {
    const world = await signedIn()
    world.mock.override.token = ({ method: _ }) =>
      grants(world).at(-1) === 'refresh_token' ? new Response('gone', { status: 404 }) : undefined
    const refusal = { rejected: world.tokens }
    const cause = { code: 'invalid_response' }
    await expect(world.session.renew(refusal)).rejects.toMatchObject({ code: 'login_required', cause })
    await world.session.renew({ ...refusal, interactive: true })
    expect(world.windows).toHaveLength(2)
  })

  it('of a request that nobody asked for ends no sign-in', async () => {
    const world = await signedIn({ refreshTokens: false })
    const refusal = { rejected: world.tokens, background: true }
    await expect(world.session.renew(refusal)).rejects.toMatchObject({ code: 'login_required' })
    expect(await world.session.token()).toEqual(world.tokens)
  })

  it('asks no person who may not be asked, and says nothing of the next request, in any process (T8)', async () => {
    const world = await signedIn({ refreshTokens: false })
    const refusal = { rejected: world.tokens, challenge: { error: 'invalid_token' } }
    await expect(world.session.renew(refusal)).rejects.toMatchObject({
      code: 'login_required',
      challenge: { error: 'invalid_token' },
    })
    expect(world.windows).toHaveLength(1)
    expect(await world.session.token()).toEqual(world.tokens)
    expect(await createTestSession(server, world.options).token()).toEqual(world.tokens)
  })

  it('is followed by a sign-in where a person asks for one, in any process', async () => {
    const world = await signedIn()
    const refusal = { rejected: world.tokens, renewed: true }
    await expect(world.session.renew(refusal)).rejects.toMatchObject({ code: 'login_required' })
    const tokens = await createTestSession(server, world.options).login()
    expect(grants(world)).toEqual(['authorization_code'])
    // It is answered: the next who asks has them.
    expect(await world.session.login()).toEqual(tokens)
  })

  it('of renewed tokens keeps everybody from refreshing for a minute, and then one refresh is tried', async () => {
    const world = await signedIn()
    const refusal = { rejected: world.tokens, renewed: true }
    await expect(world.session.renew(refusal)).rejects.toMatchObject({ code: 'login_required' })
    const other = createTestSession(server, world.options)
    for (let second = 0; second < 60; second += 20) {
      await expect(other.renew({ rejected: world.tokens })).rejects.toMatchObject({ code: 'login_required' })
      world.clock.now += 20_000
    }
    expect(grants(world)).toEqual([])
    await other.renew({ rejected: world.tokens })
    expect(grants(world)).toEqual(['refresh_token'])
  })

  it('asks the person once for all requests that wait, and once only where the person declines', async () => {
    const world = signedInWorld({ consent: 'deny' })
    const all = Array.from({ length: 10 }, () => world.session.renew({ interactive: true }))
    const codes = await Promise.all(all.map((renewal) => renewal.catch((error: { code: string }) => error.code)))
    expect(codes).toEqual(Array.from({ length: 10 }, () => 'access_denied'))
    expect(world.windows).toHaveLength(1)
  })

  it('for want of scope is answered by a sign-in for all scopes, old and new (C4, C5)', async () => {
    const world = await signedIn({ challengeScope: 'mcp:read' })
    const challenge = { error: 'insufficient_scope', scope: 'mcp:write' }
    const wider = await world.session.renew({ rejected: world.tokens, challenge, interactive: true })
    expect(world.windows[1]?.searchParams.get('scope')).toBe('mcp:read mcp:write')
    expect(wider.scope).toBe('mcp:read mcp:write')
    expect(grants(world)).toEqual(['authorization_code'])
  })

  it.each([
    ['that was granted', 'mcp:read', undefined],
    ['that it does not name', undefined, undefined],
    ['that it names as white space', ' ', undefined],
    ['that no scope may look like', 'm\u00fcller a"b', undefined],
    ['that is good besides one that is none, and was granted', 'mcp:read a"b', undefined],
    ['that the user does not allow', 'mcp:write', 'mcp:read'],
  ])('for want of a scope %s is an error at once, without a window', async (_, scope, configured) => {
    const world = createWorld({ challengeScope: 'mcp:read' })
    const session = createTestSession(server, { ...world.options, scope: configured })
    const tokens = await session.login()
    const challenge = { error: 'insufficient_scope', scope }
    await expect(session.renew({ rejected: tokens, challenge, interactive: true })).rejects.toMatchObject({
      code: 'insufficient_scope',
    })
    expect(world.windows).toHaveLength(1)
    expect(await session.token()).toEqual(tokens)
  })

  it('for want of a scope that was asked for and not granted opens no second window (C7)', async () => {
    const world = await signedIn({ challengeScope: 'mcp:read' })
    const narrow = { ...world.tokens, requestedScope: 'mcp:read mcp:write', scope: 'mcp:read' }
    const challenge = { error: 'insufficient_scope', scope: 'mcp:write' }
    await expect(world.session.renew({ rejected: narrow, challenge, interactive: true })).rejects.toMatchObject({
      code: 'insufficient_scope',
      message: expect.stringMatching(
        /asked for and not granted\. Sign in again and allow it: login\(\{ force: true \}\)\.$/,
      ),
    })
    expect(world.windows).toHaveLength(1)
  })

  it('of two processes for want of different scopes ends with both', async () => {
    const world = await signedIn({ challengeScope: 'mcp:read', scopesSupported: ['mcp:read', 'a', 'b'] })
    const sessions = [world.session, createTestSession(server, world.options)]
    const challenges = ['a', 'b'].map((scope) => ({ error: 'insufficient_scope', scope }))
    await Promise.all(
      sessions.map((session, i) =>
        session.renew({ rejected: world.tokens, challenge: challenges[i], interactive: true }),
      ),
    )
    const { tokens } = JSON.parse((await world.store.get(`tokens:${server}`)) ?? '')
    expect(tokens.scope.split(' ').toSorted()).toEqual(['a', 'b', 'mcp:read'])
  })

  it('does not mark the newer tokens that another process got while it was told', async () => {
    const world = await signedIn({ refreshTokens: false })
    const stale = world.tokens
    const newer = await createTestSession(server, world.options).login({ force: true })
    world.clock.now += 2 * hour
    await expect(world.session.renew({ rejected: stale })).rejects.toMatchObject({ code: 'login_required' })
    const record = JSON.parse((await world.store.get(`tokens:${server}`)) ?? '')
    expect(record).toEqual({ version: 1, tokens: newer })
  })

  it('asks another issuer for no scope that was granted elsewhere', async () => {
    const world = await signedIn()
    await world.session.logout()
    const foreign = { ...world.tokens, issuer: 'https://old.example.com', scope: 'old:scope' }
    await world.session.renew({ rejected: foreign, interactive: true, challenge: { scope: 'mcp:write' } })
    expect(world.windows[1]?.searchParams.get('scope')).toBe('mcp:write')
  })
})

describe('a login', () => {
  it('opens no window where usable tokens are stored', async () => {
    const { session, tokens, windows } = await signedIn()
    expect(await session.login()).toEqual(tokens)
    expect(windows).toHaveLength(1)
  })

  it('refreshes instead of asking where it can', async () => {
    const world = await signedIn()
    world.clock.now += 2 * hour
    await world.session.login()
    expect(world.windows).toHaveLength(1)
    expect(grants(world)).toEqual(['refresh_token'])
  })

  it('does not ask again for a scope that was asked for and not granted (C7)', async () => {
    const world = signedInWorld()
    world.mock.override.token = async (_, answer) => {
      const response = await answer()
      return Response.json({ ...(await response.json()), scope: 'mcp:read' })
    }
    const tokens = await world.session.login({ scope: 'mcp:read mcp:write' })
    expect(tokens.scope).toBe('mcp:read')
    expect(await world.session.login({ scope: 'mcp:read mcp:write' })).toEqual(tokens)
    expect(world.windows).toHaveLength(1)
  })

  it('asks although there are usable tokens where it is forced', async () => {
    const { session, windows } = await signedIn()
    await session.login({ force: true })
    expect(windows).toHaveLength(2)
  })

  it.each([
    ['a scope', { scope: 'mcp:read mcp:write' }],
    ['another issuer', { issuer: 'https://new.example.com' }],
    ['another client', { client: { id: 'mine' } }],
  ])('asks where the options now say %s', async (_, changed) => {
    const redirectUris = ['http://127.0.0.1:3030/callback']
    const clients = [{ clientId: 'mine', redirectUris, tokenEndpointAuthMethod: 'none' as const }]
    const { options, windows, mock } = await signedIn({ challengeScope: 'mcp:read', clients })
    mock.clear()
    await createTestSession(server, { ...options, ...changed })
      .login()
      .catch(() => undefined)
    expect(mock.requestsTo('mcp').length + windows.length).toBeGreaterThan(1)
  })

  it('for different scopes at the same time ends with what each asked for', async () => {
    const world = signedInWorld()
    const [a, b] = await Promise.all(['mcp:read', 'mcp:read mcp:write'].map((scope) => world.session.login({ scope })))
    expect([a?.scope, b?.scope]).toEqual(['mcp:read', 'mcp:read mcp:write'])
  })

  it('with a challenge opens no window that cannot help', async () => {
    const world = createWorld({ challengeScope: 'mcp:read' })
    const session = createTestSession(server, { ...world.options, scope: 'mcp:read' })
    await session.login()
    const challenge = { error: 'insufficient_scope', scope: 'mcp:write' }
    await expect(session.login({ challenge })).rejects.toMatchObject({ code: 'insufficient_scope' })
    expect(world.windows).toHaveLength(1)
  })

  it('asks one person once for all who sign in at the same time, in any process', async () => {
    const world = signedInWorld()
    const other = createTestSession(server, world.options)
    const [one, two, three] = await Promise.all([world.session.login(), world.session.login(), other.login()])
    expect(world.windows).toHaveLength(1)
    expect(two).toEqual(one)
    expect(three).toEqual(one)
  })

  it('of one account never sees the tokens of another', async () => {
    const world = createWorld()
    const alice = createTestSession(server, { ...world.options, account: 'alice' })
    const bob = createTestSession(server, { ...world.options, account: 'bob' })
    const tokens = await alice.login()
    expect(await bob.token()).toBeUndefined()
    expect((await bob.login()).accessToken).not.toBe(tokens.accessToken)
    expect(await alice.token()).toEqual(tokens)
    await bob.logout()
    expect(await createTestSession(server, { ...world.options, account: 'alice' }).token()).toEqual(tokens)
  })
})

describe('a sign-in', () => {
  it('holds no tokens while a person is asked: others refresh them meanwhile', async () => {
    const { session, options, tokens, mock, store } = await signedIn()
    let meanwhile: TokenSet | undefined
    const openBrowser = async (url: URL): Promise<void> => {
      meanwhile = await session.renew({ rejected: tokens })
      await options.openBrowser(url)
    }
    const newest = await createTestSession(server, { ...options, openBrowser }).login({ force: true })
    expect(mock.accessTokens.map(({ value }) => value)).toEqual([
      tokens.accessToken,
      meanwhile?.accessToken,
      newest.accessToken,
    ])
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens).toEqual(newest)
  })
})

describe('a logout', () => {
  it('ends the tokens at the server and deletes them, but not the registration', async () => {
    const { session, tokens, mock, store } = await signedIn()
    expect(await session.logout()).toEqual({ deleted: true, revoked: true })
    expect(revocations(mock)).toEqual([
      { token: tokens.refreshToken, token_type_hint: 'refresh_token', client_id: tokens.clientId },
      { token: tokens.accessToken, token_type_hint: 'access_token', client_id: tokens.clientId },
    ])
    expect((await store.keys()).toSorted()).toEqual(['client:https://auth.example.com', `discovery:${server}`])
    expect(await session.token()).toBeUndefined()
  })

  it('ends the access token where there is no refresh token', async () => {
    const { session, mock } = await signedIn({ refreshTokens: false })
    expect(await session.logout()).toEqual({ deleted: true, revoked: true })
    expect(revocations(mock).map(({ token_type_hint }) => token_type_hint)).toEqual(['access_token'])
  })

  it('has ended the tokens also where the server refuses the access token, and tells until when that may work', async () => {
    const { session, tokens, mock } = await signedIn()
    mock.override.revoke = async (request) => {
      const form = new URLSearchParams(await request.text())
      if (form.get('token_type_hint') === 'refresh_token') return undefined
      return Response.json({ error: 'unsupported_token_type' }, { status: 400 })
    }
    const accessTokenExpiresAt = tokens.expiresAt
    expect(await session.logout()).toEqual({ deleted: true, revoked: true, accessTokenExpiresAt })
    expect(revocations(mock)).toHaveLength(2)
  })

  it('ends the access token also where the server does not end refresh tokens, and says that it did not', async () => {
    const { session, mock } = await signedIn()
    mock.override.revoke = async (request) => {
      const form = new URLSearchParams(await request.text())
      if (form.get('token_type_hint') === 'access_token') return undefined
      return Response.json({ error: 'unsupported_token_type' }, { status: 400 })
    }
    expect(await session.logout()).toMatchObject({ revoked: false, error: { name: 'AuthorizationError' } })
    expect(mock.accessTokens.map(({ state }) => state)).toEqual(['revoked'])
  })

  const unreachable = { code: 'unreachable' }
  const refused = (by: string) => ({ message: `https://auth.example.com did not revoke the tokens ("${by}").` })
  it.each<readonly [string, (count: number) => Response | undefined, object, number]>([
    ['answers 503', () => new Response(null, { status: 503 }), unreachable, 1],
    ['cannot be reached', () => Response.error(), unreachable, 1],
    ['is gone in the middle', (count) => (count === 2 ? Response.error() : undefined), unreachable, 2],
    [
      'refuses by a word',
      () => Response.json({ error: 'invalid_client' }, { status: 401 }),
      refused('invalid_client'),
      2,
    ],
    ['refuses by its status', () => new Response('<h1>Forbidden</h1>', { status: 403 }), refused('HTTP 403'), 2],
  ])('deletes the tokens also where the server %s, and tells why they may live on', async (_, answer, error, count) => {
    const { session, mock, store } = await signedIn()
    mock.override.revoke = () => answer(revocations(mock).length)
    expect(await session.logout()).toMatchObject({ deleted: true, revoked: false, error })
    expect(revocations(mock)).toHaveLength(count)
    expect(await store.get(`tokens:${server}`)).toBeUndefined()
  })

  it('that is given up after the refresh token has ended deletes it', async () => {
    const { session, tokens, mock, store } = await signedIn()
    const stop = new AbortController()
    mock.override.revoke = () => {
      if (revocations(mock).length === 2) stop.abort(new Error('given up'))
      return undefined
    }
    expect(await session.logout({ signal: stop.signal })).toEqual({
      deleted: true,
      revoked: true,
      accessTokenExpiresAt: tokens.expiresAt,
    })
    expect(await store.get(`tokens:${server}`)).toBeUndefined()
  })

  it('deletes a damaged record', async () => {
    const { session, store } = signedInWorld()
    await store.update(`tokens:${server}`, async () => 'damaged')
    expect(await session.logout()).toEqual({ deleted: false, revoked: false })
    expect(await store.keys()).toEqual([])
  })

  it('that is given up deletes nothing', async () => {
    const { session, store, mock, tokens } = await signedIn()
    const stop = new AbortController()
    mock.override.revoke = () => void stop.abort(new Error('given up')) as undefined
    await expect(session.logout({ signal: stop.signal })).rejects.toThrow('given up')
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens).toEqual(tokens)
  })

  it('leaves nothing behind in memory, whatever was under way', async () => {
    const { session, mock } = await signedIn()
    const release = createGate()
    const asked = createGate()
    mock.override.revoke = async () => {
      asked.open()
      await release.passed
      return undefined
    }
    const leaving = session.logout()
    await asked.passed
    const meanwhile = session.token()
    release.open()
    await Promise.all([leaving, meanwhile])
    expect(await session.token()).toBeUndefined()
  })

  it('is not undone by a look at the store that began before it', async () => {
    const memory = memoryTokenStore()
    const [looking, found] = [createGate(), createGate()]
    let slow = false
    const store: TokenStore = {
      ...memory,
      async get(key) {
        const record = await memory.get(key)
        if (!slow) return record
        looking.open()
        await found.passed
        return record
      },
    }
    const { options } = await signedIn({ store })
    const session = createTestSession(server, options)
    slow = true
    const meanwhile = session.token()
    await looking.passed
    slow = false
    await session.logout()
    found.open()
    await meanwhile
    expect(await session.token()).toBeUndefined()
  })

  it('of nobody does nothing', async () => {
    const { session, mock } = signedInWorld()
    expect(await session.logout()).toEqual({ deleted: false, revoked: false })
    expect(mock.requests).toEqual([])
  })
})

const revocations = (mock: World['mock']): readonly Record<string, string>[] =>
  mock.requestsTo('revoke').map(({ form }) => Object.fromEntries(form ?? []))

describe('what a session gives out', () => {
  it('holds no refresh token, whichever member gives it', async () => {
    const { options, mock } = createWorld()
    const session = createSession(server, options)
    const signIn = await session.login()
    const tokens = await session.token()
    const renewed = await session.renew({ rejected: tokens })
    const again = await session.login()
    const { url, pending } = await session.begin({ redirectUri: 'http://127.0.0.1:3030/callback' })
    const { headers } = await fetch(url, { redirect: 'manual' })
    const finished = await session.finish(pending, headers.get('location') ?? '')
    expect(signIn).toEqual({
      prompted: true,
      issuer: 'https://auth.example.com',
      scope: 'mcp:read mcp:write',
      refreshable: true,
      expiresAt: tokens?.expiresAt,
    })
    expect([again.prompted, finished.prompted]).toEqual([false, true])
    const all = JSON.stringify([
      signIn,
      tokens,
      renewed,
      again,
      finished,
      await session.status(),
      await session.logout(),
    ])
    expect(mock.refreshTokens).toHaveLength(3)
    expect(mock.refreshTokens.filter(({ value }) => all.includes(value))).toEqual([])
    expect(all).toContain(renewed.accessToken)
  })

  it('answers a refusal of tokens of which nothing but the access token is known', async () => {
    const { options, mock } = createWorld()
    const session = createSession(server, options)
    await session.login()
    const accessToken = (await session.token())?.accessToken ?? ''
    const renewed = await session.renew({ rejected: { accessToken } as never })
    expect(renewed.accessToken).not.toBe(accessToken)
    expect(mock.requestsTo('token').map(({ form }) => form?.get('grant_type'))).toEqual([
      'authorization_code',
      'refresh_token',
    ])
  })
})
