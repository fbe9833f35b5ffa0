import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { expect, it, onTestFinished } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { describeOnRedis } from './describe-on-redis.ts'
import { kinds, openStore } from './open-store.ts'

describeOnRedis('records in Redis', (redis) => {
  function connect(options: { keyPrefix?: string } = {}): Redis {
    const client = new Redis(redis().url, options)
    onTestFinished(() => client.disconnect())
    return client
  }

  it('are plain strings under the prefix, beside a list of their keys', async () => {
    const client = connect()
    const prefix = `${randomUUID()}:`
    const store = redisTokenStore(client, { prefix })
    await store.update('a', async () => '{"x":1}')
    await store.update('b:c', async () => '')
    expect((await client.keys(`${prefix}*`)).sort()).toEqual([
      `${prefix}keys`,
      `${prefix}record:a`,
      `${prefix}record:b:c`,
    ])
    expect(await client.get(`${prefix}record:a`)).toBe('{"x":1}')
    expect(await client.zrange(`${prefix}keys`, '0', '-1', 'WITHSCORES')).toEqual(['a', 'inf', 'b:c', 'inf'])
    expect(await client.pttl(`${prefix}record:a`)).toBe(-1)
    for (const key of ['a', 'b:c']) await store.update(key, async () => undefined)
    expect(await client.keys(`${prefix}*`)).toEqual([])
  })

  it('are told apart by the prefix', async () => {
    const client = connect()
    const [one, other] = [1, 2].map(() => redisTokenStore(client, { prefix: `${randomUUID()}:` }))
    await one?.update('a', async () => '1')
    await other?.update('a', async (present) => `${present}`)
    expect([await one?.get('a'), await other?.get('a')]).toEqual(['1', 'undefined'])
    await other?.update('a', async () => undefined)
    expect([await one?.keys(), await other?.keys()]).toEqual([['a'], []])
  })

  it('are under fast-agent-auth: by default', async () => {
    const client = connect()
    await redisTokenStore(client).update('a', async () => '1')
    expect(await client.get('fast-agent-auth:record:a')).toBe('1')
    await redisTokenStore(client).update('a', async () => undefined)
  })

  it('are found by a client that puts a prefix of its own before', async () => {
    const own = `${randomUUID()}:`
    const store = redisTokenStore(connect({ keyPrefix: own }))
    for (const key of ['a', 'b']) await store.update(key, async () => key)
    await store.update('b', async () => undefined)
    expect([await store.get('a'), await store.keys()]).toEqual(['a', ['a']])
    expect(await connect().get(`${own}fast-agent-auth:record:a`)).toBe('a')
  })

  it('go when they were not written for the ttl, and their keys with them', async () => {
    const client = connect()
    const prefix = `${randomUUID()}:`
    const store = redisTokenStore(client, { prefix, ttl: 60_000 })
    const before = await redisTime(client)
    await store.update('a', async () => '1')
    expect(await client.pttl(`${prefix}record:a`)).toBeGreaterThan(30_000)
    expect(await client.pttl(`${prefix}record:a`)).toBeLessThanOrEqual(60_000)
    const score = Number(await client.zscore(`${prefix}keys`, 'a'))
    expect(score).toBeGreaterThanOrEqual(before + 60_000)
    expect(score).toBeLessThanOrEqual((await redisTime(client)) + 60_000)
    await expire(client, prefix, 'a')
    expect([await store.get('a'), await store.keys()]).toEqual([undefined, []])
    expect(await client.exists(`${prefix}keys`)).toBe(0)
  })

  it('are kept for the ttl anew by each write, and by no change that leaves them as they were', async () => {
    const client = connect()
    const prefix = `${randomUUID()}:`
    const store = redisTokenStore(client, { prefix, ttl: 60_000 })
    await store.update('a', async () => '1')
    await client.pexpire(`${prefix}record:a`, 30_000)
    await store.update('a', async (present) => present)
    expect(await client.pttl(`${prefix}record:a`)).toBeLessThanOrEqual(30_000)
    await store.update('a', async () => '2')
    expect(await client.pttl(`${prefix}record:a`)).toBeGreaterThan(30_000)
    await redisTokenStore(client, { prefix }).update('a', async () => '3')
    expect(await client.pttl(`${prefix}record:a`)).toBe(-1)
    expect(await client.zscore(`${prefix}keys`, 'a')).toBe('inf')
  })

  it('leave no keys in the list that have expired, also where it is never asked for', async () => {
    const client = connect()
    const prefix = `${randomUUID()}:`
    const later = String((await redisTime(client)) + 60_000)
    await client.zadd(`${prefix}keys`, '1', 'expired long ago', later, 'expires later')
    await redisTokenStore(client, { prefix }).update('a', async () => '1')
    expect(await client.zrange(`${prefix}keys`, '0', '-1')).toEqual(['expires later', 'a'])
  })

  it('are listed no more when they were evicted or flushed', async () => {
    const client = connect()
    const prefix = `${randomUUID()}:`
    const store = redisTokenStore(client, { prefix })
    for (const key of ['a', 'b', 'c']) await store.update(key, async () => '1')
    await client.del(`${prefix}record:b`)
    expect((await store.keys()).sort()).toEqual(['a', 'c'])
    expect((await client.zrange(`${prefix}keys`, '0', '-1')).sort()).toEqual(['a', 'c'])
  })

  it('are all listed where there are 10,000 of them, and nothing else is', async () => {
    const client = connect()
    const prefix = `${randomUUID()}:`
    const names = Array.from({ length: 10_000 }, (_, index) => `tokens:https://example.com/${index}`)
    await client.mset(names.flatMap((name) => [`${prefix}record:${name}`, '1']))
    await client.zadd(`${prefix}keys`, ...names.flatMap((name) => ['+inf', name]))
    await client.mset(names.flatMap((name) => [`foreign:${name}`, '1']))
    expect((await redisTokenStore(client, { prefix }).keys()).sort()).toEqual(names.sort())
  })

  it.each(kinds)('come back as they were, 300,000 characters of every size through %s', async (kind) => {
    const { store, close } = await openStore(kind, redis().url, { prefix: `${randomUUID()}:` })
    const record = '\uFEFFa\0é€😀\u{10FFFF}\r\n'.repeat(30_000)
    await store.update('a', async () => record)
    expect((await store.get('a')) === record).toBe(true)
    expect((await store.update('a', async (present) => present)) === record).toBe(true)
    await close()
  })
})

/** The time of Redis, in milliseconds. */
async function redisTime(client: Redis): Promise<number> {
  const [seconds, microseconds] = await client.time()
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000)
}

/** Ends the ttl at once: Redis then has no such record. */
async function expire(client: Redis, prefix: string, key: string): Promise<void> {
  await client.pexpireat(`${prefix}record:${key}`, 1)
  await client.zadd(`${prefix}keys`, 1, key)
}
