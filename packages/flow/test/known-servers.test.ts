import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { readStatus, serverKey } from '../src/index.ts'
import type { SessionOptions } from '../src/internal.ts'
import { authorize, discoverCached } from '../src/steps.ts'
import { createTestSession, createWorld } from './world.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const key = serverKey(serverUrl)
const wellKnown = '/.well-known/'

describe('an authorization server that a person knows', () => {
  it.each(['https://auth.example.com/t1', 'https://auth.example.com/t1/'])(
    'is signed in to as %s, with a secret, and kept by its own name',
    async (issuer) => {
      const world = createWorld({
        issuer: 'https://auth.example.com/t1/',
        clients: [
          {
            clientId: 'app',
            clientSecret: 'hush-hush',
            redirectUris: ['http://127.0.0.1:3030/callback'],
            tokenEndpointAuthMethod: 'client_secret_post',
          },
        ],
      })
      const client = { id: 'app', secret: 'hush-hush', tokenEndpointAuthMethod: 'client_secret_post' } as const
      const options: SessionOptions = { ...world.options, issuer, client }
      const session = createTestSession(serverUrl, options)
      const tokens = await session.login()
      expect(tokens.issuer).toBe('https://auth.example.com/t1/')
      world.mock.clear()
      expect(await session.login()).toEqual(tokens)
      expect(world.mock.requests).toEqual([])
    },
  )

  it('is used by the metadata that is given, which is no answer for who gives none', async () => {
    const world = createWorld()
    const at = 'https://auth.example.com'
    const authorizationServer = {
      issuer: at,
      authorization_endpoint: `${at}/authorize`,
      token_endpoint: `${at}/token`,
      registration_endpoint: `${at}/register`,
      code_challenge_methods_supported: ['S256'],
    }
    world.mock.override.authorizationServerMetadata = () => new Response(null, { status: 404 })
    const { issuer } = await createTestSession(serverUrl, { ...world.options, authorizationServer }).login()
    expect(issuer).toBe(at)
    expect(world.mock.requests.filter(({ url }) => url.startsWith(at) && url.includes(wellKnown))).toEqual([])
    await expect(discoverCached(serverUrl, world.options)).rejects.toMatchObject({ code: 'no_metadata' })
  })
})

describe('an authorization server without TLS', () => {
  const issuer = 'http://auth.internal'
  async function createSignedIn() {
    const world = createWorld({ issuer })
    const options = { ...world.options, httpHosts: ['auth.internal'] }
    const held = await createTestSession(serverUrl, options).login()
    world.mock.clear()
    return { ...world, options, held, elsewhere: createTestSession(serverUrl, world.options) }
  }
  const refusal = {
    code: 'insecure_url',
    message: expect.stringMatching(
      /^The stored sign-in is of http:\/\/auth\.internal, which is not https; .*allow\.http/,
    ),
    details: { option: 'allow.http', host: 'auth.internal' },
  }

  it('keeps tokens that count everywhere, and is sent a refresh token where it is allowed alone (H155)', async () => {
    const { held, elsewhere, clock, options, mock, store } = await createSignedIn()
    expect(await elsewhere.token()).toEqual(held)
    expect((await readStatus(store, key, clock.now)).state).toBe('ready')
    await expect(elsewhere.renew({ rejected: held })).rejects.toMatchObject(refusal)
    expect(mock.requests).toEqual([])
    expect((await createTestSession(serverUrl, options).renew({ rejected: held })).accessToken).not.toBe(
      held.accessToken,
    )
  })

  it('is deleted without a word to a place that only its revocation endpoint leads to, which the guard refuses', async () => {
    const world = createWorld({ endpoints: { revoke: 'https://revoke.example/' } })
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (String(input) !== 'https://revoke.example/') return globalThis.fetch(input, init)
      throw Object.assign(new Error('revoke.example is at 10.0.0.1.'), {
        code: 'address_refused',
        details: { option: 'allow.networks' },
      })
    }
    const session = createTestSession(serverUrl, { ...world.options, fetch })
    await session.login()
    expect(await session.logout()).toMatchObject({ deleted: true, revoked: false })
    expect(await session.token()).toBeUndefined()
  })

  it('ends a sign-in where it is allowed alone: elsewhere it is kept, since nobody could end it later (H155)', async () => {
    const { elsewhere, options, mock } = await createSignedIn()
    await expect(elsewhere.logout()).rejects.toMatchObject(refusal)
    expect(mock.requests).toEqual([])
    expect(await createTestSession(serverUrl, options).logout()).toMatchObject({ deleted: true, revoked: true })
    expect(mock.requestsTo('revoke')).toHaveLength(2)
  })
})

