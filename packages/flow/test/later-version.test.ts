import { type TokenStore, TokenStoreError } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { type Client, listStatus, readStatus } from '../src/index.ts'
import { discoverCached } from '../src/steps.ts'
import { createTestSession, createWorld } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const hour = 3_600_000
const [tokenKey, clientKey, discoveryKey] = [
  `tokens:${server}`,
  'client:https://auth.example.com',
  `discovery:${server}`,
]

/** After a sign-in, with a later version of this program having written a record. */
async function createLater(key: string) {
  const world = createWorld()
  const { store, options, mock, windows } = world
  const tokens = await createTestSession(server, options).login()
  const record = JSON.stringify({ ...JSON.parse((await store.get(key)) ?? '{}'), version: 2, added: true })
  await store.update(key, async () => record)
  mock.clear()
  const before = windows.length
  return { ...world, tokens, record, asked: () => windows.length - before }
}

describe('a record of a later version is neither changed nor deleted by this one, which says so', () => {
  it.each<[string, (session: ReturnType<typeof createTestSession>) => Promise<unknown>]>([
    ['token', (session) => session.token()],
    ['renew', (session) => session.renew({})],
    ['renew by a person', (session) => session.renew({ interactive: true })],
    ['login', (session) => session.login()],
    ['login anew', (session) => session.login({ force: true })],
    ['login as a new client', (session) => session.login({ registerAnew: true })],
    ['logout', (session) => session.logout()],
    ['begin', (session) => session.begin({ redirectUri: 'https://app.example.com/callback' })],
  ])('where it holds tokens: %s (H100)', async (_, call) => {
    const { store, options, mock, record, asked } = await createLater(tokenKey)
    await expect(call(createTestSession(server, options))).rejects.toMatchObject({
      name: 'TokenStoreError',
      code: 'later_version',
      message: `The record "${tokenKey}" was written by a later version of this program, so this one does not change it: update this program.`,
    })
    expect(await store.get(tokenKey)).toBe(record)
    expect([asked(), mock.requestsTo('token'), mock.requestsTo('revoke')]).toEqual([0, [], []])
  })

  it('where a sign-in is finished for which it was written meanwhile, and those tokens are revoked', async () => {
    const { store, options, mock } = createWorld()
    const session = createTestSession(server, options)
    const record = '{"version":2}'
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (new Request(input, init).url.endsWith('/token')) await store.update(tokenKey, async () => record)
      return globalThis.fetch(input, init)
    }
    const slow = createTestSession(server, { ...options, fetch })
    await expect(slow.login()).rejects.toMatchObject({ code: 'later_version' })
    expect(mock.requestsTo('revoke').length).toBeGreaterThan(0)
    expect(await store.get(tokenKey)).toBe(record)
    await expect(session.token()).rejects.toMatchObject({ code: 'later_version' })
  })

  it('where it holds registrations: nobody registers anew, and the rest works on (H100)', async () => {
    const { store, options, mock, record, asked, tokens, clock } = await createLater(clientKey)
    const session = createTestSession(server, options)
    const refusal = { code: 'later_version', message: expect.stringContaining(`The record "${clientKey}"`) }
    await expect(session.login({ force: true })).rejects.toMatchObject(refusal)
    await expect(session.login({ registerAnew: true })).rejects.toMatchObject(refusal)
    expect([asked(), mock.requestsTo('register')]).toEqual([0, []])
    expect(await session.token()).toEqual(tokens)
    clock.now += 2 * hour
    expect((await session.token())?.accessToken).not.toBe(tokens.accessToken)
    expect(await session.logout()).toMatchObject({ deleted: true, revoked: true })
    expect(await store.get(clientKey)).toBe(record)
  })

  it('where it holds a discovery: it is asked for anew, and the sign-in works (H100)', async () => {
    const { store, options, mock, record } = await createLater(discoveryKey)
    await discoverCached(server, options)
    expect(mock.requestsTo('resourceMetadata').length).toBeGreaterThan(0)
    await createTestSession(server, options).login({ force: true })
    // A sign-in that fails gives up what it was based on.
    mock.override.token = () => Response.json({ error: 'invalid_client' }, { status: 401 })
    await expect(createTestSession(server, options).login({ force: true })).rejects.toThrow()
    expect(await store.get(discoveryKey)).toBe(record)
  })

  it('shows as damaged, and nothing is made of what it says', async () => {
    const { store, clock } = await createLater(tokenKey)
    const status = await readStatus(store, server, clock.now)
    expect(status).toEqual({ serverKey: server, serverUrl: server, state: 'damaged', refreshable: false })
  })

  it('shows as damaged also where only the store knows of the version, and with it how the others stand', async () => {
    const { store, options, clock } = createWorld()
    await createTestSession(server, options).login()
    await createTestSession(server, { ...options, account: 'other' }).login()
    const codes = ['later_version', 'read_failed'] as const
    const [later, broken] = codes.map((code): TokenStore => {
      const fail = () => Promise.reject(new TokenStoreError(code, 'not read'))
      return { ...store, get: (key) => (key === tokenKey ? fail() : store.get(key)) }
    })
    const all = await listStatus(later ?? store, clock.now)
    expect(all.map(({ account, state }) => [account, state])).toEqual([
      [undefined, 'damaged'],
      ['other', 'ready'],
    ])
    await expect(listStatus(broken ?? store, clock.now)).rejects.toMatchObject({ code: 'read_failed' })
  })
})

describe('what a later version has added to a record of this version', () => {
  it('survives a refresh, in the record and in its tokens (H101)', async () => {
    const { store, options, clock } = createWorld()
    const session = createTestSession(server, options)
    const { accessToken } = await session.login()
    const record = JSON.parse((await store.get(tokenKey)) ?? '')
    const added = { ...record, label: 'work', tokens: { ...record.tokens, dpop: { thumbprint: 'x' } } }
    await store.update(tokenKey, async () => JSON.stringify(added))
    clock.now += 2 * hour
    const fresh = await createTestSession(server, options).token()
    expect(fresh?.accessToken).not.toBe(accessToken)
    const expected = { version: 1, label: 'work', tokens: { ...fresh, dpop: { thumbprint: 'x' } } }
    expect(JSON.parse((await store.get(tokenKey)) ?? '')).toEqual(expected)
  })

  it('survives a refusal that is noted in the record', async () => {
    const { store, options, clock } = createWorld({ refreshTokens: false })
    const tokens = await createTestSession(server, options).login()
    const added = { version: 1, tokens, label: 'work' }
    await store.update(tokenKey, async () => JSON.stringify(added))
    await expect(createTestSession(server, options).renew({ rejected: tokens })).rejects.toThrow()
    expect(JSON.parse((await store.get(tokenKey)) ?? '')).toEqual({ ...added, refusedAt: clock.now })
  })

  it('survives another registration, in the record and in those that are kept (H101)', async () => {
    const { store, options } = createWorld()
    const session = createTestSession(server, options)
    await session.login()
    const { clients, ...record } = JSON.parse((await store.get(clientKey)) ?? '') as { clients: Client[] }
    const added = { ...record, label: 'work', clients: clients.map((client) => ({ ...client, managed: 'yes' })) }
    await store.update(clientKey, async () => JSON.stringify(added))
    await session.login({ registerAnew: true })
    const after = JSON.parse((await store.get(clientKey)) ?? '')
    expect(after).toEqual({ ...added, clients: [expect.anything(), ...added.clients] })
  })
})
