import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { AuthorizationError, type TokenSet } from '../src/index.ts'
import { type RateLimit, rateLimitFor } from '../src/internal.ts'
import { waitFor } from '../src/protocol/sliding-window.ts'
import { formsOf, server } from './token-answers.ts'
import { createTestSession, createWorld, type World, type WorldOptions } from './world.ts'

const key = 'https://mcp.example.com/mcp'

function createBrake(owner: object = {}, serverKey = key) {
  const clock = { now: 1_000_000 }
  return { clock, owner, rateLimit: rateLimitFor(owner, serverKey, () => clock.now) }
}

/** How often it may be done at this moment. */
function allowed(act: () => void): number {
  for (let count = 0; count < 1000; count++) {
    try {
      act()
    } catch {
      return count
    }
  }
  return 1000
}

const failure = (retryAfter?: number, code: 'unreachable' | 'invalid_grant' | 'invalid_response' = 'unreachable') =>
  new AuthorizationError(code, 'The token request failed.', { retryAfter })

describe('waitFor', () => {
  it.each([
    ['nothing happened yet', [], 0],
    ['there is room for one', [99_000], 0],
    ['all happened just now', [100_000, 100_000], 30_000],
    ['the first will soon be long ago', [71_000, 99_000], 1000],
    ['the first is just long ago', [70_000, 99_000], 0],
    ['there were more than allowed, until only one is left', [71_000, 80_000, 99_000], 10_000],
    ['the clock was set back since', [200_000, 200_000], 0],
  ])('where %s', (_, times, expected) => {
    expect(waitFor(times, 2, 100_000)).toBe(expected)
  })
})

const acts = {
  signIn: (rateLimit: RateLimit) => rateLimit.signIn('refusal'),
  tokenRequest: (rateLimit: RateLimit) => rateLimit.tokenRequest('authorization_code'),
  refreshRequest: (rateLimit: RateLimit) => rateLimit.tokenRequest('refresh_token'),
}

