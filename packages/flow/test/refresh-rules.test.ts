import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it, vi } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import { ask, formsOf } from './token-answers.ts'
import { createGate, createTestSession, createWorld, type TestSession, type World, type WorldOptions } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const key = `tokens:${server}`
const hour = 3_600_000

interface SignedIn extends World {
  readonly session: TestSession
  readonly held: TokenSet
  /** The refresh tokens that were sent, in turn. */
  readonly sent: () => readonly (string | null | undefined)[]
  readonly stored: () => Promise<TokenSet | undefined>
}

async function signedIn(options: WorldOptions = {}): Promise<SignedIn> {
  const world = createWorld(options)
  const session = createTestSession(server, world.options)
  const held = await session.login()
  world.mock.clear()
  return {
    ...world,
    session,
    held,
    sent: () => world.mock.requestsTo('token').map(({ form }) => form?.get('refresh_token')),
    stored: async () => JSON.parse((await world.store.get(key)) ?? '{}').tokens,
  }
}

describe('rule 1: one refresh at a time per record, and newer tokens are adopted', () => {
  it('for 20 calls in each of 8 processes, whether they noticed before or after (T9)', async () => {
    const { options, held, sent, mock } = await signedIn()
    const sessions = Array.from({ length: 8 }, () => createTestSession(server, options))
    const calls = sessions.flatMap((session) => Array.from({ length: 20 }, () => session.renew({ rejected: held })))
    const late = sessions.map((session) => session.renew({ rejected: held }))
    const all = await Promise.all([...calls, ...late])
    expect(new Set(all.map(({ accessToken }) => accessToken))).toEqual(new Set([mock.accessTokens.at(-1)?.value]))
    expect(sent()).toEqual([held.refreshToken])
  })
})

it('a store that cannot tell the secret of the client sends nothing and loses nothing', async () => {
  const memory = memoryTokenStore()
  const full = new Error('the disk is gone')
  let gone = false
  const get: TokenStore['get'] = (name) =>
    gone && name.startsWith('client:') ? Promise.reject(full) : memory.get(name)
  const { session, held, clock, sent, stored, events } = await signedIn({
    store: { ...memory, get },
    tokenEndpointAuthMethod: 'client_secret_basic',
  })
  clock.now += 2 * hour
  gone = true
  await expect(session.token()).rejects.toBe(full)
  expect([sent(), await stored()]).toEqual([[], held])
  expect(events.at(-1)).toEqual({ type: 'refresh_failed', serverUrl: server, final: false, error: full })
  gone = false
  expect((await session.token())?.accessToken).not.toBe(held.accessToken)
})

