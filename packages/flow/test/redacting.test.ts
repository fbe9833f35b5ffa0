import { inspect } from 'node:util'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { createSecrets, type SessionOptions } from '../src/internal.ts'
import { learnFromFetch, learnFromStore } from '../src/redaction/redacting.ts'
import { server } from './token-answers.ts'
import { createTestSession, createWorld, type WorldOptions } from './world.ts'

const told = (...values: readonly unknown[]): string => inspect(values, { depth: 20, showHidden: true })

function createGuarded(worldOptions: WorldOptions = {}, more: Partial<SessionOptions> = {}) {
  const world = createWorld(worldOptions)
  return { ...world, session: createTestSession(server, { ...world.options, ...more }) }
}

describe('a session', () => {
  it('tells no token that the store repeats when it fails', async () => {
    const memory = memoryTokenStore()
    let broken = false
    const store: TokenStore = {
      ...memory,
      async update(key, change, options) {
        return memory.update(
          key,
          async (present) => {
            const next = await change(present)
            if (broken && next !== present) throw new Error(`cannot write ${next} over ${present}`)
            return next
          },
          options,
        )
      },
    }
    const { session, clock, events, mock } = createGuarded({ store })
    const held = await session.login()
    broken = true
    clock.now += 7_200_000
    const fresh = await session.token()
    expect(events.at(-2)).toMatchObject({
      type: 'store_failed',
      error: { message: expect.stringContaining('cannot write') },
    })
    const error: unknown = await session.login({ force: true }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ message: expect.stringContaining('cannot write') })
    const all = [held.accessToken, held.refreshToken ?? '', fresh?.accessToken]
    for (const { value } of [...mock.accessTokens, ...mock.refreshTokens]) all.push(value)
    const text = told(events, error)
    expect(all.filter((secret) => secret && text.includes(secret))).toEqual([])
  })

  it('can be signed in to and out of, whatever members a record in the store has', async () => {
    const { session, store } = createGuarded()
    const many = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [index, { clientSecret: 's' }]))
    for (const key of [`tokens:${server}`, 'client:https://auth.example.com'])
      await store.update(key, async () => JSON.stringify(many))
    expect(await session.token()).toBeUndefined()
    await session.login()
    expect(await session.logout()).toMatchObject({ deleted: true, revoked: true })
  })

  it('tells no token of an earlier sign-in that a later answer repeats', async () => {
    const { session, mock } = createGuarded()
    const held = await session.login()
    mock.override.token = () =>
      Response.json({ error: 'invalid_request', error_description: `Known: ${held.accessToken}` }, { status: 400 })
    const error: unknown = await session.login({ force: true }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('Known: [redacted]') })
    expect(told(error)).not.toContain(held.accessToken)
  })

  it('asks for no scope that holds a token, which would stand in a URL', async () => {
    const { session, windows, events, mock } = createGuarded()
    const held = await session.login()
    const challenge = { error: 'insufficient_scope', scope: `a ${held.accessToken}` }
    await session.renew({ rejected: held, challenge, interactive: true })
    expect(windows[1]?.searchParams.get('scope')).toBe('mcp:read mcp:write a')
    expect(
      told(
        windows,
        events,
        mock.requestsTo('authorize').map(({ url }) => url),
      ),
    ).not.toContain(held.accessToken)
  })

  it('asks for no scope of the resource metadata that holds a token, and registers for none', async () => {
    const { session, windows, mock } = createGuarded({ challengeScope: undefined })
    const held = await session.login()
    mock.override.resourceMetadata = async (_, answer) =>
      Response.json({ ...(await (await answer()).json()), scopes_supported: ['a', held.accessToken] })
    await session.login({ force: true, registerAnew: true })
    expect(windows[1]?.searchParams.get('scope')).toBe('mcp:read mcp:write a')
    expect(told(windows, mock.requestsTo('register'))).not.toContain(held.accessToken)
  })

  it.each(['a refresh', 'a sign-in'])('keeps no scope that holds a token, which %s may bring', async (what) => {
    const { session, mock, store } = createGuarded()
    const held = await session.login()
    mock.override.token = async (_, answer) => {
      const members = await (await answer()).json()
      return Response.json({ ...members, scope: `a ${held.accessToken} ${members.access_token}` })
    }
    const { scope } = await (what === 'a refresh' ? session.renew({ rejected: held }) : session.login({ force: true }))
    expect(scope).toBe('a')
    expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '').tokens.scope).toBe(scope)
  })

  it('shows the page no token that the authorization server repeats', async () => {
    const { session, outcomes, mock } = createGuarded()
    const held = await session.login()
    mock.override.authorize = (request) => {
      const { searchParams } = new URL(request.url)
      const back = new URL(searchParams.get('redirect_uri') ?? '')
      const answer = { state: searchParams.get('state') ?? '', iss: 'https://auth.example.com' }
      const words = { error: 'access_denied', error_description: `${held.refreshToken} ${answer.state}` }
      back.search = new URLSearchParams({ ...answer, ...words }).toString()
      return Response.redirect(back, 302)
    }
    const error: unknown = await session.login({ force: true }).catch((reason: unknown) => reason)
    expect(outcomes.at(-1)).toMatchObject({ error: 'denied', quote: { text: '[redacted] [redacted]' } })
    expect(told(outcomes, error)).not.toContain(held.refreshToken)
  })

  it('tells no secret of the options, nor a password or key of its URL', async () => {
    const url = 'https://mcp.example.com/mcp?key=hush-hush'
    const { options, mock } = createWorld()
    const client = { id: 'mine', secret: 'a client secret' }
    const session = createTestSession(url, { ...options, client, issuer: 'https://auth.example.com' })
    mock.override.mcp = () => Response.error()
    const listen = () => Promise.reject(new Error('a client secret, hush-hush'))
    const error: unknown = await session.login().catch((reason: unknown) => reason)
    expect(told(error)).not.toContain('hush-hush')
    mock.override.mcp = undefined
    const other = createTestSession(server, { ...options, client, issuer: 'https://auth.example.com', listen })
    await expect(other.login()).rejects.toThrow('[redacted], hush-hush')
  })

  it('learns for whoever gives it what to learn into', async () => {
    const world = createWorld()
    const secrets = createSecrets()
    const session = createTestSession(server, { ...world.options, secrets })
    const { accessToken } = await session.login()
    expect(secrets.redact(accessToken)).toBe('[redacted]')
    expect(secrets.redact(world.mock.refreshTokens[0]?.value ?? '')).toBe('[redacted]')
  })

  it('does not say what a sign-out could not revoke', async () => {
    const { session, mock } = createGuarded()
    const held = await session.login()
    mock.override.revoke = () => Response.json({ error: held.accessToken }, { status: 400 })
    const outcome = await session.logout()
    expect(outcome).toMatchObject({ revoked: false, error: { name: 'AuthorizationError' } })
    expect(told(outcome)).not.toContain(held.accessToken)
  })

  it('hands on the reason of a caller who gives up as it is', async () => {
    const { session } = createGuarded()
    const reason = Object.freeze(new Error('given up'))
    await expect(session.login({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('learns what the store holds, of tokens and registrations and of nothing else', async () => {
    const { options, store } = createWorld({ tokenEndpointAuthMethod: 'client_secret_post' })
    const held = await createTestSession(server, options).login()
    const secret = JSON.parse((await store.get(`client:${held.issuer}`)) ?? '').clients[0].clientSecret
    await store.update('other:', async () => JSON.stringify({ access_token: 'not-one-of-ours' }))
    const secrets = createSecrets()
    const learning = learnFromStore(store, secrets)
    expect(await learning.keys()).toEqual(await store.keys())
    for (const key of await store.keys()) await learning.get(key)
    expect(await learning.get('tokens:https://nobody.example.com')).toBeUndefined()
    const all = [held.accessToken, held.refreshToken, secret, 'not-one-of-ours'].join(' ')
    expect(secrets.redact(all)).toBe('[redacted] [redacted] [redacted] not-one-of-ours')
  })

  it('learns what is about to be stored', async () => {
    const { store } = createWorld()
    const secrets = createSecrets()
    await learnFromStore(store, secrets).update('tokens:x', async () =>
      JSON.stringify({ tokens: { accessToken: 'brand-new-token-1' } }),
    )
    expect(secrets.redact('brand-new-token-1')).toBe('[redacted]')
  })
})

describe('a server cannot choose what a person does not see', () => {
  const issuer = 'https://auth.example.com'
  const publicTexts = [
    ['the issuer', issuer],
    ['the host of the issuer', 'auth.example.com'],
    ['a part of the host', 'auth.example'],
    ['the authorization endpoint', `${issuer}/authorize`],
    ['the redirect URI', 'http://127.0.0.1:3030/callback'],
    ['a scope', 'mcp:read'],
    ['all scopes', 'mcp:read mcp:write'],
    ['the host of the MCP server', 'mcp.example.com'],
  ] as const

  it.each(publicTexts)('by registering it with a client_secret that is %s (H120)', async (_, secret) => {
    const { session, events, mock, outcomes } = createGuarded({ tokenEndpointAuthMethod: 'client_secret_post' })
    mock.override.register = async (_request, answer) =>
      Response.json({ ...(await (await answer()).json()), client_secret: secret }, { status: 201 })
    mock.override.token = () =>
      Response.json({ error: 'server_error', error_description: `No: ${secret}` }, { status: 400 })
    const error: unknown = await session.login().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ message: expect.stringContaining(`${issuer} refused the token request`) })
    expect(error).toMatchObject({ message: expect.stringContaining(`No: ${secret}"`) })
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'authorization_url', serverUrl: server, issuer, scope: 'mcp:read mcp:write' }),
    )
    expect(events).toContainEqual(expect.objectContaining({ redirectUri: 'http://127.0.0.1:3030/callback' }))
    expect(told(error, events, outcomes)).not.toContain('[redacted]')
  })

  it.each(publicTexts)('by issuing it tokens that are %s (H120)', async (_, token) => {
    const { session, events, mock, store } = createGuarded({ tokenEndpointAuthMethod: 'client_secret_post' })
    mock.override.token = () => Response.json({ access_token: 'a-token', refresh_token: token, token_type: 'bearer' })
    await session.login()
    const again = createTestSession(server, {
      ...createWorld().options,
      store,
      listen: () => Promise.reject(new Error(token)),
    })
    await expect(again.login({ force: true })).rejects.toThrow(token)
    expect(told(events)).not.toContain('[redacted]')
  })
})