describe('a rateLimit', () => {
  it.each([
    ['5 sign-ins', 'signIn', 5],
    ['20 token requests', 'tokenRequest', 20],
    ['15 token requests for refreshes', 'refreshRequest', 15],
  ] as const)('lets %s through in any 30 s, whenever they are tried', (_, act, limit) => {
    fc.assert(
      fc.property(fc.array(fc.nat(6000), { maxLength: 120 }), (pauses) => {
        const { rateLimit, clock } = createBrake()
        const done: number[] = []
        for (const pause of pauses) {
          clock.now += pause
          if (allowedOnce(() => acts[act](rateLimit))) done.push(clock.now)
          const last = done.filter((time) => time > clock.now - 30_000)
          expect(last.length).toBeLessThanOrEqual(limit)
        }
        // And no fewer: after 30 s of nothing there is room for all.
        clock.now += 30_000
        expect(allowed(() => acts[act](rateLimit))).toBe(limit)
      }),
      hostile(500),
    )
  })

  it('counts what a person asked for apart from what a refused request began', () => {
    const { rateLimit } = createBrake()
    expect(allowed(() => rateLimit.signIn('refusal'))).toBe(5)
    expect(allowed(() => rateLimit.signIn('person'))).toBe(5)
    expect(allowed(() => rateLimit.signIn('refusal'))).toBe(0)
  })

  it.each([
    ['5 sign-ins to', (rateLimit: RateLimit) => rateLimit.signIn('person'), 5],
    ['5 sign-ins to', (rateLimit: RateLimit) => rateLimit.signIn('refusal'), 5],
    ['20 token requests for', acts.tokenRequest, 20],
    ['15 token requests for', acts.refreshRequest, 15],
  ] as const)('names our limit of %s a server, and when to try again', (what, act, limit) => {
    const { rateLimit, clock } = createBrake()
    for (let count = 0; count < limit; count++) act(rateLimit)
    clock.now += 18_500
    const message = `No more than ${what} https://mcp.example.com/mcp are made within 30 s. Try again in 12 s.`
    const tooMany = { name: 'AuthorizationError', code: 'rate_limited', retryAfter: 11_500 }
    expect(() => act(rateLimit)).toThrow(expect.objectContaining({ ...tooMany, message }))
    clock.now += 11_500
    expect(allowed(() => act(rateLimit))).toBe(limit)
  })

  const granted = (rateLimit: RateLimit) => rateLimit.answered()
  const refused = (rateLimit: RateLimit) => rateLimit.refused()
  const operator = ' The server keeps refusing tokens that were just granted: tell its operator.'
  it.each([
    ['and again refused what it had just granted', 'refusal', [granted, refused, granted, refused], operator],
    ['refused once what it had just granted', 'refusal', [granted, refused], ''],
    ['refused the same tokens for many requests', 'refusal', [granted, refused, refused, refused], ''],
    ['refused tokens of before, which may have expired', 'refusal', [refused, refused], ''],
    ['only granted tokens', 'refusal', [granted, granted], ''],
    ['refused, but a person asked', 'person', [granted, refused, granted, refused], ''],
  ] as const)(
    'blames the operator only for sign-ins that refusals caused: the server %s',
    (_, cause, events, blame) => {
      const { rateLimit } = createBrake()
      for (const event of events) event(rateLimit)
      expect(allowed(() => rateLimit.signIn(cause))).toBe(5)
      const message = `No more than 5 sign-ins to ${key} are made within 30 s. Try again in 30 s.${blame}`
      expect(() => rateLimit.signIn(cause)).toThrow(expect.objectContaining({ code: 'rate_limited', message }))
    },
  )

  it('forgets what was refused as it forgets what was asked for', () => {
    const { rateLimit, clock } = createBrake()
    for (const event of [granted, refused, granted, refused, granted]) event(rateLimit)
    clock.now += 30_000
    rateLimit.refused()
    allowed(() => rateLimit.tokenRequest('authorization_code'))
    expect(() => rateLimit.tokenRequest('authorization_code')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('operator') }),
    )
  })

  it('begins no sign-in whose code could not be exchanged, and no refresh', () => {
    const { rateLimit } = createBrake()
    expect(allowed(() => rateLimit.tokenRequest('authorization_code'))).toBe(20)
    const tooMany = expect.objectContaining({ code: 'rate_limited', retryAfter: 30_000 })
    expect(() => rateLimit.refresh()).toThrow(tooMany)
    expect(() => rateLimit.signIn('person')).toThrow(tooMany)
    expect(() => rateLimit.signIn('refusal')).toThrow(tooMany)
  })

  it('is one for all who share a store, and another for another server, account or store', () => {
    const { owner, rateLimit } = createBrake()
    expect(allowed(() => rateLimit.signIn('person'))).toBe(5)
    expect(allowed(() => createBrake(owner).rateLimit.signIn('person'))).toBe(0)
    expect(allowed(() => createBrake(owner, `alice@${key}`).rateLimit.signIn('person'))).toBe(5)
    expect(allowed(() => createBrake(owner, 'https://other.example.com').rateLimit.signIn('person'))).toBe(5)
    const another = createBrake()
    expect(allowed(() => another.rateLimit.signIn('person'))).toBe(5)
  })

  it('names no key of the URL of a server', () => {
    const { rateLimit } = createBrake({}, 'alice@https://mcp.example.com/mcp?key=hush')
    allowed(() => rateLimit.signIn('person'))
    expect(() => rateLimit.signIn('person')).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/hush|alice/) }),
    )
  })

  it('holds nothing back after the clock was set back', () => {
    const { rateLimit, clock } = createBrake()
    allowed(() => rateLimit.signIn('person'))
    rateLimit.failed(failure(60_000), 'refresh_token')
    clock.now -= 3_600_000
    expect(allowed(() => rateLimit.signIn('person'))).toBe(5)
  })

  it('holds back no longer where many servers were used meanwhile, and no less', () => {
    const { owner, rateLimit, clock } = createBrake()
    allowed(() => rateLimit.signIn('person'))
    for (let server = 0; server < 2000; server++) {
      rateLimitFor(owner, `https://${server}.example.com`, () => clock.now).signIn('person')
    }
    expect(allowed(() => rateLimit.signIn('person'))).toBe(0)
    clock.now += 600_000
    rateLimitFor(owner, 'https://last.example.com', () => clock.now).signIn('person')
    expect(allowed(() => rateLimit.signIn('person'))).toBe(5)
  })
})

