import { describe, expect, it } from 'vitest'
import { createSession, rateLimitFor, type TokenSet } from '../src/index.ts'
import { formsOf, server } from './token-answers.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'

const hour = 3_600_000
const refusals = (seconds: string) => () => new Response(null, { status: 429, headers: { 'retry-after': seconds } })

async function signedIn(options: WorldOptions = {}) {
  const world = createWorld(options)
  const session = createSession(server, world.options)
  const held = await session.login()
  world.mock.clear()
  return { ...world, session, held }
}

const tokenRequests = (world: Pick<World, 'mock'>): number => formsOf(world).length
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

describe('a token endpoint that fails', () => {
  it('is asked again at once after the first failure, then after 1 s, 2 s, 4 s and so on, by whichever session', async () => {
    const world = await signedIn()
    world.mock.override.token = () => new Response(null, { status: 503 })
    world.clock.now += 2 * hour
    const asked: number[] = []
    const start = world.clock.now
    for (let second = 0; second <= 32; second++) {
      const before = tokenRequests(world)
      for (const session of [world.session, createSession(server, world.options), world.session]) {
        await expect(session.token()).rejects.toMatchObject({ code: 'unreachable' })
      }
      for (let count = before; count < tokenRequests(world); count++) asked.push((world.clock.now - start) / 1000)
      world.clock.now += 1000
    }
    expect(asked).toEqual([0, 0, 1, 3, 7, 15, 31])
  })

  it('costs valid tokens nothing: no request, no turn of the store and no event for each call', async () => {
    const { session, held, mock, clock, events } = await signedIn()
    mock.override.token = () => new Response(null, { status: 503 })
    clock.now += hour - 30_000
    for (let call = 0; call < 100; call++) expect(await session.token()).toEqual(held)
    expect(tokenRequests({ mock })).toBe(2)
    expect(events.filter(({ type }) => type === 'refresh_failed')).toHaveLength(2)
  })

  it('is asked at once for a person who signs in', async () => {
    const { session, mock, clock, windows } = await signedIn()
    mock.override.token = () => new Response(null, { status: 503 })
    clock.now += 2 * hour
    for (let call = 0; call < 3; call++) expect(await codeOf(session.token())).toBe('unreachable')
    mock.override.token = undefined
    await session.login()
    expect([tokenRequests({ mock }), windows.length]).toEqual([3, 1])
  })

  it('stands between no person and a sign-in, whose own exchange says what is wrong', async () => {
    const { session, mock, clock, windows, held, store } = await signedIn()
    mock.override.token = () => new Response(null, { status: 503 })
    clock.now += 2 * hour
    expect(await codeOf(session.login())).toBe('unreachable')
    expect([tokenRequests({ mock }), windows.length]).toEqual([2, 2])
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens).toEqual(held)
  })

  it('is forgiven with the first tokens that come', async () => {
    const { session, mock, clock } = await signedIn()
    mock.override.token = () => new Response(null, { status: 503 })
    clock.now += 2 * hour
    for (let call = 0; call < 3; call++) expect(await codeOf(session.token())).toBe('unreachable')
    mock.override.token = undefined
    clock.now += 1000
    const fresh = await session.token()
    mock.override.token = () => new Response(null, { status: 503 })
    for (let call = 0; call < 2; call++) expect(await codeOf(session.renew({ rejected: fresh }))).toBe('unreachable')
    expect(tokenRequests({ mock })).toBe(5)
  })
})