describe('an answer that is looked at for secrets', () => {
  it('comes with its status, headers and text, and a scope without secrets', async () => {
    const secrets = createSecrets()
    const answer = (): Response =>
      Response.json(
        { access_token: 'a-token-1', scope: 'a a-token-1' },
        { status: 429, headers: { 'retry-after': '7' } },
      )
    const send = learnFromFetch(async () => answer(), secrets)
    const response = await send('https://auth.example.com/token', { method: 'POST', body: 'code=c0de-12345' })
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7'])
    expect(await response.json()).toEqual({ access_token: 'a-token-1', scope: 'a' })
    expect(secrets.redact('a-token-1 c0de-12345')).toBe('[redacted] [redacted]')
  })

  it.each([
    ['a status that there is not', { status: 999 }],
    ['a reason in other letters', { statusText: '成功' }],
  ])('comes as it is with %s', async (_, odd) => {
    const answer = Response.json({ access_token: 'a-token-1' })
    for (const [name, value] of Object.entries(odd)) Object.defineProperty(answer, name, { value })
    const send = learnFromFetch(async () => answer, createSecrets())
    const response = await send('https://auth.example.com/token', { method: 'POST', body: 'code=c0de-12345' })
    expect(response).toMatchObject(odd)
    expect(await response.json()).toEqual({ access_token: 'a-token-1' })
  })

  it('of more than 1 MiB is too large for a refresh at once, and loses nothing (H126)', async () => {
    const { session, mock, clock } = createGuarded()
    await session.login()
    clock.now += 7_200_000
    mock.override.token = () => new Response('x'.repeat(2 * 1024 * 1024))
    await expect(session.token()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('its answer is larger than 1 MiB'),
    })
  })

  it('is none of the MCP server, whose body may never end (H126)', async () => {
    const { session, mock } = createGuarded()
    mock.override.mcp = async (_request, answer) =>
      new Response(new ReadableStream(), { status: 401, headers: (await answer()).headers })
    await session.login()
    expect(mock.requestsTo('token')).toHaveLength(1)
  })
})

