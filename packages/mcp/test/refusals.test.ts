import type { TokenSource } from '@fast-agent-auth/flow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { withTokens } from '../src/index.ts'
import { createWorld, type World } from './world.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const call = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":1,"method":"ping"}' }

const pause = async (): Promise<void> => undefined

interface Refused extends World {
  /** Sends one request; what it ended with. */
  readonly send: () => Promise<string | number>
  readonly windows: () => number
  readonly refreshes: () => number
  readonly tokenRequests: () => number
}

/** Somebody signed in a while ago at a server that refuses everything by now, each time by the next header. */
async function createRefusedWorld(
  refuse: (count: number) => readonly [status: number, challenge: string],
  { interactive }: { readonly interactive: boolean },
): Promise<Refused> {
  const world = createWorld({ challengeScope: 'mcp:read' })
  const { mock, session, clock } = world
  await session.login()
  clock.now += 60_000
  mock.clear()
  let count = 0
  mock.override.mcp = (request) => {
    // A request without a token is discovery.
    const [status, challenge] = request.headers.has('authorization') ? refuse(count++) : [401, 'Bearer']
    return new Response(null, { status, headers: { 'www-authenticate': challenge } })
  }
  const fetch = withTokens(session, { serverUrl, interactive, now: () => clock.now, pause })
  const send = (): Promise<string | number> => {
    clock.now += 100
    return fetch(serverUrl, call).then(
      ({ status }) => status,
      (error: { code: string }) => error.code,
    )
  }
  const grants = (): readonly unknown[] => mock.requestsTo('token').map(({ form }) => form?.get('grant_type'))
  return {
    ...world,
    send,
    // Of the two questions with a client that was kept, the window is the one that brought a code.
    windows: () => grants().filter((grant) => grant === 'authorization_code').length,
    refreshes: () => grants().filter((grant) => grant === 'refresh_token').length,
    tokenRequests: () => grants().length,
  }
}

const counts = ({ refreshes, windows, mock }: Refused) => ({
  refreshes: refreshes(),
  windows: windows(),
  requests: mock.requestsTo('mcp').filter(({ headers }) => headers.has('authorization')).length,
})

describe('a server that answers every request 401', () => {
  const always = (): readonly [number, string] => [401, 'Bearer error="invalid_token"']

  it('gets one refresh, and then a person has to be asked', async () => {
    const world = await createRefusedWorld(always, { interactive: false })
    expect(await world.send()).toBe('login_required')
    expect(counts(world)).toEqual({ refreshes: 1, windows: 0, requests: 3 })
  })

  it('gets one refresh a minute for all requests that follow, of any program', async () => {
    const world = await createRefusedWorld(always, { interactive: false })
    for (let count = 0; count < 50; count++) expect(await world.send()).toBe('login_required')
    expect(counts(world)).toMatchObject({ refreshes: 1, windows: 0 })
    world.clock.now += 60_000
    for (let count = 0; count < 50; count++) expect(await world.send()).toBe('login_required')
    expect(counts(world)).toMatchObject({ refreshes: 2, windows: 0 })
  })

  it('gets one refresh and one sign-in where a person may be asked, and then an error names it', async () => {
    const world = await createRefusedWorld(always, { interactive: true })
    expect(await world.send()).toBe('unknown_server_error')
    // The tokens that are refreshed are sent once more, since they are young.
    expect(counts(world)).toEqual({ refreshes: 1, windows: 1, requests: 4 })
  })

  it('opens no further window for 10 minutes once it has refused the tokens of a sign-in, twice as long the next time', async () => {
    const world = await createRefusedWorld(always, { interactive: true })
    expect(await world.send()).toBe('unknown_server_error')
    const windows: number[] = []
    for (let minute = 0; minute < 60; minute++) {
      world.clock.now += 60_000
      await world.send()
      if (world.windows() > windows.length + 1) windows.push(minute + 1)
    }
    // Ten minutes, then twenty more.
    expect(windows).toEqual([10, 30])
    expect(world.tokenRequests()).toBeLessThanOrEqual(60 + 2 * 3)
  })

  it('opens one where a person asks for it, and one where they have signed out', async () => {
    const world = await createRefusedWorld(always, { interactive: true })
    await world.send()
    await world.session.login()
    expect(world.windows()).toBe(2)
    await world.send()
    await world.session.logout()
    await world.send()
    expect(world.windows()).toBe(3)
  })

  it('opens one window for 50 requests at the same time', async () => {
    const world = await createRefusedWorld(always, { interactive: true })
    const ends = await Promise.all(Array.from({ length: 50 }, world.send))
    expect(new Set(ends)).toEqual(new Set(['unknown_server_error']))
    expect([world.windows(), world.refreshes()]).toEqual([1, 1])
  })
})

