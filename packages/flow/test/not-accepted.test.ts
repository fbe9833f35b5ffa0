import { describe, expect, it } from 'vitest'
import { readStatus, type TokenSet } from '../src/index.ts'
import type { SessionOptions } from '../src/internal.ts'
import { createTestSession, createWorld, type TestSession, type World, type WorldOptions } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const [second, minute, hour] = [1000, 60_000, 3_600_000]

interface Expired extends World {
  readonly session: TestSession
  readonly held: TokenSet
  /** The requests to the token endpoint, in turn. */
  readonly grants: () => readonly unknown[]
}

/** Somebody whose access token has expired, at a server that answers each refresh so. */
async function createExpired(answer: () => Response, options?: WorldOptions): Promise<Expired> {
  const world = createWorld(options)
  const session = createTestSession(server, world.options)
  const held = await session.login()
  world.clock.now += 2 * hour
  world.mock.clear()
  const grants = (): readonly unknown[] => world.mock.requestsTo('token').map(({ form }) => form?.get('grant_type'))
  world.mock.override.token = () => (grants().at(-1) === 'refresh_token' ? answer() : undefined)
  return { ...world, session, held, grants }
}

const oauthError =
  (error: string, status = 400) =>
  () =>
    Response.json({ error }, { status })

const final: readonly (readonly [string, () => Response])[] = [
  ['invalid_request', oauthError('invalid_request')],
  ['access_denied', oauthError('access_denied', 403)],
  ['a word that no RFC knows', oauthError('token_expired')],
  ['unsupported_grant_type', oauthError('unsupported_grant_type')],
  ['invalid_client', oauthError('invalid_client', 401)],
  ['an error with status 200', oauthError('refused', 200)],
  ['404 without a body', () => new Response(null, { status: 404 })],
  ['403 in plain text', () => new Response('Forbidden', { status: 403 })],
  ['200 without tokens', () => Response.json({ ok: true })],
  ['a redirect to elsewhere', () => Response.redirect('https://login.example.com/', 302)],
]

describe.each(final)('a refresh that is answered by %s', (word, answer) => {
  it('leaves the tokens, and a person is needed: nothing is sent in vain', async () => {
    const { session, held, grants, store, windows, clock } = await createExpired(answer)
    expect(await session.token()).toBeUndefined()
    await expect(session.renew({})).rejects.toMatchObject({ code: 'login_required' })
    // The request may have been wrong for its resource, without which it is made once more.
    const refreshes = word === 'invalid_request' ? 2 : 1
    expect([grants(), windows.length]).toEqual([Array(refreshes).fill('refresh_token'), 1])
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens).toEqual(held)
    expect(await readStatus(store, server, clock.now)).toMatchObject({ state: 'sign_in_required' })
  })

  it('opens a window where the request may ask', async () => {
    const { session, windows, clock, store } = await createExpired(answer)
    await session.renew({ interactive: true })
    expect(windows).toHaveLength(2)
    expect(await readStatus(store, server, clock.now)).toMatchObject({ state: 'ready' })
  })

  it('stands between no person and a sign-in, whenever they ask for one', async () => {
    const { session, options, windows, grants } = await createExpired(answer)
    await session.token()
    await createTestSession(server, options).login()
    expect([grants().at(-1), windows.length]).toEqual(['authorization_code', 2])
  })
})

it('a refresh token that was not accepted is tried again after 1, 5 and 25 minutes, then each hour, by whichever process', async () => {
  const { options, clock, grants } = await createExpired(oauthError('access_denied'))
  const start = clock.now
  const tried: number[] = []
  for (; clock.now <= start + 4 * hour; clock.now += 30 * second) {
    const before = grants().length
    for (let process = 0; process < 3; process++)
      expect(await createTestSession(server, options).token()).toBeUndefined()
    for (let count = before; count < grants().length; count++) tried.push((clock.now - start) / minute)
  }
  expect(tried).toEqual([0, 1, 6, 31, 91, 151, 211])
})

it('a refresh token that is taken again after all brings everybody back without a person', async () => {
  const { session, options, clock, mock, windows, store } = await createExpired(oauthError('invalid_request'))
  expect(await session.token()).toBeUndefined()
  mock.override.token = undefined
  clock.now += minute
  expect((await session.token())?.accessToken).toBe(mock.accessTokens.at(-1)?.value)
  expect(await createTestSession(server, options).token()).toEqual(await session.token())
  expect(windows).toHaveLength(1)
  expect(await store.get(`tokens:${server}`)).not.toContain('refreshFailure')
})