it('resource metadata that a challenge names by the key in the server’s own URL is asked for as it is named', async () => {
  const url = `${server}?tenant=abcdefgh12345678`
  const { options, mock } = createWorld({ serverUrl: url })
  const metadata = `https://mcp.example.com/.well-known/oauth-protected-resource/mcp?tenant=abcdefgh12345678`
  const session = createTestSession(url, options)
  const challenge = { resourceMetadata: metadata, scope: 'mcp:read' }
  await session.renew({ challenge, interactive: true })
  expect(mock.requests.map((request) => request.url)).toContain(metadata)
})

it('no event has a member altered but those that quote a stranger (H120)', async () => {
  const { session, events, mock } = createGuarded({ refreshTokens: true })
  const held = await session.login()
  mock.override.token = () =>
    Response.json({ error: 'invalid_grant', error_description: held.accessToken }, { status: 400 })
  await session.renew({ rejected: held }).catch(() => undefined)
  const failed = events.find(({ type }) => type === 'refresh_failed')
  expect(failed).toMatchObject({ serverUrl: server, final: true, error: { code: 'invalid_grant' } })
  expect(told(failed)).toContain('[redacted]')
  const link = events.find((event) => event.type === 'authorization_url')
  expect(link?.url).toBeInstanceOf(URL)
})

