import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { LoginOptions } from '../src/index.ts'
import { createGate, createTestSession, createWorld, type TestSession, type World, type WorldOptions } from './world.ts'

const server = 'https://mcp.example.com/mcp'

interface Asked extends World {
  readonly session: TestSession
  /** The person is at the page of the authorization server. */
  readonly atPage: Promise<void>
  /** They agree to what it asks. */
  agree(): void
}

/** A person who takes their time. */
function createAsked(options: WorldOptions = {}): Asked {
  const world = createWorld(options)
  const page = createGate()
  const consent = createGate()
  const openBrowser = async (url: URL): Promise<void> => {
    page.open()
    await consent.passed
    await world.options.openBrowser(url)
  }
  const session = createTestSession(server, { ...world.options, openBrowser })
  return { ...world, session, atPage: page.passed, agree: consent.open }
}

const types = ({ events }: World): readonly string[] => events.map(({ type }) => type)

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await setImmediate()
}

/** A host that connects, and gives up when the person is at the page. */
async function giveUp(world: Asked): Promise<void> {
  const host = new AbortController()
  const request = world.session.renew({ interactive: true, signal: host.signal })
  await world.atPage
  host.abort(new Error('Connection timed out.'))
  await expect(request).rejects.toThrow('Connection timed out.')
}

describe('a sign-in whose request was given up', () => {
  it('goes on: its tokens are stored, and the next request finds them (H138)', async () => {
    const world = createAsked()
    await giveUp(world)
    expect(world.listening()).toBe(1)
    world.agree()
    await until(() => types(world).includes('signed_in'))
    const tokens = await world.session.token()
    expect(tokens?.accessToken).toBeTypeOf('string')
    expect(world.outcomes).toEqual(['signed_in'])
    expect(world.windows).toHaveLength(1)
  })

  it('is joined by the next request, and nothing more is opened', async () => {
    const world = createAsked()
    await giveUp(world)
    const waiting = world.session.renew({ interactive: true })
    world.agree()
    expect((await waiting).accessToken).toBe((await world.session.token())?.accessToken)
    expect(world.windows).toHaveLength(1)
    expect(world.mock.requestsTo('register')).toHaveLength(1)
  })

  it('is joined by the next login, which shows its link again to whom has closed the page', async () => {
    const world = createAsked()
    await giveUp(world)
    const logins = [world.session.login(), world.session.login()]
    await until(() => types(world).filter((type) => type === 'authorization_url').length === 2)
    world.agree()
    const [one, two] = await Promise.all(logins)
    expect([one?.accessToken, two?.accessToken]).toEqual([expect.any(String), one?.accessToken])
    const links = world.events.flatMap((event) => (event.type === 'authorization_url' ? [event.url.href] : []))
    expect(links).toEqual([links[0], links[0]])
    expect(world.mock.requestsTo('token')).toHaveLength(1)
  })

  it.each<LoginOptions>([{ force: true }, { scope: 'mcp:read' }])(
    'ends where a person asks for something else: %j',
    async (asked) => {
      const world = createAsked()
      await giveUp(world)
      const login = world.session.login(asked)
      await until(() => types(world).includes('sign_in_failed'))
      world.agree()
      expect((await login).accessToken).toBeTypeOf('string')
      const message = `The sign-in to ${server} was ended by a login() that asks for something else.`
      expect(world.outcomes).toEqual([{ error: 'failed', message }, 'signed_in'])
      expect(types(world).filter((type) => type === 'authorization_url')).toHaveLength(2)
    },
  )

  it('is waited for by another session of the same store, whose request takes its tokens', async () => {
    const world = createAsked()
    await giveUp(world)
    const other = createTestSession(server, world.options).renew({ interactive: true })
    world.agree()
    expect((await other).accessToken).toBe((await world.session.token())?.accessToken)
    expect(world.windows).toHaveLength(1)
  })

  it('tells by an event that it failed, since nobody waits', async () => {
    const world = createAsked({ consent: () => 'deny' })
    await giveUp(world)
    world.agree()
    await until(() => types(world).includes('sign_in_failed'))
    expect(world.events.at(-1)).toMatchObject({ serverUrl: server, error: { code: 'access_denied' } })
    expect(world.listening()).toBe(0)
  })
})