describe('a server error in the words of OAuth', () => {
  const down = oauthError('server_error', 503)

  it('may pass: nothing is final before it has lasted for 30 s', async () => {
    const { session, clock, held, store } = await createExpired(down)
    for (const pause of [10, 19]) {
      await expect(session.token()).rejects.toMatchObject({ code: 'unreachable' })
      clock.now += pause * second
    }
    await expect(session.token()).rejects.toMatchObject({ code: 'unreachable' })
    expect(await readStatus(store, server, clock.now)).toMatchObject({ state: 'refreshable' })
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens).toEqual(held)
  })

  it('that lasts is an answer, and a person is needed', async () => {
    const { session, clock, windows } = await createExpired(down)
    await expect(session.token()).rejects.toMatchObject({ code: 'unreachable' })
    clock.now += 30 * second
    expect(await session.token()).toBeUndefined()
    await session.renew({ interactive: true })
    expect(windows).toHaveLength(2)
  })

  it.each([
    ['of another kind of body', () => new Response('oops', { status: 503 })],
    ['of a gateway', () => new Response('<h1>502', { status: 502, headers: { 'content-type': 'text/html' } })],
    ['that is no answer', () => Response.error()],
  ])('is not one %s: that passes, however long it lasts', async (_, answer) => {
    const { session, clock } = await createExpired(answer)
    for (let time = 0; time < 5; time++) {
      await expect(session.token()).rejects.toMatchObject({ code: 'unreachable' })
      clock.now += hour
    }
  })
})

it.each([401, 403, 200])('a page for people, as of a gateway, passes: %d', async (status) => {
  const page = () => new Response('<!doctype html>', { status, headers: { 'content-type': 'text/html' } })
  const { session, mock, windows } = await createExpired(page)
  await expect(session.renew({ interactive: true })).rejects.toMatchObject({ code: 'unreachable' })
  mock.override.token = undefined
  expect(await session.token()).toBeDefined()
  expect(windows).toHaveLength(1)
})

describe.each([
  ['none', 400],
  ['client_secret_post', 400],
  ['client_secret_basic', 400],
  ['client_secret_basic', 401],
] as const)('a refresh token of a client by %s, refused with %d,', (tokenEndpointAuthMethod, status) => {
  const words = ['invalid_client', 'invalid_target', 'access_denied']
  const sequences = words.flatMap((first) => words.flatMap((next) => words.map((last) => [first, next, last])))

  it.each([
    ['a person', true, 3],
    ['a request', false, tokenEndpointAuthMethod === 'none' ? 2 : 3],
  ])('is sent thrice at most for %s, in whichever words a server refuses it (H151, H161)', async (_, asked, most) => {
    const sent: number[] = []
    for (const sequence of sequences) {
      const left = [...sequence, ...sequence]
      const answer = () => oauthError(left.shift() ?? 'access_denied', status)()
      const { session, grants, close } = await createExpired(answer, { tokenEndpointAuthMethod })
      await (asked ? session.login() : session.token())
      sent.push(grants().filter((grant) => grant === 'refresh_token').length)
      close()
    }
    expect(Math.max(...sent)).toBe(most)
  })
})

