import { randomUUID } from 'node:crypto'
import { TokenStoreError } from '@fast-agent-auth/token-store'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type RedisTokenStoreOptions, redisTokenStore } from '../src/index.ts'
import { describeOnRedis } from './describe-on-redis.ts'
import { holdTurn } from './held-turn.ts'
import { kinds, openStore } from './open-store.ts'
import type { RedisServer } from './redis-server.ts'

/** A store that is given a URL, of a Redis that is running. */
async function openUrl(redis: RedisServer, options: RedisTokenStoreOptions = {}) {
  await redis.start()
  const store = redisTokenStore(redis.url, { prefix: `${randomUUID()}:`, ...options })
  onTestFinished(store.close)
  return store
}

const unreachable = (redis: RedisServer) => ({
  name: 'TokenStoreError',
  code: 'unavailable',
  message: expect.stringContaining(
    `Redis at 127.0.0.1:${redis.port} cannot be reached (ECONNREFUSED): check that it is running`,
  ),
  cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
})

describeOnRedis('a Redis that keeps nothing on its disk', (redis) => {
  it('is unavailable as long as it is down at first, and is used when it has come', async () => {
    await redis().kill()
    const store = redisTokenStore(redis().url)
    onTestFinished(store.close)
    const change = vi.fn()
    await expect(store.get('a')).rejects.toMatchObject(unreachable(redis()))
    await expect(store.keys()).rejects.toMatchObject(unreachable(redis()))
    await expect(store.update('a', change)).rejects.toMatchObject(unreachable(redis()))
    expect(change).not.toHaveBeenCalled()
    await redis().start()
    expect(await store.update('a', async (present) => `${present}`)).toBe('undefined')
  })

  it('is unavailable while it is down in between, and is used again by the same store', async () => {
    const store = await openUrl(redis())
    await store.update('a', async () => '1')
    await redis().kill()
    await expect(store.get('a')).rejects.toMatchObject(unreachable(redis()))
    await redis().start()
    expect(await store.get('a')).toBeUndefined()
    expect(await store.update('a', async () => '2')).toBe('2')
  })

  it('needs no second try where it was started again while nobody asked', async () => {
    const store = await openUrl(redis())
    await store.update('a', async () => '1')
    await redis().kill()
    await redis().start()
    expect(await store.get('a')).toBeUndefined()
  })

  it('says that the turn is lost where it has forgotten the record that a change was given', async () => {
    const store = await openUrl(redis())
    await store.update('a', async () => 'old')
    const turn = await holdTurn(store, 'a')
    await redis().kill()
    await redis().start()
    await expect(turn.end('new')).rejects.toMatchObject({ code: 'lost_turn' })
    expect(await store.keys()).toEqual([])
  })

  it('is written to where it has forgotten a turn that began without a record', async () => {
    const store = await openUrl(redis())
    const turn = await holdTurn(store, 'a')
    await redis().kill()
    await redis().start()
    expect(await turn.end('new')).toBe('new')
    expect(await store.get('a')).toBe('new')
  })

  it('passes on the error of a change where the turn cannot be given back', async () => {
    const store = await openUrl(redis())
    const turn = await holdTurn(store, 'a')
    await redis().kill()
    const declined = new Error('declined')
    await expect(turn.fail(declined)).rejects.toBe(declined)
  })

  it('is given up after 5 seconds without an answer, and asked over another connection', async () => {
    const store = await openUrl(redis())
    await store.update('a', async () => '1')
    redis().freeze()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const refused = expect(store.get('a')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+ did not answer within 5 s: check that it is running/),
      cause: expect.objectContaining({ name: 'TimeLimitError' }),
    })
    await vi.advanceTimersByTimeAsync(4_999)
    await vi.advanceTimersByTimeAsync(1)
    await refused
    vi.useRealTimers()
    redis().thaw()
    expect(await store.get('a')).toBe('1')
  })

  it('is used no more by a store that was closed', async () => {
    const store = await openUrl(redis())
    await store.update('a', async () => '1')
    const turn = await holdTurn(store, 'a')
    redis().freeze()
    const reading = expect(store.get('a')).rejects.toMatchObject({ code: 'unavailable' })
    await store.close()
    await reading
    redis().thaw()
    // A call that is not refused at once would wait for these timers.
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const closed = { code: 'unavailable', message: expect.stringContaining('This store was closed: make a new one.') }
    await expect(store.get('a')).rejects.toMatchObject(closed)
    await expect(turn.end('2')).rejects.toMatchObject(closed)
    await store.close()
    expect(await redisTokenStore(redis().url).close()).toBeUndefined()
  })
})

describeOnRedis(
  'a Redis that keeps what is written on its disk',
  (redis) => {
    it.each(kinds)('is written to at the end of a turn in which it was started again, through %s', async (kind) => {
      const { store, close } = await openStore(kind, redis().url, { prefix: `${randomUUID()}:` })
      onTestFinished(close)
      await store.update('a', async () => 'old')
      const turn = await holdTurn(store, 'a')
      await redis().kill()
      // Redis is down at this moment, and starts while the change is being written.
      const ended = turn.end('new')
      await redis().start()
      expect(await ended).toBe('new')
      expect([await store.get('a'), await store.keys()]).toEqual(['new', ['a']])
      expect(await store.update('a', async (present) => `${present}er`)).toBe('newer')
    })

    it('loses no update that was said to be done, and none without saying so, where it is killed among many', async () => {
      const prefix = `${randomUUID()}:`
      const stores = Array.from({ length: 4 }, () => redisTokenStore(redis().url, { prefix, lease: 500 }))
      onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))))
      let started: Promise<void> | undefined
      const restart = async () => {
        await redis().kill()
        started = redis().start()
      }
      const increments = Array.from({ length: 200 }, (_, index) =>
        stores[index % 4]?.update(`count-${index % 20}`, async (present) => {
          if (index === 150) await restart()
          return String(Number(present ?? 0) + 1)
        }),
      )
      const outcomes = await Promise.allSettled(increments)
      await started
      const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
      expect(errors.filter((error) => !(error instanceof TokenStoreError && error.code === 'unavailable'))).toEqual([])

      const counts = await Promise.all((await stores[0]?.keys())?.map((key) => stores[0]?.get(key)) ?? [])
      const written = counts.reduce((sum, count) => sum + Number(count), 0)
      expect(written).toBeGreaterThanOrEqual(200 - errors.length)
      expect(written).toBeLessThanOrEqual(200)
    })
  },
  // Without this, a kill may lose the writes of the last second.
  ['--appendonly', 'yes', '--appendfsync', 'always'],
)
