import { discover } from '@fast-agent-auth/discovery'
import { expect, it } from 'vitest'
import { begin, finish, storeTokens } from '../src/steps.ts'
import { createWorld } from './world.ts'

const redirectUri = 'https://app.example.com/oauth/callback'

async function startAtWebHost(world: ReturnType<typeof createWorld>) {
  const { store, clock } = world
  const target = await discover('https://mcp.example.com/mcp')
  const { url, pending } = await begin(target, { redirectUri, store, now: () => clock.now })
  const response = await fetch(url, { redirect: 'manual' })
  return { url, pending, callback: new URL(response.headers.get('location') ?? '') }
}

it('finishes in another process what one has begun: only JSON passes between them (Q5, R8)', async () => {
  const world = createWorld({ tokenEndpointAuthMethod: 'client_secret_basic' })
  const { url, pending, callback } = await startAtWebHost(world)
  const secret = world.mock.clients[0]?.clientSecret ?? 'none'
  expect(JSON.stringify(pending)).not.toContain(secret)
  const issuer = 'https://auth.example.com'
  expect(pending).toMatchObject({ issuer, issParameterSupported: true, state: url.searchParams.get('state') })
  const before = world.mock.requests.length

  const tokens = await finish(JSON.parse(JSON.stringify(pending)), callback, world.options)

  expect(tokens).toMatchObject({
    accessToken: world.mock.accessTokens[0]?.value,
    resource: 'https://mcp.example.com/mcp',
  })
  expect(world.mock.requests.slice(before).map((request) => request.url)).toEqual([pending.tokenEndpoint])
  expect(world.mock.requestsTo('register')[0]?.json).toMatchObject({
    application_type: 'web',
    redirect_uris: [redirectUri],
  })
  expect((await world.store.keys()).filter((key) => key.startsWith('tokens:'))).toEqual([])
})

it('keeps tokens although a listener throws, and revokes none that are stored', async () => {
  const world = createWorld()
  const { pending, callback } = await startAtWebHost(world)
  const tokens = await finish(pending, callback, world.options)
  const onEvent = (): never => {
    throw new Error('listener')
  }
  await storeTokens(pending.serverUrl, tokens, { store: world.store, onEvent })
  expect(await world.store.get(`tokens:${pending.serverUrl}`)).toContain(tokens.accessToken)
  expect(world.mock.requestsTo('revoke')).toEqual([])
})

it('takes no answer that comes more than 15 minutes later', async () => {
  const world = createWorld()
  const { pending, callback } = await startAtWebHost(world)
  world.clock.now += 15 * 60_000 + 1
  await expect(finish(pending, callback, world.options)).rejects.toMatchObject({
    code: 'timed_out',
    message: 'The sign-in at https://auth.example.com took longer than 15 minutes. Start again.',
  })
  expect(world.mock.requestsTo('token')).toEqual([])
  // Until then it is for the server to say so.
  world.clock.now--
  await expect(finish(pending, callback, world.options)).rejects.toMatchObject({ code: 'invalid_grant' })
  expect(world.mock.requestsTo('token')).toHaveLength(1)
})

it.each([
  ['http://auth.example.com/authorize', [], 'is not https'],
  ['javascript:alert(1)', [], 'has the scheme javascript'],
  ['https://\u0430uth.example.com/authorize', [], 'has a host that is not in ASCII'],
  ['https://10.0.0.1/authorize', [], 'is in a private network, which is not allowed'],
  ['https://169.254.169.254/', ['private'], 'is on the local link, which is not allowed'],
] as const)('opens no %s, whoever made the target, even with the networks %j', async (endpoint, networks, refusal) => {
  const world = createWorld()
  const target = await discover('https://mcp.example.com/mcp')
  const made = { ...target, server: { ...target.server, authorizationEndpoint: endpoint } }
  world.mock.clear()
  await expect(begin(made, { redirectUri, networks })).rejects.toMatchObject({
    name: 'AuthorizationError',
    code: 'insecure_url',
    message: expect.stringContaining(`The authorization endpoint of "https://auth.example.com" ${refusal}.`),
  })
  expect(world.mock.requests).toEqual([])
})

it.each(['token', 'registration', 'revocation'] as const)(
  'begins nothing with a %s endpoint without TLS',
  async (what) => {
    const world = createWorld()
    const target = await discover('https://mcp.example.com/mcp')
    world.mock.clear()
    const made = { ...target, server: { ...target.server, [`${what}Endpoint`]: 'http://auth.example.com/x' } }
    await expect(begin(made, { redirectUri })).rejects.toMatchObject({
      code: 'insecure_url',
      message: expect.stringContaining(`The ${what} endpoint of "https://auth.example.com" is not https.`),
    })
    expect(world.mock.requests).toEqual([])
  },
)

it('opens an authorization endpoint in a network that the user allows', async () => {
  createWorld()
  const target = await discover('https://mcp.example.com/mcp')
  const made = { ...target, server: { ...target.server, authorizationEndpoint: 'https://10.0.0.1/authorize' } }
  const { url } = await begin(made, { redirectUri, networks: ['private'] })
  expect(url.host).toBe('10.0.0.1')
})

it('adds the consent that offline_access needs to the endpoint’s own prompt, and lets the user’s prompt win (H90, T7)', async () => {
  createWorld()
  const target = await discover('https://mcp.example.com/mcp')
  const authorizationEndpoint =
    'https://auth.example.com/authorize?prompt=login+none&request_uri=x&response_mode=fragment'
  const hiding = { ...target, server: { ...target.server, authorizationEndpoint, scopesSupported: ['offline_access'] } }
  const { url } = await begin(hiding, { redirectUri })
  expect(['prompt', 'request_uri', 'response_mode'].map((name) => url.searchParams.get(name))).toEqual([
    'login consent',
    null,
    null,
  ])
  const chosen = await begin(hiding, { redirectUri, authorizationParams: { prompt: 'select_account' } })
  expect(chosen.url.searchParams.getAll('prompt')).toEqual(['select_account'])
})

it('makes no URL that is too long for a browser (H26)', async () => {
  createWorld()
  const target = await discover('https://mcp.example.com/mcp')
  const scopesSupported = Array.from({ length: 10_000 }, (_, i) => `scope-${i}`)
  await expect(begin({ ...target, scopesSupported }, { redirectUri })).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('option scope'),
  })
})

it('registers anew after a server has forgotten the client', async () => {
  const world = createWorld()
  const { pending, callback } = await startAtWebHost(world)
  world.mock.override.token = () => Response.json({ error: 'invalid_client' }, { status: 401 })
  await expect(finish(pending, callback, world.options)).rejects.toMatchObject({ code: 'invalid_client' })
  world.mock.override.token = undefined
  const again = await startAtWebHost(world)
  expect(again.pending.clientId).not.toBe(pending.clientId)
})

it('gives up no registration at the word of a browser: whoever comes to the redirect URI may have written it', async () => {
  const world = createWorld({ tokenEndpointAuthMethod: 'client_secret_basic' })
  const { pending, callback } = await startAtWebHost(world)
  const clients = await world.store.get('client:https://auth.example.com')
  const forged = new URL(callback)
  forged.searchParams.delete('code')
  forged.searchParams.set('error', 'unauthorized_client')
  await expect(finish(pending, forged, world.options)).rejects.toMatchObject({ code: 'unauthorized_client' })
  expect(clients).toContain(world.mock.clients[0]?.clientSecret)
  expect(await world.store.get('client:https://auth.example.com')).toBe(clients)
})
