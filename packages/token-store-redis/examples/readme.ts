import { redisTokenStore } from '@fast-agent-auth/token-store-redis'

// Or a connected client of yours, of redis, @redis/client or ioredis.
const store = redisTokenStore(process.env.REDIS_URL ?? 'redis://localhost:6379', { prefix: 'example:' })

// Ten at the same time, in as many workers as there are: each is given what the one before has written.
const visits = Array.from({ length: 10 }, () =>
  store.update('visits', async (record) => String(Number(record ?? 0) + 1)),
)
await Promise.all(visits)
console.log(await store.keys(), await store.get('visits'))

await store.update('visits', async () => undefined)
console.log(await store.keys())
await store.close()
