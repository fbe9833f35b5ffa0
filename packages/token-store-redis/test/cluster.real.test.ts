import { createCluster } from '@redis/client'
import { Cluster, Redis } from 'ioredis'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { redisTokenStore } from '../src/index.ts'
import { describeOnRedis } from './describe-on-redis.ts'

const prefix = '{fast-agent-auth}:'

describeOnRedis(
  'Redis Cluster',
  (redis) => {
    beforeAll(async () => {
      const client = new Redis(redis().url)
      await client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
      await redis().said('Cluster state changed: ok')
      client.disconnect()
    })

    it.each([
      ['a URL', async () => redisTokenStore(redis().url, { prefix })],
      [
        'a cluster of ioredis',
        async () => {
          const cluster = new Cluster([redis().url])
          onTestFinished(() => cluster.disconnect())
          return redisTokenStore(cluster, { prefix })
        },
      ],
      [
        'a cluster of redis, in the form that the error message gives',
        async () => {
          const cluster = createCluster({ rootNodes: [{ url: redis().url }] })
          await cluster.connect()
          onTestFinished(() => cluster.destroy())
          return redisTokenStore({ sendCommand: (command) => cluster.sendCommand(prefix, false, command) }, { prefix })
        },
      ],
    ])('keeps records where the prefix has braces, through %s', async (_, open) => {
      const store = await open()
      for (const key of ['a', 'b{c}']) await store.update(key, async () => key)
      expect([(await store.keys()).sort(), await store.get('b{c}')]).toEqual([['a', 'b{c}'], 'b{c}'])
      for (const key of ['a', 'b{c}']) await store.update(key, async () => undefined)
      expect(await store.keys()).toEqual([])
    })

    it('says that the prefix needs braces where it has none', async () => {
      const store = redisTokenStore(redis().url)
      onTestFinished(store.close)
      await expect(store.update('a', async () => '1')).rejects.toMatchObject({
        code: 'write_failed',
        message: expect.stringContaining('a prefix with braces such as {fast-agent-auth}:'),
      })
    })
  },
  ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'],
)
