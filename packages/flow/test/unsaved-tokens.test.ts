import type { TokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it, vi } from 'vitest'
import { aliasStore } from '../src/internal.ts'
import { storedTokens } from '../src/tokens/stored-tokens.ts'
import { createFullable } from './fullable-store.ts'
import { createGate, createTestSession, createWorld } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const key = `tokens:${server}`
const hour = 3600_000

/** Tokens that were refreshed while the store took nothing. */
async function createUnsaved() {
  const { disk, store } = createFullable()
  const world = createWorld({ store })
  const session = createTestSession(server, world.options)
  await session.login()
  disk.full = true
  world.clock.now += 2 * hour
  const tokens = await session.token()
  expect(world.events).toContainEqual(expect.objectContaining({ type: 'store_failed' }))
  world.mock.clear()
  const stored = async () => JSON.parse((await store.get(key)) ?? '{}').tokens
  expect((await stored()).accessToken).not.toBe(tokens?.accessToken)
  return { ...world, disk, store, session, tokens, stored }
}

/** Until what was begun and not waited for is done: the store is in memory. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

describe('tokens that the store did not take', () => {
  it('are those of every session in this process, and the replaced refresh token is not sent', async () => {
    const { options, store, tokens, mock } = await createUnsaved()
    expect(await createTestSession(server, options).token()).toEqual(tokens)
    const wrapped = aliasStore({ ...store }, store)
    expect(await createTestSession(server, { ...options, store: wrapped }).token()).toEqual(tokens)
    expect(mock.requestsTo('token')).toEqual([])
  })

  it('are those of who waits for its turn as the write fails, before anybody hears of that', async () => {
    const { disk, store } = createFullable()
    const { options, clock, mock } = createWorld({ store })
    await createTestSession(server, options).login()
    disk.full = true
    clock.now += 2 * hour
    const late = createGate()
    const told = aliasStore({ ...store, update: (...args) => store.update(...args).finally(() => late.passed) }, store)
    mock.clear()
    const gate = createGate()
    const fetch: typeof globalThis.fetch = async (...args) => {
      await gate.passed
      return globalThis.fetch(...args)
    }
    const sessions = [told, store].map((each) => createTestSession(server, { ...options, store: each, fetch }))
    const asked = sessions.map((session) => session.token())
    await settle()
    gate.open()
    const second = await asked[1]
    late.open()
    expect(await asked[0]).toEqual(second)
    expect(mock.requestsTo('token')).toHaveLength(1)
  })

  it('are written as soon as it takes them, by whoever asks for tokens', async () => {
    const { disk, session, tokens, stored, clock } = await createUnsaved()
    disk.full = false
    clock.now += 1000
    expect(await session.token()).toEqual(tokens)
    await settle()
    expect(await stored()).toEqual(tokens)
    const { writes } = disk
    clock.now += 1000
    await session.token()
    await settle()
    expect(disk.writes).toBe(writes)
  })

  it('are offered to it once a minute, and not for each request', async () => {
    const { disk, session, clock } = await createUnsaved()
    const { writes } = disk
    const seconds: number[] = []
    for (let count = 0; count < 2000; count++) {
      const before = disk.writes
      await session.token()
      await settle()
      if (disk.writes > before) seconds.push(count / 10)
      clock.now += 100
    }
    expect(seconds).toEqual([0, 60, 120, 180])
    expect(disk.writes - writes).toBe(4)
    // A clock that is set back puts nothing off.
    clock.now -= 100_000
    await session.token()
    await settle()
    expect(disk.writes - writes).toBe(5)
  })

  it('wait for one turn at a time of a store that hangs', async () => {
    const { store, options, session, clock } = await createUnsaved()
    const { update } = store
    const asked = vi.fn(() => new Promise<never>(() => undefined))
    Object.assign(store, { update: asked })
    for (let count = 0; count < 600; count++) {
      clock.now += 1000
      await createTestSession(server, options).token()
      await session.token()
    }
    expect(asked).toHaveBeenCalledTimes(1)
    expect(asked).toHaveBeenCalledWith(key, expect.any(Function), { signal: expect.any(AbortSignal) })
    Object.assign(store, { update })
  })

  it('of a sign-in are revoked, and those before them stay as they were', async () => {
    const { disk, store } = createFullable()
    const { options, mock } = createWorld({ store })
    const session = createTestSession(server, options)
    const before = await session.login()
    disk.full = true
    await expect(session.login({ force: true })).rejects.toThrow('disk full')
    expect(mock.requestsTo('revoke').length).toBeGreaterThan(0)
    disk.full = false
    const other = createTestSession(server, options)
    expect(await other.token()).toEqual(before)
    await settle()
    expect(await other.token()).toEqual(before)
    expect(JSON.parse((await store.get(key)) ?? '').tokens).toEqual(before)
  })

  it('of a sign-in are taken back where the store takes them after all', async () => {
    const { store } = createFullable()
    const { options, mock } = createWorld({ store })
    let slow = true
    const late: TokenStore = {
      ...store,
      async update(name, ...rest) {
        await store.update(name, ...rest)
        if (name === key && slow) throw new Error('gave up waiting')
      },
    }
    const session = createTestSession(server, { ...options, store: late })
    await expect(session.login()).rejects.toThrow('gave up waiting')
    slow = false
    await settle()
    expect(mock.requestsTo('revoke').length).toBeGreaterThan(0)
    expect(await store.get(key)).toBeUndefined()
    expect(await session.token()).toBeUndefined()
  })

  it('are still there where a sign-in could not be stored either', async () => {
    const { disk, store, session, options, tokens, stored } = await createUnsaved()
    await expect(session.login({ force: true })).rejects.toThrow('disk full')
    disk.full = false
    expect(await createTestSession(server, options).token()).toEqual(tokens)
    await settle()
    expect(await stored()).toEqual(tokens)
    expect(await store.keys()).toContain(key)
  })

  it('do not come back where somebody signs out', async () => {
    const { disk, session, options, store } = await createUnsaved()
    disk.full = false
    await session.logout()
    expect(await store.get(key)).toBeUndefined()
    expect(await createTestSession(server, options).token()).toBeUndefined()
    await settle()
    expect(await store.get(key)).toBeUndefined()
  })

  it('are not forgotten when a write before theirs is told of late', async () => {
    const { disk, store } = createFullable()
    const told = createGate()
    const slow = aliasStore({ ...store, update: (...args) => store.update(...args).finally(() => told.passed) }, store)
    const session = createTestSession(server, createWorld({ store }).options)
    const tokens = await session.login()
    const records = [store, slow].map((each) => storedTokens(each, server))
    const write = (index: number, accessToken: string) =>
      records[index]?.update(async () => ({ tokens: { ...tokens, accessToken } }))
    const first = write(1, 'first')
    await settle()
    disk.full = true
    await expect(write(0, 'second')).rejects.toThrow('disk full')
    told.open()
    await first
    expect((await records[1]?.read())?.tokens.accessToken).toBe('second')
  })

  it('do not stand in for later ones that have the same access token', async () => {
    const { disk, store } = createFullable()
    const { options, events } = createWorld({ store })
    const session = createTestSession(server, options)
    const records = storedTokens(store, server)
    const tokens = await session.login()
    const withToken = (refreshToken: string) => records.update(async () => ({ tokens: { ...tokens, refreshToken } }))
    disk.full = true
    await expect(withToken('r2')).rejects.toThrow('disk full')
    expect((await records.read())?.tokens.refreshToken).toBe('r2')
    disk.full = false
    await withToken('r3')
    expect((await records.read())?.tokens.refreshToken).toBe('r3')
    expect(events).not.toContainEqual(expect.objectContaining({ type: 'store_failed' }))
  })
})
