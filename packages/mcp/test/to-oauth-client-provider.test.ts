import { AuthorizationError, createSession, serverKey, type TokenSet, type TokenSource } from '@fast-agent-auth/flow'
import type { SentRefusal } from '@fast-agent-auth/flow/internal'
import { storedTokens as readStored } from '@fast-agent-auth/flow/internal'
import { describe, expect, it } from 'vitest'
import { type OAuthClientProvider, toOAuthClientProvider } from '../src/index.ts'
import { type Connection, sdks } from './sdks.ts'
import { createWorld, type World } from './world.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

const providerOf = ({ session, clock }: World): OAuthClientProvider =>
  toOAuthClientProvider(session, { now: () => clock.now })

const statuses = ({ mock }: World): ReadonlySet<number | undefined> =>
  new Set(mock.requestsTo('mcp').map(({ status }) => status))

/** Everything that was sent to the authorization server, as path and refresh token. */
const asked = ({ mock }: World): readonly (readonly (string | null | undefined)[])[] =>
  mock.requests
    .filter(({ url }) => url.startsWith(mock.issuer))
    .map(({ endpoint, form }) => [endpoint, form?.get('grant_type'), form?.get('refresh_token')])

const echo = (connection: Connection, message: string): Promise<string> => connection.call('echo', { message })

const eight = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

describe.each(sdks)('$name', (sdk) => {
  async function signedIn(world: World) {
    const tokens = await world.session.login()
    const connection = await world.connect(sdk, { authProvider: providerOf(world) })
    return { tokens, connection }
  }

  it('sends the token from the first request on, and asks nobody else for anything', async () => {
    const world = createWorld()
    const tokens = await world.session.login()
    world.mock.clear()
    const connection = await sdk.connect(world.mock.serverUrl, { authProvider: providerOf(world) })
    expect(await echo(connection, 'hello')).toBe('hello')
    await connection.close()
    const sent = world.mock.requestsTo('mcp').map(({ headers }) => headers.get('authorization'))
    expect(new Set(sent)).toEqual(new Set([`Bearer ${tokens.accessToken}`]))
    expect(world.mock.requests).toHaveLength(sent.length)
    expect(statuses(world)).not.toContain(401)
  })

  it('answers 8 calls on an expired token after one refresh, and none of them is refused', async () => {
    const world = createWorld()
    const { tokens, connection } = await signedIn(world)
    world.clock.now += 2 * hour
    expect(await Promise.all(eight.map((text) => echo(connection, text)))).toEqual(eight)
    expect(asked(world)).toEqual([['token', 'refresh_token', tokens.refreshToken]])
    expect(statuses(world)).toEqual(new Set([200]))
  })

  it('says that a token that was refused before its time is renewed, and sends the new one from then on', async () => {
    const world = createWorld()
    const { tokens, connection } = await signedIn(world)
    world.clock.now += 2 * minute
    world.mock.expireAccessTokens()
    await expect(echo(connection, 'hello')).rejects.toMatchObject({
      name: 'AuthorizationError',
      code: 'token_renewed',
      message: `${world.mock.serverUrl} refused the token. It has been renewed: send the request again.`,
    })
    expect(asked(world)).toEqual([['token', 'refresh_token', tokens.refreshToken]])
    expect(world.mock.requestsTo('resourceMetadata')).toHaveLength(sdk.discoversFirst ? 1 : 0)
    world.mock.clear()
    expect(await echo(connection, 'hello')).toBe('hello')
    const renewed = await world.session.token()
    expect(renewed?.accessToken).not.toBe(tokens.accessToken)
    expect(world.mock.requests.map(({ headers }) => headers.get('authorization'))).toEqual([
      `Bearer ${renewed?.accessToken}`,
    ])
  })

  it('renews once for 8 calls that are refused at the same time', async () => {
    const world = createWorld()
    const { tokens, connection } = await signedIn(world)
    world.clock.now += 2 * minute
    world.mock.expireAccessTokens()
    const calls = await Promise.allSettled(eight.map((text) => echo(connection, text)))
    expect(calls).toEqual(
      eight.map(() => ({ status: 'rejected', reason: expect.objectContaining({ code: 'token_renewed' }) })),
    )
    expect(asked(world)).toEqual([['token', 'refresh_token', tokens.refreshToken]])
    expect(await Promise.all(eight.map((text) => echo(connection, text)))).toEqual(eight)
    expect(asked(world)).toHaveLength(1)
  })

  it('says that a person has to sign in where nobody has, and registers nothing', async () => {
    const world = createWorld()
    const connecting = sdk.connect(world.mock.serverUrl, { authProvider: providerOf(world) })
    const error = await connecting.catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AuthorizationError)
    expect(error).toMatchObject({
      code: 'login_required',
      message: `${world.mock.serverUrl} wants a person to sign in. Sign in, then try again.`,
    })
    expect(asked(world)).toEqual([])
    expect(world.mock.clients).toEqual([])
  })

  it('says that a person has to sign in where the sign-in has ended', async () => {
    const world = createWorld()
    const { tokens, connection } = await signedIn(world)
    world.clock.now += 2 * minute
    world.mock.expireAccessTokens()
    world.mock.revokeRefreshTokens()
    await expect(echo(connection, 'hello')).rejects.toMatchObject({ code: 'login_required' })
    expect(asked(world)).toEqual([['token', 'refresh_token', tokens.refreshToken]])
  })

  it('does not refresh a token again that is refused right after it was issued, nor spoil it for others', async () => {
    const world = createWorld()
    const { tokens, connection } = await signedIn(world)
    world.mock.override.mcp = () => new Response(null, { status: 401 })
    for (const _ of eight.slice(0, 3)) {
      await expect(echo(connection, 'hello')).rejects.toMatchObject({
        code: 'login_required',
        message: `${world.mock.serverUrl} refuses a token in its first minute: it accepts no token of this sign-in, or a scope is missing. Sign in again: login({ force: true }), or login({ scope }) with every scope that is needed.`,
      })
    }
    expect(asked(world)).toEqual([])
    world.mock.override.mcp = undefined
    expect(await echo(connection, 'hello')).toBe('hello')
    expect(await storedTokens(world)).toEqual(tokens)
  })

  it('does not refresh again and again for want of a scope, nor spoil the tokens for others', async () => {
    const world = createWorld({ scope: 'mcp:read' })
    const { connection } = await signedIn(world)
    world.clock.now += 2 * minute
    const codes: unknown[] = []
    for (const _ of eight.slice(0, 4)) {
      codes.push(await connection.call('write', { text: 'a' }).catch((error) => error.code ?? error.statusCode))
    }
    expect(codes).toEqual(answersToForbidden[sdk.name])
    expect(asked(world).length).toBeLessThanOrEqual(1)
    expect(world.mock.clients).toHaveLength(1)
    expect(await echo(connection, 'hello')).toBe('hello')
    expect(await storedTokens(world)).toBeDefined()
  })
})