it.each<readonly [string, (error: Error) => unknown]>([
  [
    'throws',
    (error) => {
      throw error
    },
  ],
  ['rejects', (error) => Promise.reject(error)],
])('no browser opens where the listener that is to say who asks %s (H122)', async (_, fail) => {
  const { options, windows, mock, store, listening } = createWorld()
  const onEvent: SessionOptions['onEvent'] = ({ type }) =>
    type === 'authorization_url' ? (fail(new Error('The screen is broken.')) as undefined) : undefined
  await expect(createTestSession(server, { ...options, onEvent }).login()).rejects.toThrow('The screen is broken.')
  expect([windows.length, mock.requestsTo('authorize').length, mock.requestsTo('token').length]).toEqual([0, 0, 0])
  expect((await store.keys()).filter((key) => key.startsWith('tokens:'))).toEqual([])
  expect(listening()).toBe(0)
})

it('the secret of a client of your own is never pushed out, neither as it is nor as it is sent', () => {
  const secrets = createSecrets()
  const listen = () => Promise.reject(new Error('nobody is asked'))
  const client = { id: 'mine', secret: 'a-secret-of-your-own' }
  createTestSession('https://mcp.example.com/mcp?key=a-key-in-the-url', {
    store: memoryTokenStore(),
    listen,
    client,
    secrets,
  })
  for (let index = 0; index < 30_000; index++) secrets.learn(`${index}-sent-by-a-server`)
  const all = [client.secret, btoa(`mine:${client.secret}`), 'a-key-in-the-url']
  expect(secrets.redact(all.join(' '))).toBe('[redacted] [redacted] [redacted]')
})
