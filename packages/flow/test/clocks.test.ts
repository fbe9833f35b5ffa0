import { describe, expect, it } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import { formsOf, server } from './token-answers.ts'
import { createTestSession, createWorld, type World } from './world.ts'

const hour = 3_600_000
const day = 24 * hour

/** Signed in; the servers keep a clock of their own, which is right. */
async function createClockWorld() {
  const servers = { now: Date.parse('2026-11-23T12:00:00Z') }
  const world = createWorld({ now: () => servers.now })
  const session = createTestSession(server, world.options)
  const held = await session.login()
  world.mock.clear()
  const pass = (time: number): void => {
    servers.now += time
    world.clock.now += time
  }
  /** The MCP server takes a token as long as its own clock allows. */
  const takes = async (token: string | undefined): Promise<boolean> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const { status } = await fetch(server, { method: 'POST', headers, body: '{"id":1,"method":"ping"}' })
    return status === 200
  }
  return { ...world, session, held, pass, takes }
}

const refreshes = (world: Pick<World, 'mock'>): number =>
  formsOf(world).filter(({ grant_type }) => grant_type === 'refresh_token').length

describe('a clock', () => {
  it('that jumps a day ahead costs one refresh, and no sign-in (H62)', async () => {
    const world = await createClockWorld()
    world.clock.now += day
    const tokens = await world.session.token()
    expect(await world.session.token()).toEqual(tokens)
    expect(await world.takes(tokens?.accessToken)).toBe(true)
    expect([refreshes(world), world.windows.length]).toEqual([1, 1])
  })

  it.each([
    ['a day', day],
    ['ten years', 3650 * day],
  ])(
    'that was %s ahead when tokens were obtained, and was set back, has them refreshed before use, once (H91)',
    async (_, jump) => {
      const world = await createClockWorld()
      const { session, clock, pass, takes } = world
      clock.now += jump
      await session.token()
      clock.now -= jump
      pass(2 * hour)
      // By this clock they would be good for as long again.
      const fresh = await session.token()
      expect(await takes(fresh?.accessToken)).toBe(true)
      expect([fresh?.obtainedAt, fresh?.expiresAt]).toEqual([clock.now, clock.now + hour])
      expect(await session.token()).toEqual(fresh)
      expect([refreshes(world), world.windows.length]).toEqual([2, 1])
    },
  )

  it('that jumps a day back has tokens refreshed before use, once for every process (H62)', async () => {
    const world = await createClockWorld()
    const { session, clock, pass, takes, options } = world
    clock.now -= day
    pass(2 * hour)
    const other = createTestSession(server, options)
    const [one, two] = await Promise.all([session, other].map((each) => each.token()))
    expect(two).toEqual(one)
    expect(await takes(one?.accessToken)).toBe(true)
    expect([refreshes(world), world.windows.length]).toEqual([1, 1])
  })

  it.each([
    ['no refresh token', (tokens: TokenSet) => ({ ...tokens, refreshToken: undefined }), 0],
    ['a server that does not answer', (tokens: TokenSet) => tokens, 1],
  ])('that jumps a day back costs no sign-in where there is %s (H91)', async (_, change, sent) => {
    const world = await createClockWorld()
    const { mock, options, clock, held, store } = world
    mock.override.token = () => Response.error()
    await store.update(`tokens:${server}`, async () => JSON.stringify({ version: 1, tokens: change(held) }))
    clock.now -= day
    expect((await createTestSession(server, options).token())?.accessToken).toBe(held.accessToken)
    expect([refreshes(world), world.windows.length]).toEqual([sent, 1])
  })

  it.each([
    ['ahead', day],
    ['back', -day],
  ])('that jumps a day %s while the browser is open ends no sign-in', async (_, jump) => {
    const world = createWorld()
    const openBrowser = async (url: URL): Promise<void> => {
      world.clock.now += jump
      await world.options.openBrowser(url)
    }
    const session = createTestSession(server, { ...world.options, openBrowser })
    const tokens = await session.login()
    expect([tokens.obtainedAt, tokens.expiresAt]).toEqual([world.clock.now, world.clock.now + hour])
    expect(await session.token()).toEqual(tokens)
    expect(formsOf(world)).toHaveLength(1)
  })
})

describe('a laptop that sleeps for eight hours', () => {
  it('refreshes once when it wakes, for all who wait (H62)', async () => {
    const world = await createClockWorld()
    world.pass(8 * hour)
    const all = await Promise.all(Array.from({ length: 10 }, () => world.session.token()))
    expect(new Set(all.map((tokens) => tokens?.accessToken)).size).toBe(1)
    expect(await world.takes(all[0]?.accessToken)).toBe(true)
    expect([refreshes(world), world.windows.length]).toEqual([1, 1])
  })

  it('in the middle of a refresh renews what has expired meanwhile, and loses nothing', async () => {
    const world = await createClockWorld()
    const { session, mock, pass, held, takes } = world
    mock.override.token = async (_, answer) => {
      const response = await answer()
      mock.override.token = undefined
      pass(8 * hour)
      return response
    }
    const old = await session.renew({ rejected: held })
    expect(await takes(old.accessToken)).toBe(false)
    const fresh = await session.renew({ rejected: old })
    expect(await takes(fresh.accessToken)).toBe(true)
    expect(formsOf(world).map(({ refresh_token }) => refresh_token)).toEqual([
      held.refreshToken,
      world.mock.refreshTokens[1]?.value,
    ])
    expect(world.windows).toHaveLength(1)
  })

  it('between a refresh and the request that it was for refreshes once more, and asks nobody', async () => {
    const { session, pass, held, takes, windows } = await createClockWorld()
    const renewed = await session.renew({ rejected: held })
    pass(8 * hour)
    expect(await takes(renewed.accessToken)).toBe(false)
    const fresh = await session.renew({ rejected: renewed, renewed: true })
    expect(await takes(fresh.accessToken)).toBe(true)
    expect(windows).toHaveLength(1)
  })

  it('in the middle of a refresh whose connection it loses keeps what it had, and refreshes later', async () => {
    const world = await createClockWorld()
    const { session, mock, pass, held, store } = world
    const before = await store.get(`tokens:${server}`)
    mock.override.token = () => {
      pass(8 * hour)
      return Response.error()
    }
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(
        /^The token request to https:\/\/auth\.example\.com failed: .*\. Try again later\.$/,
      ),
    })
    expect(await store.get(`tokens:${server}`)).toBe(before)
    mock.override.token = undefined
    expect(await world.takes((await session.token())?.accessToken)).toBe(true)
    expect([refreshes(world), world.windows.length]).toEqual([2, 1])
  })
})
