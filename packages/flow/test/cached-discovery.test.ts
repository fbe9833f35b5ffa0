import type { TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { createSession } from '../src/index.ts'
import { authorize, discoverCached } from '../src/steps.ts'
import { createWorld, type World } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const key = `discovery:${server}`
const day = 86_400_000

/** How many requests of discovery `act` takes. */
async function asked({ mock }: World, act: () => Promise<unknown>): Promise<number> {
  const endpoints = ['mcp', 'resourceMetadata', 'authorizationServerMetadata'] as const
  const count = (): number => endpoints.reduce((sum, endpoint) => sum + mock.requestsTo(endpoint).length, 0)
  const before = count()
  await act()
  return count() - before
}

describe('what was discovered', () => {
  it('is kept: the second sign-in asks before its window whether its client is still known, and nothing else', async () => {
    const world = createWorld()
    await authorize(server, world.options)
    world.mock.clear()
    await authorize(server, world.options)
    expect(world.mock.requests.map(({ endpoint }) => endpoint)).toEqual(['authorize', 'authorize', 'token'])
  })

  it('is kept for a day and no longer, by a clock that may be set back', async () => {
    const world = createWorld()
    const { clock, options } = world
    const discover = () => discoverCached(server, options)
    const started = clock.now
    expect(await asked(world, discover)).toBeGreaterThan(0)
    clock.now = started + day - 1
    expect(await asked(world, discover)).toBe(0)
    clock.now = started + day
    expect(await asked(world, discover)).toBeGreaterThan(0)
    clock.now = started
    expect(await asked(world, discover)).toBeGreaterThan(0)
  })

  it('is the same for every account, and after a sign-out (P7)', async () => {
    const world = createWorld()
    const alice = createSession(server, { ...world.options, account: 'alice' })
    await alice.login()
    await alice.logout()
    expect(await asked(world, () => alice.login())).toBe(0)
    const bob = createSession(server, { ...world.options, account: 'bob' })
    expect(await asked(world, () => bob.login())).toBe(0)
    expect((await world.store.keys()).filter((each) => each.startsWith('discovery:'))).toEqual([key])
  })

  it('is asked for anew by a challenge, whose scope then holds (P7)', async () => {
    const world = createWorld({ challengeScope: 'mcp:read' })
    await authorize(server, world.options)
    const challenge = { error: 'invalid_token', scope: 'mcp:read mcp:list' }
    expect(await asked(world, () => authorize(server, { ...world.options, challenge }))).toBeGreaterThan(0)
    await authorize(server, world.options)
    expect(world.windows.map((url) => url.searchParams.get('scope'))).toEqual([
      'mcp:read',
      'mcp:read mcp:list',
      'mcp:read mcp:list',
    ])
  })

  it('is asked for anew by a step-up, which changes nothing for who signs in afresh', async () => {
    const world = createWorld({ challengeScope: 'mcp:read' })
    await authorize(server, world.options)
    const challenge = { error: 'insufficient_scope', scope: 'mcp:write' }
    expect(await asked(world, () => authorize(server, { ...world.options, challenge }))).toBeGreaterThan(0)
    await authorize(server, world.options)
    expect(world.windows.map((url) => url.searchParams.get('scope'))).toEqual(['mcp:read', 'mcp:write', 'mcp:read'])
  })

  it('is not kept from a step-up alone', async () => {
    const world = createWorld({ challengeScope: 'mcp:read' })
    await discoverCached(server, { ...world.options, challenge: { error: 'insufficient_scope', scope: 'mcp:write' } })
    expect(await world.store.keys()).toEqual([])
  })

  it.each([
    ['another issuer', { issuer: 'https://auth.example.com' }],
    ['no legacy servers', { legacy: false }],
    ['other rules', { quirks: false }],
    ['a rule switched off', { quirks: { tenantPlaceholder: undefined } }],
    ['other origins', { resourceMetadataOrigins: ['https://other.example.com'] }],
    ['other networks', { networks: ['private'] }],
    ['to choose among issuers', { selectIssuer: ([first = '']: readonly string[]) => first }],
  ] as const)('is asked for anew by who wants %s', async (_, options) => {
    const world = createWorld()
    await discoverCached(server, world.options)
    expect(await asked(world, () => discoverCached(server, { ...world.options, ...options }))).toBeGreaterThan(0)
  })

  it('is asked for anew by a login that is forced', async () => {
    const world = createWorld()
    const session = createSession(server, world.options)
    await session.login()
    expect(await asked(world, () => session.login({ force: true }))).toBeGreaterThan(0)
  })

  it.each([
    ['denied', { consent: 'deny' }],
    ['given up', {}],
  ] as const)('is asked for anew after a sign-in that was %s: the servers may have moved', async (how, mockOptions) => {
    const world = createWorld(mockOptions)
    await discoverCached(server, world.options)
    const giveUp = new AbortController()
    const openBrowser = async (): Promise<void> => giveUp.abort()
    const options = how === 'denied' ? world.options : { ...world.options, openBrowser, signal: giveUp.signal }
    await expect(authorize(server, options)).rejects.toBeDefined()
    expect(await asked(world, () => discoverCached(server, world.options))).toBeGreaterThan(0)
  })

  it.each([
    '',
    '[]',
    '{}',
    '{"version":2}',
    '{"version":1,"cachedAt":0,"cacheKey":"x","target":{}}',
    '{"version":1,"cachedAt":0,"cacheKey":"x","target":{"server":null}}',
  ])('that is damaged to %j is asked for anew', async (damaged) => {
    const world = createWorld()
    await world.store.update(key, async () => damaged)
    expect((await discoverCached(server, world.options)).server.issuer).toBe('https://auth.example.com')
  })

  it.each([
    ['resource', 7],
    ['scopesSupported', 'a b'],
    ['server', { issuer: 'https://auth.example.com' }],
    ['challenge', { scope: 7 }],
    ['resource', 'mcp'],
    ['resource', 'https://mcp.example.com/other'],
    ['serverUrl', 'https://mcp.example.com/mcp?server=a'],
  ])('whose %s is damaged is asked for anew', async (name, value) => {
    const world = createWorld()
    await discoverCached(server, world.options)
    await world.store.update(key, async (text) => {
      const record = JSON.parse(text ?? '')
      return JSON.stringify({ ...record, target: { ...record.target, [name]: value } })
    })
    expect(await asked(world, () => discoverCached(server, world.options))).toBeGreaterThan(0)
  })

  it('that another version of us has written is asked for anew', async () => {
    const world = createWorld()
    await discoverCached(server, world.options)
    await world.store.update(key, async (text) => JSON.stringify({ ...JSON.parse(text ?? ''), version: 2 }))
    expect(await asked(world, () => discoverCached(server, world.options))).toBeGreaterThan(0)
  })

  it('that no store takes costs the sign-in nothing, and is told', async () => {
    const world = createWorld()
    const full = new Error('disk full')
    const store: TokenStore = {
      ...world.store,
      update: (name, change, options) =>
        name.startsWith('discovery:') ? Promise.reject(full) : world.store.update(name, change, options),
    }
    await authorize(server, { ...world.options, store })
    expect(world.events).toContainEqual({
      type: 'notice',
      rule: 'discovery_not_stored',
      serverUrl: server,
      message: expect.stringContaining(full.message),
    })
    expect(world.events.map(({ type }) => type)).toContain('signed_in')
  })

  it('tells each time what a person should know of it', async () => {
    const world = createWorld({ resourceMetadata: 'none' })
    await authorize(server, world.options)
    await authorize(server, world.options)
    expect(world.events.filter((event) => event.type === 'notice' && event.rule === 'legacy_server')).toHaveLength(2)
  })

  it('holds no secret', async () => {
    const world = createWorld({ tokenEndpointAuthMethod: 'client_secret_post' })
    await authorize(server, world.options)
    const text = (await world.store.get(key)) ?? ''
    const secrets = [world.mock.clients[0]?.clientSecret, ...world.mock.accessTokens.map(({ value }) => value)]
    expect(secrets.filter((secret) => secret && text.includes(secret))).toEqual([])
  })
})