describe('rule 1: whoever comes to the turn too late sends nothing', () => {
  it.each([
    ['signed out', () => undefined],
    [
      'wrote that the refresh token was not accepted',
      (tokens: TokenSet) => ({
        tokens,
        refreshFailure: { at: Date.parse('2026-11-23T12:00:00Z'), times: 1, code: 'unknown_server_error' },
      }),
    ],
    [
      'wrote others that have expired and cannot be refreshed',
      (tokens: TokenSet) => ({ tokens: { ...tokens, accessToken: 'other', expiresAt: 1, refreshToken: undefined } }),
    ],
  ])('where another process %s meanwhile', async (_, leave) => {
    const memory = memoryTokenStore()
    const { session, held, options, mock, sent } = await signedIn({ store: memory })
    const left = leave(held)
    const text = left && JSON.stringify({ version: 1, ...left })
    const store: TokenStore = {
      ...memory,
      async update(name, change, turn) {
        // Between the look at the record and the turn.
        if (name === key) await memory.update(name, async () => text)
        return memory.update(name, change, turn)
      },
    }
    const late = createTestSession(server, { ...options, store })
    await expect(late.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
    expect([sent(), await memory.get(key), mock.requests]).toEqual([[], text, []])
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
  })
})

describe('rule 2: nothing aborts between the refresh request and the write', () => {
  it('neither the caller who gives up, nor all callers, nor a logout that is given up', async () => {
    const { session, held, mock, stored } = await signedIn()
    const [asked, answered, stop] = [createGate(), createGate(), new AbortController()]
    let aborted: boolean | undefined
    mock.override.token = async ({ signal }, answer) => {
      asked.open()
      await answered.passed
      aborted = signal.aborted
      return answer()
    }
    const calls = [1, 2, 3].map(() => session.renew({ rejected: held, signal: stop.signal }))
    await asked.passed
    const leaving = session.logout({ signal: stop.signal })
    stop.abort(new Error('given up'))
    for (const call of [...calls, leaving]) await expect(call).rejects.toThrow('given up')
    answered.open()
    await session.renew({ rejected: held })
    expect(aborted).toBe(false)
    expect((await stored())?.accessToken).toBe(mock.accessTokens.at(-1)?.value)
    expect(mock.accessTokens).toHaveLength(2)
  })

  it('and a server that never answers ends by the refresh’s own time limit, with which nothing is lost', async () => {
    const { session, held, mock, stored } = await signedIn()
    const limits: number[] = []
    const late = new DOMException('late', 'TimeoutError')
    const asked = createGate()
    const controllers: AbortController[] = []
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((limit) => {
      const controller = new AbortController()
      limits.push(limit)
      controllers.push(controller)
      return controller.signal
    })
    mock.override.token = () => {
      asked.open()
      return new Promise<Response>(() => {})
    }
    const refreshing = session.renew({ rejected: held })
    await asked.passed
    expect(limits.at(-1)).toBe(30_000)
    controllers.at(-1)?.abort(late)
    await expect(refreshing).rejects.toMatchObject({ code: 'unreachable' })
    expect(await stored()).toEqual(held)
  })
})

describe('rule 3: what the response leaves out stays, and a replaced refresh token is never sent', () => {
  it('keeps refresh token and scope', async () => {
    const { session, held, mock, stored } = await signedIn()
    mock.override.token = async (_, answer) => {
      const { access_token, token_type, expires_in } = await (await answer()).json()
      return Response.json({ access_token, token_type, expires_in })
    }
    await session.renew({ rejected: held })
    expect(await stored()).toMatchObject({ refreshToken: held.refreshToken, scope: held.scope })
  })

  it('sends each refresh token once where they are replaced (T9)', async () => {
    const { session, held, sent, mock } = await signedIn()
    let tokens = held
    for (let round = 0; round < 5; round++) tokens = await session.renew({ rejected: tokens })
    expect(new Set(sent()).size).toBe(5)
    expect(mock.refreshTokens.map(({ state }) => state)).toEqual(['used', 'used', 'used', 'used', 'used', 'live'])
  })

  it('sends the present one once more after an unknown outcome, and goes on where the server had not replaced it', async () => {
    const { session, held, sent, mock } = await signedIn()
    mock.override.token = () => Response.error()
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'unreachable' })
    mock.override.token = undefined
    expect((await session.renew({ rejected: held })).accessToken).toBe(mock.accessTokens.at(-1)?.value)
    expect(sent()).toEqual([held.refreshToken, held.refreshToken])
  })

  it('wants a person where the server had replaced it and then did not answer', async () => {
    const { session, held, sent, mock, stored, windows } = await signedIn()
    mock.override.token = async (_, answer) => {
      await answer()
      return Response.error()
    }
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'unreachable' })
    expect(await stored()).toEqual(held)
    mock.override.token = undefined
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
    expect(sent()).toEqual([held.refreshToken, held.refreshToken])
    expect([await stored(), windows.length]).toEqual([undefined, 1])
  })
})

describe('rule 4: invalid_grant deletes the very record that failed, and nothing else does', () => {
  it('leaves other accounts, the registration and what was discovered', async () => {
    const { session, held, mock, options, store } = await signedIn()
    await createTestSession(server, { ...options, account: 'alice' }).login()
    mock.override.token = () => Response.json({ error: 'invalid_grant' }, { status: 400 })
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
    expect((await store.keys()).toSorted()).toEqual([
      'client:https://auth.example.com',
      `discovery:${server}`,
      'tokens:alice@https://mcp.example.com/mcp',
    ])
  })

  it('does not delete what another process has written since (H61)', async () => {
    const { session, held, options, mock, stored } = await signedIn()
    const theirs = await createTestSession(server, options).login({ force: true })
    mock.override.token = () => Response.json({ error: 'invalid_grant' }, { status: 400 })
    expect(await session.renew({ rejected: held })).toEqual(theirs)
    expect(await stored()).toEqual(theirs)
  })

  it.each([
    ['the network fails', () => Response.error()],
    ['the server says 500', () => new Response('oops', { status: 500 })],
    ['the server says 503', () => new Response(null, { status: 503, headers: { 'retry-after': '60' } })],
    ['the server says 429', () => new Response(null, { status: 429 })],
    ['somebody else answers', () => new Response('<p>Log in to the Wi-Fi')],
    ['a proxy on the way wants to know who asks', () => new Response(null, { status: 407 })],
    ['a refusal names no dead token', () => Response.json({ error: 'invalid_request' }, { status: 400 })],
  ])('keeps the tokens where %s', async (_, answer) => {
    const { session, held, mock, stored, events } = await signedIn()
    mock.override.token = answer
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ name: 'AuthorizationError' })
    expect(await stored()).toEqual(held)
    expect(events).toContainEqual(expect.objectContaining({ type: 'refresh_failed', final: false }))
  })
})

describe('rule 5: a refresh never opens a browser', () => {
  it.each(['invalid_grant', 'invalid_client', 'interaction_required'])(
    'whatever the server says: %s',
    async (error) => {
      const { session, held, mock, windows, clock } = await signedIn()
      mock.override.token = () => Response.json({ error }, { status: 400 })
      await session.renew({ rejected: held }).catch(() => undefined)
      clock.now += 2 * hour
      await session.token().catch(() => undefined)
      expect(windows).toHaveLength(1)
    },
  )
})