describe('the first of two authorization servers that is down', () => {
  const [first, second] = ['https://first.example', 'https://auth.example.com']
  function createDown() {
    const world = createWorld()
    let isDown = true
    world.mock.override.resourceMetadata = () =>
      Response.json({ resource: serverUrl, authorization_servers: [first, second] })
    const server = (at: string) => ({
      issuer: at,
      authorization_endpoint: `${at}/authorize`,
      token_endpoint: `${at}/token`,
    })
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (!String(input).startsWith(first)) return globalThis.fetch(input, init)
      return isDown ? new Response(null, { status: 503 }) : Response.json(server(first))
    }
    const up = (): void => {
      isDown = false
    }
    return { world, up, options: { ...world.options, fetch } }
  }

  it('is passed over for once, where nothing is kept of it', async () => {
    const { options, up } = createDown()
    expect((await discoverCached(serverUrl, options)).server.issuer).toBe(second)
    up()
    expect((await discoverCached(serverUrl, options)).server.issuer).toBe(first)
  })

  it.each([
    ['a registration there is kept', { [`client:${first}`]: [{ clientId: 'c', tokenEndpointAuthMethod: 'none' }] }, {}],
    [
      'a registration there is kept by a name with a slash',
      { [`client:${first}/`]: [{ clientId: 'c', tokenEndpointAuthMethod: 'none' }] },
      {},
    ],
    [
      'a registration there is kept by a name in capitals',
      {
        [`client:${first.toUpperCase().replace('HTTPS', 'https')}:443`]: [
          { clientId: 'c', tokenEndpointAuthMethod: 'none' },
        ],
      },
      {},
    ],
    ['a client is set', {}, { client: { id: 'app' } }],
    ['a step-up is asked for', {}, { challenge: { error: 'insufficient_scope', scope: 'a' } }],
  ])('is not passed over where %s', async (_, records, more) => {
    const { options } = createDown()
    const store = memoryTokenStore()
    for (const [name, clients] of Object.entries(records))
      await store.update(name, async () => JSON.stringify({ version: 1, clients }))
    await expect(discoverCached(serverUrl, { ...options, store, ...more })).rejects.toMatchObject({
      code: 'unreachable',
    })
  })

  it('is not passed over where tokens of it are kept', async () => {
    const { world, options } = createDown()
    await authorize(serverUrl, { ...options, fetch: globalThis.fetch, issuer: second })
    const change = async (text: string | undefined) => text?.replaceAll(second, first)
    await world.store.update(`tokens:${key}`, change)
    await world.store.update(`client:${second}`, async () => undefined)
    await expect(discoverCached(serverUrl, { ...options, rediscover: true })).rejects.toMatchObject({
      code: 'unreachable',
    })
  })
})

it.each(['token', 'register'] as const)(
  'a login proxy before the %s endpoint, and a time to wait, are said in words',
  async (endpoint) => {
    const world = createWorld()
    const location = 'https://team.cloudflareaccess.com/cdn-cgi/access/login?kid=hush'
    world.mock.override[endpoint] = () => new Response(null, { status: 302, headers: { location } })
    await expect(authorize(serverUrl, world.options)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/the login proxy Cloudflare Access in front of it answered 302, .* through\.$/),
    })
    world.mock.override[endpoint] = () => new Response(null, { status: 429, headers: { 'retry-after': '7200' } })
    await expect(authorize(serverUrl, world.options)).rejects.toMatchObject({
      message: expect.stringMatching(/answered 429\. Try again in 120 minutes\.$/),
      retryAfter: 300_000,
    })
  },
)
