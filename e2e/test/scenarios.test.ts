import { createServer } from 'node:net'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { type AuthEvent, type AuthOptions, createAuth } from 'fast-agent-auth'
import { type PersonOptions, type Playground, scriptedPerson, startPlayground } from 'playground'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connection, connectTo, type Host, hosts } from '../src/hosts.ts'

let playground: Playground

beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

/** An application on this host with an empty store, and a person at the browser. */
function createApplication(host: Host, { person, ...options }: AuthOptions & { person?: PersonOptions } = {}) {
  const windows: URL[] = []
  const events: AuthEvent[] = []
  const url = host.url(playground)
  const answer = scriptedPerson(person)
  const auth = createAuth(url, {
    store: memoryTokenStore(),
    redirect: { port: 0 },
    openBrowser: async (window) => {
      windows.push(window)
      await answer(window)
    },
    onEvent: (event) => events.push(event),
    ...options,
  })
  return { auth, windows, events, url, connect: (): Promise<Connection> => connectTo(host, url, auth.fetch) }
}

const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe.each(hosts)('$name', (host) => {
  it('signs in on demand at the first 401, and the connection goes on', async () => {
    const { windows, connect } = createApplication(host, { interactive: true })
    const connection = await connect()
    expect(await connection.tools()).toEqual(expect.arrayContaining(['add', 'whoami', 'write_note']))
    expect(await connection.call('add', { a: 2, b: 3 })).toContain('5')
    await connection.close()
    expect(windows).toHaveLength(1)
  })

  it('uses the tokens of a sign-in before the connection, and nobody is asked again', async () => {
    const { auth, windows, connect } = createApplication(host)
    await auth.login()
    const connection = await connect()
    expect(await connection.call('add', { a: 2, b: 3 })).toContain('5')
    await connection.close()
    expect(windows).toHaveLength(1)
  })

  it('refreshes in silence when the server refuses the token', async () => {
    const { auth, windows, connect } = createApplication(host)
    await auth.login()
    const connection = await connect()
    const before = playground.refreshes()
    playground.revokeAccessTokens()
    expect(await connection.call('whoami')).toBeTruthy()
    await connection.close()
    expect(playground.refreshes() - before).toBe(1)
    expect(windows).toHaveLength(1)
  })

  it('answers 50 concurrent calls on a refused token with one refresh', async () => {
    const { auth, windows, connect } = createApplication(host)
    await auth.login()
    const connection = await connect()
    const before = playground.refreshes()
    playground.revokeAccessTokens()
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => connection.call('add', { a: i, b: 1000 })))
    await connection.close()
    expect(answers.filter((answer, i) => answer.includes(String(1000 + i)))).toHaveLength(50)
    expect(playground.refreshes() - before).toBe(1)
    expect(windows).toHaveLength(1)
  })

  it('asks for more scope when a tool needs it, keeps the old one, and the call goes on', async () => {
    const { windows, connect, auth } = createApplication(host, { interactive: true })
    const connection = await connect()
    expect(await connection.call('write_note', { text: 'remember' })).not.toContain('insufficient')
    await connection.close()
    expect(windows.map((url) => url.searchParams.get('scope'))).toEqual([
      'mcp:read offline_access',
      'mcp:read offline_access mcp:write',
    ])
    expect((await auth.status()).scope?.split(' ')).toEqual(expect.arrayContaining(['mcp:read', 'mcp:write']))
  })

  it('hands a denial to the caller, with the code, after one window', async () => {
    const { windows, events, connect } = createApplication(host, { interactive: true, person: { answer: 'deny' } })
    const error = await errorOf(connect())
    expect(error).toBeInstanceOf(Error)
    const told = host.transport === 'sse' ? events.find(({ type }) => type === 'stream_unauthorized') : { error }
    expect(told).toMatchObject({ error: { name: 'AuthorizationError', code: 'access_denied' } })
    expect(windows).toHaveLength(1)
  })

  it('tells that a sign-in is needed where the browser may not be opened', async () => {
    const { windows, events, connect } = createApplication(host)
    const error = await errorOf(connect())
    const told = host.transport === 'sse' ? events.find(({ type }) => type === 'stream_unauthorized') : { error }
    expect(told).toMatchObject({ error: { code: 'login_required', challenge: { scope: 'mcp:read' } } })
    expect(windows).toHaveLength(0)
  })

  describe('a connection that is closed in the middle of a sign-in', () => {
    /** The host has given up, and the person has the page before them. */
    async function givenUp() {
      let arrive = (_: URL): void => undefined
      const arrived = new Promise<URL>((resolve) => {
        arrive = resolve
      })
      const openBrowser = async (window: URL): Promise<void> => arrive(window)
      const application = createApplication(host, { interactive: true, openBrowser })
      const connection = await host.open(application.url, application.auth.fetch)
      // With SSE the SDKs leave this promise pending.
      errorOf(connection.connect())
      const window = await arrived
      await connection.close()
      return { ...application, window }
    }

    it('leaves it to the next one, which needs no other window', async () => {
      const { connect, window, events } = await givenUp()
      const next = connect()
      await scriptedPerson()(window)
      const connection = await next
      expect(await connection.call('add', { a: 2, b: 3 })).toContain('5')
      await connection.close()
      expect(events.filter(({ type }) => type === 'authorization_url')).toHaveLength(1)
    })

    it('leaves it and its callback server to close() (H49)', async () => {
      const { auth, events } = await givenUp()
      const asked = events.find(({ type }) => type === 'authorization_url')
      const { port } = new URL(asked?.type === 'authorization_url' ? asked.redirectUri : '')
      expect(await canListenOn(Number(port))).toBe(false)
      await auth.close()
      expect(await canListenOn(Number(port))).toBe(true)
    })
  })
})

function canListenOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
