import { inspect } from 'node:util'
import { createClient } from '@redis/client'
import { Redis } from 'ioredis'
import { expect, it, onTestFinished, vi } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { describeOnRedis } from './describe-on-redis.ts'

describeOnRedis(
  'a Redis that wants a password',
  (redis) => {
    const withPassword = (credentials: string) => {
      const store = redisTokenStore(redis().url.replace('//', `//${credentials}@`))
      onTestFinished(store.close)
      return store
    }

    it.each([
      [':p%40ss%3Aword%2F', 0],
      ['default:p%40ss%3Aword%2F', 3],
    ])('is used with %s, which is decoded', async (credentials, database) => {
      const store = redisTokenStore(`${redis().url.replace('//', `//${credentials}@`)}/${database}`)
      onTestFinished(store.close)
      await store.update(`a${database}`, async () => '1')
      expect(await store.keys()).toEqual([`a${database}`])
    })

    it.each([':wrong-secret', 'nobody:wrong-secret'])(
      'says that it refuses %s, without repeating it',
      async (credentials) => {
        const store = withPassword(credentials)
        const error = await store.get('a').catch((reason: unknown) => reason)
        expect(error).toMatchObject({ name: 'TokenStoreError', code: 'unavailable' })
        expect(String(error)).toContain(`Redis at 127.0.0.1:${redis().port} refused the command (WRONGPASS)`)
        expect(inspect([error, store], { depth: Infinity, showHidden: true })).not.toContain('wrong-secret')
      },
    )

    it('says that it wants one', async () => {
      const store = redisTokenStore(redis().url)
      onTestFinished(store.close)
      await expect(store.get('a')).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('(NOAUTH): it wants another user name or password'),
      })
    })

    it('is not asked for more than a user may do who has the permissions that the message names', async () => {
      const admin = new Redis(redis().url, { password: 'p@ss:word/' })
      onTestFinished(() => admin.disconnect())
      const inScripts = ['get', 'set', 'del', 'exists', 'pexpire', 'time', 'zadd', 'zrem', 'zrange', 'zremrangebyscore']
      const allowed = ['eval', ...inScripts].map((command) => `+${command}`)
      await admin.call('ACL', 'SETUSER', 'worker', 'on', '>secret', '~mine:*', ...allowed)
      const url = redis().url.replace('//', '//worker:secret@')
      const store = redisTokenStore(url, { prefix: 'mine:', ttl: 60_000 })
      onTestFinished(store.close)
      await store.update('a', async () => '1')
      await store.update('b', async () => '1')
      await store.update('b', async () => undefined)
      await admin.del('mine:record:a')
      expect(await store.keys()).toEqual([])
      const other = redisTokenStore(url, { prefix: 'theirs:' })
      onTestFinished(other.close)
      await expect(other.get('a')).rejects.toMatchObject({ code: 'read_failed' })
      await expect(other.update('a', vi.fn())).rejects.toMatchObject({ code: 'write_failed' })
    })
  },
  ['--requirepass', 'p@ss:word/'],
)

describeOnRedis('a Redis that refuses', (redis) => {
  it('shows no record in any part of an error, also where ioredis hangs the command on it', async () => {
    const client = new Redis(redis().url)
    onTestFinished(() => client.disconnect())
    const store = redisTokenStore(client)
    await client.set('fast-agent-auth:record:a', 'an old secret')
    const update = store.update('a', async () => {
      await client.config('SET', 'maxmemory', '1')
      return 'a new secret'
    })
    const error = await update.catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'write_failed',
      message: expect.stringContaining('(OOM): it is full'),
      cause: { name: 'ReplyError', message: expect.stringContaining('OOM'), stack: expect.any(String) },
    })
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('secret')
    await client.config('SET', 'maxmemory', '0')
    // The turn was given back although nothing could be written.
    expect(await client.exists('fast-agent-auth:lease:a')).toBe(0)
    expect(await store.get('a')).toBe('an old secret')
  })

  it('leaves no turn behind where something else is kept under the prefix', async () => {
    const client = createClient({ url: redis().url })
    await client.connect()
    onTestFinished(() => client.destroy())
    await client.lPush('fast-agent-auth:record:list', 'x')
    const store = redisTokenStore(client)
    const other = expect.stringContaining('(WRONGTYPE): other data is stored under this prefix')
    await expect(store.get('list')).rejects.toMatchObject({ code: 'read_failed', message: other })
    await expect(store.update('list', vi.fn())).rejects.toMatchObject({ code: 'write_failed', message: other })
    expect(await client.exists('fast-agent-auth:lease:list')).toBe(0)
  })
})