describe('a server that asks for a pause', () => {
  it('is asked for no token until it is over, not even for a sign-in', () => {
    const { rateLimit, clock } = createBrake()
    const cause = failure(60_000)
    rateLimit.failed(cause, 'authorization_code')
    clock.now += 18_000
    const again = expect.objectContaining({
      code: 'unreachable',
      retryAfter: 42_000,
      cause,
      message: 'The token request failed. That was 18 s ago; the server is not asked again for another 42 s.',
    })
    for (const act of ['signIn', 'tokenRequest', 'refresh'] as const)
      expect(() => rateLimit[act]('person')).toThrow(again)
    clock.now += 42_000
    for (const act of ['signIn', 'tokenRequest', 'refresh'] as const)
      expect(() => rateLimit[act]('person')).not.toThrow()
  })
})

describe('a registration that is put off', () => {
  it('is not tried before its time, and holds back nothing else', () => {
    const { rateLimit, clock } = createBrake()
    expect(() => rateLimit.registration()).not.toThrow()
    rateLimit.failed(failure(60_000), 'registration')
    clock.now += 59_999
    expect(() => rateLimit.registration()).toThrow(expect.objectContaining({ code: 'unreachable', retryAfter: 1 }))
    for (const act of ['signIn', 'tokenRequest', 'refresh'] as const)
      expect(() => rateLimit[act]('person')).not.toThrow()
    clock.now++
    expect(() => rateLimit.registration()).not.toThrow()
  })

  it('is tried again at once where the server names no time', () => {
    const { rateLimit } = createBrake()
    rateLimit.failed(failure(), 'registration')
    expect(() => rateLimit.registration()).not.toThrow()
  })
})

describe('refreshes that fail', () => {
  it('are tried again at once after the first, then after 1 s, 2 s, 4 s and so on to 30 s', () => {
    const { rateLimit, clock } = createBrake()
    const waits: number[] = []
    for (let failures = 0; failures < 9; failures++) {
      rateLimit.failed(failure(), 'refresh_token')
      const start = clock.now
      while (!allowedOnce(() => rateLimit.refresh())) clock.now += 500
      waits.push((clock.now - start) / 1000)
    }
    expect(waits).toEqual([0, 1, 2, 4, 8, 16, 30, 30, 30])
  })

  it('keep the code of the last one, by which a caller decides what helps', () => {
    const { rateLimit } = createBrake()
    for (let count = 0; count < 2; count++) rateLimit.failed(failure(), 'refresh_token')
    expect(() => rateLimit.refresh()).toThrow(expect.objectContaining({ code: 'unreachable', retryAfter: 1000 }))
  })

  it('that were told to wait hold back no sign-in', () => {
    const { rateLimit } = createBrake()
    rateLimit.failed(failure(5000), 'refresh_token')
    expect(() => rateLimit.tokenRequest('refresh_token')).toThrow(expect.objectContaining({ retryAfter: 5000 }))
    expect(() => rateLimit.signIn('person')).not.toThrow()
    expect(() => rateLimit.tokenRequest('authorization_code')).not.toThrow()
  })

  it.each([
    ['an exchange of a code', failure(), 'authorization_code'],
    ['tokens that are dead', failure(undefined, 'invalid_grant'), 'refresh_token'],
    ['what was not accepted, which is noted with the tokens', failure(undefined, 'invalid_response'), 'refresh_token'],
    ['a caller who gave up', new Error('given up'), 'refresh_token'],
  ])('are not those of %s', (_, error, grantType) => {
    const { rateLimit } = createBrake()
    for (let count = 0; count < 5; count++) rateLimit.failed(error, grantType)
    expect(() => rateLimit.refresh()).not.toThrow()
  })
})

function allowedOnce(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}