describe('a sign-in under way is ended', () => {
  it.each([
    { by: 'close()', end: (session: TestSession) => void session.close() },
    { by: 'its signal', end: (_: TestSession, person: AbortController) => person.abort(new Error('Ctrl-C')) },
  ])('by $by at the moment at which its link is told, and no browser opens (H145)', async ({ end }) => {
    const world = createWorld()
    const person = new AbortController()
    const session: TestSession = createTestSession(server, {
      ...world.options,
      onEvent: ({ type }) => {
        if (type === 'authorization_url') end(session, person)
      },
    })
    await expect(session.login({ signal: person.signal })).rejects.toThrow(/^Ctrl-C$|by close/)
    expect(world.windows).toEqual([])
  })

  it.each([
    { by: 'close()', end: (session: TestSession) => session.close() },
    { by: 'logout()', end: (session: TestSession) => session.logout() },
  ])('by $by, with its listener, although a request was given up', async ({ end, by }) => {
    const world = createAsked()
    await giveUp(world)
    await end(world.session)
    expect(world.listening()).toBe(0)
    const message = `The sign-in to ${server} was ended by ${by}.`
    expect(world.outcomes).toEqual([{ error: 'failed', message }])
    expect(world.events.at(-1)).toMatchObject({ type: 'sign_in_failed', error: { code: 'closed', message } })
    expect(world.mock.requestsTo('token')).toEqual([])
  })

  it('by close(), which tells those who wait, and a login after it asks anew', async () => {
    const world = createAsked()
    const waiting = world.session.login()
    await world.atPage
    const closed = world.session.close()
    world.agree()
    const again = world.session.login()
    await expect(waiting).rejects.toMatchObject({ code: 'closed' })
    await closed
    expect((await again).accessToken).toBeTypeOf('string')
    expect(world.windows).toHaveLength(2)
  })

  it('by logout() also where a fetch of the host’s own goes on: nothing is stored afterwards (H145)', async () => {
    const world = createWorld()
    const atToken = createGate()
    const answer = createGate()
    const session = createTestSession(server, {
      ...world.options,
      async fetch(input, init) {
        if (!String(input).endsWith('/token')) return fetch(input, { ...init, signal: null })
        atToken.open()
        await answer.passed
        return fetch(input, { ...init, signal: null })
      },
    })
    const person = new AbortController()
    const login = session.login({ signal: person.signal })
    await atToken.passed
    person.abort(new Error('Ctrl-C'))
    await expect(login).rejects.toThrow('Ctrl-C')
    const logout = session.logout()
    answer.open()
    expect(await logout).toMatchObject({ deleted: false })
    expect(await session.token()).toBeUndefined()
    expect(types(world)).not.toContain('signed_in')
    // Nobody would ever end them.
    expect(world.mock.accessTokens.map(({ state }) => state)).toEqual(['revoked'])
  })

  it('by close() also before it has asked anybody', async () => {
    const world = createAsked()
    const waiting = world.session.login()
    await world.session.close()
    await expect(waiting).rejects.toMatchObject({ code: 'closed' })
    expect(world.windows).toEqual([])
  })

  it('by the signal of a login that joined what a request had begun', async () => {
    const world = createAsked()
    await giveUp(world)
    const person = new AbortController()
    const login = world.session.login({ signal: person.signal })
    await setImmediate()
    person.abort(new Error('Ctrl-C'))
    await expect(login).rejects.toThrow('Ctrl-C')
    await until(() => world.listening() === 0)
    expect(world.mock.requestsTo('token')).toEqual([])
  })

  it('not by close() as far as tokens go: they stay, and a refresh is none of its business', async () => {
    const world = createAsked()
    world.agree()
    const tokens = await world.session.login()
    const renewed = world.session.renew({ rejected: tokens })
    await world.session.close()
    expect((await renewed).accessToken).not.toBe(tokens.accessToken)
  })
})

it('a request that waits for another process and is given up asks nobody later (H138)', async () => {
  const world = createAsked()
  const gate = createGate()
  const holding = world.store.update(`sign-in:${server}`, async (present) => {
    await gate.passed
    return present
  })
  const host = new AbortController()
  const request = world.session.renew({ interactive: true, signal: host.signal })
  await setImmediate()
  host.abort(new Error('gone'))
  await expect(request).rejects.toThrow('gone')
  gate.open()
  await holding
  await setImmediate()
  expect([world.windows, types(world)]).toEqual([[], []])
})