describe('a token endpoint that says when to ask again', () => {
  it('at a refresh is asked for no refresh before, by anybody, and a person gets a sign-in', async () => {
    const world = await signedIn()
    const { session, held, mock, clock, windows, options } = world
    mock.override.token = refusals('60')
    clock.now += 2 * hour
    await expect(session.token()).rejects.toMatchObject({
      code: 'unreachable',
      retryAfter: 60_000,
      message: 'The token request to https://auth.example.com failed: it answered 429. Try again in 60 s.',
    })
    clock.now += 20_000
    const pause = {
      name: 'AuthorizationError',
      code: 'unreachable',
      retryAfter: 40_000,
      message:
        'The token request to https://auth.example.com failed: it answered 429. Try again in 60 s. That was 20 s ago; it is not asked again for another 40 s.',
    }
    for (const each of [session, createSession(server, options)]) {
      await expect(each.token()).rejects.toMatchObject(pause)
      await expect(each.renew({ rejected: held, interactive: true })).rejects.toMatchObject(pause)
    }
    expect([tokenRequests(world), windows.length]).toEqual([1, 1])
    mock.override.token = undefined
    await createSession(server, { ...options, account: 'other' }).login()
    await session.login()
    expect(formsOf(world).map(({ grant_type }) => grant_type)).toEqual([
      'refresh_token',
      'authorization_code',
      'authorization_code',
    ])
  })

  it('leaves valid tokens in use meanwhile', async () => {
    const { session, held, mock, clock } = await signedIn()
    mock.override.token = refusals('20')
    clock.now += hour - 30_000
    for (let second = 0; second < 20; second++) {
      expect(await session.token()).toEqual(held)
      clock.now += 1000
    }
    expect(tokenRequests({ mock })).toBe(1)
    mock.override.token = undefined
    expect((await session.token())?.accessToken).not.toBe(held.accessToken)
  })

  it('leaves the tokens that another process got meanwhile', async () => {
    const { session, held, mock, clock, store } = await signedIn()
    mock.override.token = refusals('60')
    clock.now += 2 * hour
    expect(await codeOf(session.token())).toBe('unreachable')
    const theirs = { ...held, accessToken: 'theirs', expiresAt: clock.now + hour }
    await store.update(`tokens:${server}`, async () => JSON.stringify({ version: 1, tokens: theirs }))
    expect(await session.token()).toEqual(theirs)
  })

  it('by a date is not asked before that', async () => {
    const { session, mock, clock } = await signedIn()
    clock.now += 2 * hour
    mock.override.token = refusals(new Date(clock.now + 9000).toUTCString())
    await expect(session.token()).rejects.toMatchObject({ retryAfter: 9000 })
  })

  it('and sends a page without an end is believed', async () => {
    const { session, mock, clock } = await signedIn()
    clock.now += 2 * hour
    const headers = { 'retry-after': '9' }
    mock.override.token = () => new Response('x'.repeat(2 * 1024 * 1024), { status: 503, headers })
    await expect(session.token()).rejects.toMatchObject({ retryAfter: 9000 })
  })

  it('when a code is exchanged is asked for nothing, and no other window opens', async () => {
    const world = createWorld()
    const session = createSession(server, world.options)
    world.mock.override.token = refusals('60')
    for (let count = 0; count < 3; count++) expect(await codeOf(session.login())).toBe('unreachable')
    expect([tokenRequests(world), world.windows.length]).toEqual([1, 1])
  })
})

describe('a registration endpoint that says when to ask again', () => {
  it('is not asked before, by anybody, and no window opens; tokens are refreshed meanwhile', async () => {
    const { session, options, mock, clock, windows } = await signedIn()
    mock.override.register = refusals('60')
    const anew = (each: Pick<typeof session, 'login'>) => each.login({ registerAnew: true })
    await expect(anew(session)).rejects.toMatchObject({ code: 'unreachable', retryAfter: 60_000 })
    clock.now += 20_000
    for (const each of [session, createSession(server, options)]) {
      await expect(anew(each)).rejects.toMatchObject({
        code: 'unreachable',
        retryAfter: 40_000,
        message:
          'The registration at https://auth.example.com failed: it answered 429. Try again in 60 s. That was 20 s ago; it is not asked again for another 40 s.',
      })
    }
    expect([mock.requestsTo('register').length, windows.length]).toEqual([1, 1])
    clock.now += hour
    expect(await session.token()).toBeDefined()
    mock.override.register = undefined
    await anew(session)
    expect([mock.requestsTo('register').length, windows.length]).toEqual([2, 2])
  })
})