describe('rule 6: tokens are refreshed ahead, and valid ones cost no access to the store', () => {
  it.each([
    ['an hour', 3_600, 61_000, 44_000],
    ['a minute', 60, 12_001, 8_000],
  ])('of %s, by the smaller of 60 s and a fifth, less a jitter of a quarter', async (_, seconds, early, late) => {
    const { session, held, clock, mock } = await signedIn({ accessTokenLifetime: seconds })
    clock.now += seconds * 1000 - early
    expect(await session.token()).toEqual(held)
    expect(mock.requests).toEqual([])
    clock.now += early - late
    expect(await session.token()).not.toEqual(held)
  })

  it('reads and writes nothing for 100 calls', async () => {
    const memory = memoryTokenStore()
    const counting = { get: vi.fn(memory.get), keys: vi.fn(memory.keys), update: vi.fn(memory.update) }
    const { session, held } = await signedIn({ store: counting })
    vi.clearAllMocks()
    for (let call = 0; call < 100; call++) expect(await session.token()).toBe(held)
    for (const method of Object.values(counting)) expect(method).not.toHaveBeenCalled()
  })
})

describe('a refresh is sent only when its result can be kept', () => {
  /** A store that tells of the room that is reserved for tokens, and may have none. */
  function createRoomy() {
    const memory = memoryTokenStore()
    const reserved: (number | undefined)[] = []
    const full = new Error('no room')
    const room = { none: false }
    const store: TokenStore = {
      ...memory,
      async update(name, change, options) {
        if (name === key) reserved.push(options?.reserve)
        else expect(options?.reserve, name).toBeUndefined()
        if (room.none && options?.reserve !== undefined) throw full
        return memory.update(name, change, options)
      },
    }
    return { store, room, full, reserved }
  }

  it('so that room for its result is reserved, and for nothing else (H97)', async () => {
    const { store, reserved } = createRoomy()
    const { session, held, clock, options } = await signedIn({ store })
    clock.now += 2 * hour
    await session.token()
    await session.login({ force: true })
    await session.renew({ rejected: held, renewed: true }).catch(() => undefined)
    await createTestSession(server, { ...options, account: 'other' }).login()
    await session.logout()
    expect(reserved.filter((room) => room !== undefined)).toEqual([16_384])
  })

  it('and the room is more than the present record takes, however long that is', async () => {
    const { store, reserved } = createRoomy()
    const { session, held, clock } = await signedIn({ store })
    const long = { ...held, accessToken: 'x'.repeat(60_000), scope: 'é'.repeat(1_000) }
    await store.update(key, async () => JSON.stringify({ version: 1, tokens: long }))
    clock.now += 2 * hour
    await session.token()
    expect(reserved.at(-1)).toBeGreaterThan(2 * 62_000)
  })

  it('and the tokens stay as they are, and are used while they are valid, where there is no room (H97)', async () => {
    const { store, room, full } = createRoomy()
    const { session, held, clock, sent, stored, events, options } = await signedIn({ store })
    room.none = true
    clock.now = (held.expiresAt ?? 0) - 1
    expect(await session.token()).toEqual(held)
    clock.now += 2
    await expect(session.token()).rejects.toBe(full)
    await expect(session.renew({ rejected: held, interactive: true })).rejects.toBe(full)
    await expect(session.login()).rejects.toBe(full)
    expect([sent(), await stored()]).toEqual([[], held])
    expect(events).toContainEqual({ type: 'refresh_failed', serverUrl: server, final: false, error: full })
    room.none = false
    expect(await createTestSession(server, options).token()).not.toEqual(held)
    expect(sent()).toEqual([held.refreshToken])
  })
})

describe('of two processes that refresh at the same time', () => {
  it.each(['renew', 'token'] as const)(
    'the second (%s) takes the tokens of the first, and sends nothing (H61)',
    async (how) => {
      const world = createWorld()
      const [first, second] = [createTestSession(server, world.options), createTestSession(server, world.options)]
      const held = await first.login()
      await second.token()
      world.mock.clear()
      world.clock.now += 2 * hour
      const [sent, answered] = [createGate(), createGate()]
      world.mock.override.token = async (_, answer) => {
        sent.open()
        await answered.passed
        return answer()
      }
      const ofFirst = first.renew({ rejected: held })
      await sent.passed
      const ofSecond = how === 'renew' ? second.renew({ rejected: held }) : second.token()
      answered.open()
      expect(await ofSecond).toEqual(await ofFirst)
      expect(formsOf(world).map(({ refresh_token }) => refresh_token)).toEqual([held.refreshToken])
      expect(world.mock.refreshTokens.map(({ state }) => state)).toEqual(['used', 'live'])
      expect(JSON.parse((await world.store.get(`tokens:${server}`)) ?? '').tokens).toEqual(await ofFirst)
    },
  )

  it('the second, where the first was told that the refresh token is dead, sends it no more', async () => {
    const { session, mock, options, held } = await ask('a refresh', () =>
      Response.json({ error: 'invalid_grant' }, { status: 400 }),
    )
    const second = createTestSession(server, options)
    await expect(second.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
    expect(mock.requestsTo('token')).toHaveLength(1)
  })
})