/** How a call ends that wants more scope than was granted, and the next three. v1 asks once; ai-sdk does not ask. */
const answersToForbidden: Readonly<Record<string, readonly unknown[]>> = {
  'SDK v1 1.32': ['token_renewed', 403, 403, 403],
  'SDK v1 1.26': ['token_renewed', 403, 403, 403],
  'SDK v2 2.4': ['token_renewed', 'login_required', 'login_required', 'login_required'],
  'SDK v2 2.0': ['token_renewed', 'login_required', 'login_required', 'login_required'],
  '@ai-sdk/mcp 2.0': [403, 403, 403, 403],
}

/** The tokens that another process finds. */
async function storedTokens({ mock, store, clock }: World): Promise<TokenSet | undefined> {
  const listen = () => Promise.reject(new Error('Nobody may be asked.'))
  await createSession(mock.serverUrl, { store, listen, now: () => clock.now }).token()
  return (await readStored(store, serverKey(mock.serverUrl)).read())?.tokens
}

it.each(sdks.filter(({ name }) => name.startsWith('SDK')))(
  '$name hands the error of a refused connect() on as it is, also after the version negotiation of v2',
  async (sdk) => {
    const world = createWorld()
    await world.session.login()
    world.clock.now += 2 * minute
    world.mock.expireAccessTokens()
    const authProvider = providerOf(world)
    const error = await sdk.connect(world.mock.serverUrl, { authProvider }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AuthorizationError)
    expect(error).toMatchObject({ code: 'token_renewed' })
    expect(await echo(await world.connect(sdk, { authProvider }), 'hello')).toBe('hello')
  },
)

const now = Date.parse('2026-11-23T12:00:00Z')

const tokenSet = (obtainedAt: number, expiresAt?: number): TokenSet => ({
  issuer: 'https://auth.example.com',
  tokenEndpoint: 'https://auth.example.com/token',
  clientId: 'client',
  tokenEndpointAuthMethod: 'none',
  resource: 'https://mcp.example.com/mcp',
  tokenType: 'bearer',
  accessToken: 'access',
  refreshToken: 'refresh',
  scope: 'mcp:read',
  signedInAt: obtainedAt,
  obtainedAt,
  expiresAt,
})

function providerWith(tokens: TokenSet | undefined) {
  const refusals: SentRefusal[] = []
  const source: TokenSource = {
    token: async () => tokens,
    async renew(refusal) {
      refusals.push(refusal)
      return tokenSet(now)
    },
  }
  return { provider: toOAuthClientProvider(source, { now: () => now }), refusals }
}