describe('a server that asks for ever more scope', () => {
  const more = (count: number): readonly [number, string] => [
    403,
    `Bearer error="insufficient_scope", scope="scope-${count}"`,
  ]

  it('opens no window where no person may be asked, and costs no refresh', async () => {
    const world = await createRefusedWorld(more, { interactive: false })
    for (let count = 0; count < 10; count++) expect(await world.send()).toBe('login_required')
    expect(counts(world)).toEqual({ refreshes: 0, windows: 0, requests: 10 })
  })

  it('opens 3 windows for a request, and 5 in 30 s, whatever number of requests it refuses (C6)', async () => {
    const world = await createRefusedWorld(more, { interactive: true })
    expect(await world.send()).toBe('insufficient_scope')
    expect(world.windows()).toBe(3)
    for (let count = 0; count < 10; count++) expect(await world.send()).toBe('rate_limited')
    expect([world.windows(), world.refreshes()]).toEqual([5, 0])
  })

  it('opens 5 windows for 50 requests at the same time that it all asks for another', async () => {
    const world = await createRefusedWorld(more, { interactive: true })
    await Promise.all(Array.from({ length: 50 }, world.send))
    expect(world.windows()).toBe(5)
  })

  it('that is always the same opens one window, since it was granted then (C7)', async () => {
    const same = (): readonly [number, string] => [403, 'Bearer error="insufficient_scope", scope="mcp:write"']
    const world = await createRefusedWorld(same, { interactive: true })
    for (let count = 0; count < 10; count++) expect(await world.send()).toBe('insufficient_scope')
    expect([world.windows(), world.refreshes()]).toEqual([1, 0])
  })
})

describe.each([true, false])(
  'a server that refuses by another header each time, where a person may be asked: %s',
  (interactive) => {
    const challenge = fc.oneof(
      fc.constantFrom<readonly [number, string]>(
        [401, 'Bearer'],
        [401, 'bearer realm="x", error="invalid_token"'],
        [401, 'Basic realm="x"'],
        [401, 'Bearer error="insufficient_scope"'],
        [403, 'Bearer error="insufficient_scope"'],
        [403, 'Bearer error="invalid_token"'],
        [403, 'DPoP, Bearer error="insufficient_scope", scope="mcp:write"'],
      ),
      fc.tuple(
        fc.constantFrom(401, 403),
        fc.stringMatching(/^[a-z]{1,9}$/).map((scope) => `Bearer error="insufficient_scope", scope="${scope}"`),
      ),
      fc.tuple(
        fc.constant(401),
        fc.stringMatching(/^[a-z ]{1,20}$/).map((text) => `Bearer error="${text}", scope="${text}", realm="${text}"`),
      ),
    )

    it('gets 3 more requests for each, 5 windows and 20 token requests in 30 s', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(challenge, { minLength: 1, maxLength: 12 }),
          fc.boolean(),
          async (headers, atOnce) => {
            const world = await createRefusedWorld((count) => headers[count % headers.length] ?? [401, 'Bearer'], {
              interactive,
            })
            const before = counts(world).requests
            const sends = 12
            if (atOnce) await Promise.all(Array.from({ length: sends }, world.send))
            else for (let count = 0; count < sends; count++) await world.send()
            expect(counts(world).requests - before).toBeLessThanOrEqual(sends * 4)
            expect(world.windows()).toBeLessThanOrEqual(interactive ? 5 : 0)
            expect(world.tokenRequests()).toBeLessThanOrEqual(20)
            world.close()
          },
        ),
        hostile(25),
      )
    })
  },
)

it('a server that refuses the tokens of one session opens no second window for another', async () => {
  const world = await createRefusedWorld(() => [401, 'Bearer'], { interactive: true })
  const sessions: readonly TokenSource[] = [world.session, world.another(), world.another()]
  for (let count = 0; count < 5; count++) {
    for (const session of sessions) {
      world.clock.now += 100
      await withTokens(session, { serverUrl, interactive: true, now: () => world.clock.now, pause })(
        serverUrl,
        call,
      ).catch(() => undefined)
    }
  }
  expect(world.windows()).toBe(1)
})