describe('a person', () => {
  it('is asked 5 times within 30 s at the most, whoever asks', async () => {
    const { session, options, clock, windows, mock, listening } = await signedIn()
    for (let count = 0; count < 4; count++) await createSession(server, options).login({ force: true })
    mock.clear()
    await expect(session.login({ force: true })).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfter: 30_000,
      message: 'No more than 5 sign-ins to https://mcp.example.com/mcp are made within 30 s. Try again in 30 s.',
    })
    expect([mock.requests, windows.length, listening()]).toEqual([[], 5, 0])
    clock.now += 30_000
    await session.login({ force: true })
    expect(windows).toHaveLength(6)
  })

  it('of another account is asked none the less', async () => {
    const { options, windows } = await signedIn()
    for (const account of ['a', 'b', 'c', 'd', 'e', 'f']) await createSession(server, { ...options, account }).login()
    expect(windows).toHaveLength(7)
  })

  it('gets to a sign-in although no refresh is accepted, by a program that asks for one every 250 ms', async () => {
    let declines = false
    const arrive = (callback: URL): URL => {
      const declined = new URL('?error=access_denied', callback)
      for (const name of ['state', 'iss']) declined.searchParams.set(name, callback.searchParams.get(name) ?? '')
      return declines ? declined : callback
    }
    const { session, mock, clock } = await signedIn({ arrive })
    const ask = async (times: number): Promise<unknown> => {
      let code: unknown
      for (let count = 0; count < times && code !== 'done'; count++) {
        code = await codeOf(session.login())
        clock.now += 250
      }
      return code
    }
    mock.override.token = async (request) => {
      const form = new URLSearchParams(await request.clone().text())
      if (form.get('grant_type') === 'authorization_code') return undefined
      return Response.json({ error: 'quota_exceeded' }, { status: 400 })
    }
    clock.now += 2 * hour
    declines = true
    await ask(40)
    declines = false
    expect(await ask(240)).toBe('done')
  })

  it('is shown no event of a sign-in that does not begin', async () => {
    const { session, events } = await signedIn()
    for (let count = 0; count < 4; count++) await session.login({ force: true })
    const before = events.length
    expect(await codeOf(session.login({ force: true }))).toBe('rate_limited')
    expect(events.slice(before)).toEqual([])
  })

  it('is asked twice in a sign-in of which the registration was forgotten, and both count', async () => {
    const world = await signedIn()
    world.mock.override.token = () => Response.json({ error: 'invalid_client' }, { status: 401 })
    const codes: unknown[] = []
    for (let count = 0; count < 5; count++) codes.push(await codeOf(world.session.login({ force: true })))
    expect(world.windows).toHaveLength(5)
    expect(codes.slice(-2)).toEqual(['rate_limited', 'rate_limited'])
  })

  it('is asked for no sign-in whose discovery fails each time, more than 5 times in 30 s', async () => {
    const world = createWorld()
    const session = createSession(server, world.options)
    world.mock.override.resourceMetadata = () => new Response(null, { status: 503 })
    const asked: number[] = []
    const codes: unknown[] = []
    for (let count = 0; count < 20; count++) {
      world.mock.clear()
      codes.push(await codeOf(session.renew({ interactive: true, challenge: { error: 'invalid_token' } })))
      asked.push(world.mock.requests.length)
    }
    expect(asked.filter((requests) => requests > 0)).toHaveLength(5)
    expect(codes).toEqual([...Array(5).fill('unreachable'), ...Array(15).fill('rate_limited')])
    // Sign-ins that a person asks for count apart, and blame no server.
    expect(await codeOf(session.login())).toBe('unreachable')
    const refused = session.renew({ interactive: true, challenge: { error: 'invalid_token' } })
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining('operator') })
  })
})

describe('a server whose tokens are always refused', () => {
  it('gets 15 token requests within 30 s at the most, which leaves room for a sign-in, from all sessions together', async () => {
    const world = await signedIn({ rotation: false })
    const { options, clock } = world
    let rejected: TokenSet = world.held
    let codes: unknown[] = []
    const hammer = async (): Promise<void> => {
      codes = []
      for (let count = 0; count < 30; count++) {
        const renewal = createSession(server, options).renew({ rejected })
        codes.push(await codeOf(renewal))
        rejected = await renewal.catch(() => rejected)
      }
    }
    await hammer()
    // The sign-in was one of them.
    expect(tokenRequests(world)).toBe(14)
    expect(new Set(codes.slice(14))).toEqual(new Set(['rate_limited']))
    const message = expect.stringContaining(
      'The server refuses again and again what was just granted: tell its operator.',
    )
    await expect(createSession(server, options).renew({ rejected })).rejects.toMatchObject({ message })
    clock.now += 30_000
    await hammer()
    expect(tokenRequests(world)).toBe(29)
  })

  it('costs no discovery for any refusal that no person answers', async () => {
    const { session, held, mock } = await signedIn()
    let rejected = held
    for (let count = 0; count < 5; count++)
      rejected = await session.renew({ rejected, challenge: { error: `e${count}` } })
    expect(new Set(mock.requests.map(({ url }) => url))).toEqual(new Set([held.tokenEndpoint]))
  })
})

it('a session takes the rateLimit that it is given', async () => {
  const world = createWorld()
  const rateLimit = rateLimitFor({}, 'shared', () => world.clock.now)
  for (let count = 0; count < 5; count++) rateLimit.signIn('person')
  expect(await codeOf(createSession(server, { ...world.options, rateLimit }).login())).toBe('rate_limited')
  expect(world.windows).toEqual([])
})