describe('what a rateLimit knows of a server', () => {
  const others = ['https://a.example.com', 'https://b.example.com'] as const

  /** How long the next refresh has to wait after one more failure, in ms; nothing after the first. */
  function pauseAfterFailure(rateLimit: RateLimit): number {
    rateLimit.failed(failure(), 'refresh_token')
    try {
      rateLimit.refresh()
      return 0
    } catch (error) {
      return (error as AuthorizationError).retryAfter ?? 0
    }
  }

  it('is forgotten where nobody has asked for ten minutes, and no sooner', () => {
    const { rateLimit, clock, owner } = createBrake()
    const other = rateLimitFor(owner, others[0], () => clock.now)
    rateLimit.failed(failure(), 'refresh_token')
    rateLimit.failed(failure(), 'refresh_token')
    clock.now += 599_999
    other.answered()
    expect(pauseAfterFailure(rateLimit)).toBe(2000)
    clock.now += 600_000
    other.answered()
    expect(pauseAfterFailure(rateLimit)).toBe(0)
  })

  it('is forgotten although somebody who was there before still asks', () => {
    const { clock, owner, rateLimit: first } = createBrake({}, others[0])
    first.answered()
    const idle = rateLimitFor(owner, others[1], () => clock.now)
    idle.failed(failure(), 'refresh_token')
    idle.failed(failure(), 'refresh_token')
    clock.now += 300_000
    first.answered()
    clock.now += 300_000
    first.answered()
    expect(pauseAfterFailure(idle)).toBe(0)
  })
})

const hour = 3_600_000
const refusals = (seconds: string) => () => new Response(null, { status: 429, headers: { 'retry-after': seconds } })

async function signedIn(options: WorldOptions = {}) {
  const world = createWorld(options)
  const session = createTestSession(server, world.options)
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
      for (const session of [world.session, createTestSession(server, world.options), world.session]) {
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
        'The token request to https://auth.example.com failed: it answered 429. Try again in 60 s. That was 20 s ago; the server is not asked again for another 40 s.',
    }
    for (const each of [session, createTestSession(server, options)]) {
      await expect(each.token()).rejects.toMatchObject(pause)
      await expect(each.renew({ rejected: held, interactive: true })).rejects.toMatchObject(pause)
    }
    expect([tokenRequests(world), windows.length]).toEqual([1, 1])
    mock.override.token = undefined
    await createTestSession(server, { ...options, account: 'other' }).login()
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
    const session = createTestSession(server, world.options)
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
    for (const each of [session, createTestSession(server, options)]) {
      await expect(anew(each)).rejects.toMatchObject({
        code: 'unreachable',
        retryAfter: 40_000,
        message:
          'The registration at https://auth.example.com failed: it answered 429. Try again in 60 s. That was 20 s ago; the server is not asked again for another 40 s.',
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
  it('is asked 5 times within 30 s at the most, whoever asks, and shown no event of more', async () => {
    const { session, options, clock, windows, mock, listening, events } = await signedIn()
    for (let count = 0; count < 4; count++) await createTestSession(server, options).login({ force: true })
    mock.clear()
    const before = events.length
    await expect(session.login({ force: true })).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfter: 30_000,
      message: 'No more than 5 sign-ins to https://mcp.example.com/mcp are made within 30 s. Try again in 30 s.',
    })
    expect([mock.requests, windows.length, listening(), events.length]).toEqual([[], 5, 0, before])
    clock.now += 30_000
    await session.login({ force: true })
    expect(windows).toHaveLength(6)
  })

  it('of another account is asked none the less', async () => {
    const { options, windows } = await signedIn()
    for (const account of ['a', 'b', 'c', 'd', 'e', 'f'])
      await createTestSession(server, { ...options, account }).login()
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
    const session = createTestSession(server, world.options)
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
        const renewal = createTestSession(server, options).renew({ rejected })
        codes.push(await codeOf(renewal))
        rejected = await renewal.catch(() => rejected)
      }
    }
    await hammer()
    // The sign-in was one of them.
    expect(tokenRequests(world)).toBe(14)
    expect(new Set(codes.slice(14))).toEqual(new Set(['rate_limited']))
    const message = expect.stringContaining(
      'The server keeps refusing tokens that were just granted: tell its operator.',
    )
    await expect(createTestSession(server, options).renew({ rejected })).rejects.toMatchObject({ message })
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
  expect(await codeOf(createTestSession(server, { ...world.options, rateLimit }).login())).toBe('rate_limited')
  expect(world.windows).toEqual([])
})