describe('the provider', () => {
  it('gives tokens the names of the wire, and keeps the refresh token to itself', async () => {
    const { provider } = providerWith(tokenSet(now - hour, now + 90 * second + 999))
    expect(await provider.tokens()).toEqual({
      access_token: 'access',
      token_type: 'bearer',
      scope: 'mcp:read',
      expires_in: 90,
      issuer: 'https://auth.example.com',
    })
  })

  it.each([
    ['a token that expires when it is refused', undefined, undefined],
    ['a token that has just expired', now - second, 0],
  ])('gives no negative and no made-up lifetime to %s', async (_, expiresAt, expected) => {
    const { provider } = providerWith(tokenSet(now - hour, expiresAt))
    expect((await provider.tokens())?.expires_in).toBe(expected)
  })

  it('has no tokens before the first sign-in', async () => {
    expect(await providerWith(undefined).provider.tokens()).toBeUndefined()
  })

  it.each([
    ['an hour old', tokenSet(now - hour), { rejected: tokenSet(now - hour) }],
    ['a minute old', tokenSet(now - minute), { rejected: tokenSet(now - minute) }],
    ['from a clock that was set back', tokenSet(now + hour), { rejected: tokenSet(now + hour) }],
    [
      'in its first minute',
      tokenSet(now - minute + 1),
      { rejected: tokenSet(now - minute + 1), renewed: true, background: true },
    ],
    ['none at all', undefined, { rejected: undefined }],
  ])('where the token was %s tells the source what was refused, never asking a person', async (_, tokens, refusal) => {
    const { provider, refusals } = providerWith(tokens)
    await provider.tokens()
    await expect(provider.discoveryState()).rejects.toMatchObject({ code: 'token_renewed' })
    expect(refusals).toEqual([refusal])
  })

  it.each([
    'discoveryState',
    'validateResourceURL',
    'clientInformation',
    'redirectToAuthorization',
    'codeVerifier',
  ] as const)('lets no host get past %s, and marks the error for SDK v2', async (member) => {
    const { provider } = providerWith(tokenSet(now - hour))
    const error = await provider[member]().catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'token_renewed' })
    expect(Reflect.get(Object(error), Symbol.for('mcp.authSeamEscape'))).toBe(true)
  })

  it.each(['tokens', 'discoveryState'] as const)('hands an error of the source on in %s, marked', async (member) => {
    const broken = new Error('no store')
    const source: TokenSource = { token: () => Promise.reject(broken), renew: () => Promise.reject(broken) }
    await expect(toOAuthClientProvider(source)[member]()).rejects.toBe(broken)
    expect(Reflect.get(broken, Symbol.for('mcp.authSeamEscape'))).toBe(true)
  })

  it('may be copied and taken apart, and has what LangChain looks for in the object', async () => {
    const { provider } = providerWith(tokenSet(now - hour))
    const { tokens, discoveryState } = { ...provider }
    expect((await tokens())?.access_token).toBe('access')
    await expect(discoveryState()).rejects.toMatchObject({ code: 'token_renewed' })
    expect(Object.keys(provider)).toEqual(
      expect.arrayContaining(['redirectUrl', 'clientMetadata', 'clientInformation', 'tokens', 'saveTokens']),
    )
    expect(provider.redirectUrl).toBe(provider.clientMetadata.redirect_uris[0])
  })

  it('keeps nothing that a host saves, and forgets nothing that a host invalidates', async () => {
    const { provider, refusals } = providerWith(tokenSet(now - hour))
    const before = await provider.tokens()
    // As hosts call them: the functions take no notice of what they are given.
    const host: Record<string, unknown> = { ...provider }
    for (const [name, member] of Object.entries(host)) {
      if (!/^(save|invalidate)/.test(name) || typeof member !== 'function') continue
      expect(member({ access_token: 'other', refresh_token: 'other' })).toBeUndefined()
    }
    expect(await provider.tokens()).toEqual(before)
    expect(refusals).toEqual([])
  })
})

it('hands out the tokens of a source that knows no more than an access token, and tells it when none helps', async () => {
  let accessToken = 'alone'
  const refusals: (boolean | undefined)[] = []
  const source: TokenSource = {
    token: async () => ({ accessToken }),
    async renew({ renewed }: SentRefusal) {
      refusals.push(renewed)
      if (renewed) throw new AuthorizationError('login_required', 'None helps.')
      accessToken = 'next'
      return { accessToken }
    },
  }
  const provider = toOAuthClientProvider(source)
  expect(await provider.tokens()).toEqual({ access_token: 'alone', token_type: 'Bearer' })
  await expect(provider.discoveryState()).rejects.toMatchObject({
    code: 'token_renewed',
    message: 'The server refused the token. It has been renewed: send the request again.',
  })
  expect(await provider.tokens()).toMatchObject({ access_token: 'next' })
  await expect(provider.discoveryState()).rejects.toMatchObject({
    code: 'login_required',
    message: expect.stringContaining('The server refuses a token in its first minute'),
  })
  expect(refusals).toEqual([undefined, true])
})