describe('a token endpoint that has moved', () => {
  const issuer = 'https://auth.example.com'
  const old = `${issuer}/old`
  const none = () => Response.error()
  const page = (status: number) => () => new Response('<!doctype html>', { status })
  const empty =
    (status: number, headers = {}) =>
    () =>
      new Response(null, { status, headers })

  /** Somebody whose record names the endpoint that is no more, which answers so; metadata names the one where the tokens are. */
  async function createMoved(answer: () => Response, { token = `${issuer}/token`, ...options }: Moved = {}) {
    const world = createWorld({ endpoints: { token, revoke: old }, ...options })
    const { mock, store, clock } = world
    const session = createTestSession(server, { ...world.options, ...options.session })
    const held = await session.login()
    mock.override.revoke = answer
    const tokens = { ...held, tokenEndpoint: old }
    await store.update(`tokens:${server}`, async () => JSON.stringify({ version: 1, tokens }))
    clock.now += 2 * hour
    mock.clear()
    const stored = async () => JSON.parse((await store.get(`tokens:${server}`)) ?? '{}')
    const sent = () =>
      mock.requests.flatMap(({ url, form }) => (form?.has('refresh_token') ? [[url, form.get('refresh_token')]] : []))
    return { ...world, session, held, tokens, stored, sent }
  }
  interface Moved extends WorldOptions {
    readonly token?: string
    readonly session?: Partial<SessionOptions>
  }

  it.each([
    ['no answer', none],
    ['a page', page(404)],
    ['a page with 200', page(200)],
    ['404 in JSON', () => Response.json({ message: 'Not Found' }, { status: 404 })],
    ['405', empty(405)],
    ['410', empty(410)],
    ['301', empty(301, { location: `${issuer}/token` })],
    ['308 to another host', empty(308, { location: 'https://login.example.com/token' })],
  ])('is found in the metadata of its issuer, and kept: %s (H152)', async (_, answer) => {
    const { session, held, stored, sent, mock, windows, store } = await createMoved(answer)
    expect((await session.token())?.accessToken).toBe(mock.accessTokens.at(-1)?.value)
    expect(sent()).toEqual([
      [old, held.refreshToken],
      [`${issuer}/token`, held.refreshToken],
    ])
    expect((await stored()).tokens.tokenEndpoint).toBe(`${issuer}/token`)
    // The next sign-in asks anew for all that it would have taken from before.
    expect([windows.length, await store.get(`discovery:${server}`)]).toEqual([1, undefined])
  })

  it.each([
    ['an OAuth error', oauthError('access_denied', 404)],
    ['a server error', empty(503)],
    ['a 401 with a page', page(401)],
    ['a refusal in other words', empty(400)],
  ])('is not looked for after %s', async (_, answer) => {
    const { session, sent, mock } = await createMoved(answer)
    await session.token().catch(() => undefined)
    expect([sent().length, mock.requests.length]).toEqual([1, 1])
  })

  it.each([
    ['at its issuer', issuer, 'https://login.example.com/old'],
    ['where it was', 'https://login.example.com', 'https://login.example.com/old'],
  ])('is asked on the origin of its issuer, or on its own: %s', async (_, origin, revoke) => {
    const token = `${origin}/new`
    const world = await createMoved(none, { token, endpoints: { token, revoke } })
    const tokens = { ...world.tokens, tokenEndpoint: revoke }
    await world.store.update(`tokens:${server}`, async () => JSON.stringify({ version: 1, tokens }))
    expect(await world.session.token()).toMatchObject({ tokenEndpoint: token })
    expect(world.sent().map(([url]) => url)).toEqual([revoke, token])
  })

  it('gets no refresh token at another origin: a person is needed where that lasts, who then signs in there (H152)', async () => {
    const token = 'https://login.example.com/token'
    const { session, sent, stored, tokens, windows, clock } = await createMoved(page(404), { token })
    // Somebody before the server may have answered, for a moment.
    await expect(session.token()).rejects.toMatchObject({ code: 'unreachable' })
    clock.now += 31 * second
    expect(await session.token()).toBeUndefined()
    expect(sent().map(([url]) => url)).toEqual([old, old])
    expect(await stored()).toMatchObject({
      tokens: { refreshToken: tokens.refreshToken, tokenEndpoint: old },
      refreshFailure: { times: 1 },
    })
    await expect(session.renew({})).rejects.toMatchObject({
      code: 'login_required',
      message: `${server} wants a person to sign in. Sign in, then try again.`,
    })
    expect(await session.login()).toMatchObject({ tokenEndpoint: token })
    expect(windows).toHaveLength(2)
  })

  it.each([
    ['names the same one', {}, old],
    ['is of another issuer', { issuer: 'https://evil.example.com' }, `${issuer}/token`],
    ['names one without TLS', {}, 'http://auth.example.com/token'],
    ['is not there', undefined, ''],
  ])('is none where the metadata %s (H152)', async (_, members, token_endpoint) => {
    const { session, sent, mock, stored, tokens } = await createMoved(none)
    mock.override.authorizationServerMetadata = async (__, answer) =>
      members ? Response.json({ ...(await (await answer()).json()), ...members, token_endpoint }) : page(404)()
    await expect(session.token()).rejects.toMatchObject({ code: 'unreachable' })
    expect(sent().map(([url]) => url)).toEqual([old])
    expect(await stored()).toEqual({ version: 1, tokens })
  })

  it('is not looked for where a person gave the metadata', async () => {
    const authorizationServer = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      registration_endpoint: `${issuer}/register`,
      code_challenge_methods_supported: ['S256'],
    }
    const { session, mock } = await createMoved(none, { session: { authorizationServer } })
    await expect(session.token()).rejects.toMatchObject({ code: 'unreachable' })
    expect(mock.requests).toHaveLength(1)
  })

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'gets the refresh token of a client by %s twice at most, so that it is sent thrice in all',
    async (tokenEndpointAuthMethod) => {
      const { session, sent, mock } = await createMoved(page(404), { tokenEndpointAuthMethod })
      mock.override.token = oauthError('invalid_client', 401)
      expect(await session.token()).toBeUndefined()
      expect(sent().map(([url]) => url)).toEqual([old, `${issuer}/token`, `${issuer}/token`])
    },
  )

  it('ends the tokens by invalid_grant at its new place', async () => {
    const { session, mock, store } = await createMoved(page(404))
    mock.override.token = oauthError('invalid_grant')
    expect(await session.token()).toBeUndefined()
    expect(await store.get(`tokens:${server}`)).toBeUndefined()
  })
})
