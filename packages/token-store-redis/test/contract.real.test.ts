import { randomUUID } from 'node:crypto'
import { describeTokenStore } from '@fast-agent-auth/token-store/testing'
import { describe, expect, it } from 'vitest'
import { describeOnRedis } from './describe-on-redis.ts'
import { kinds, openStore } from './open-store.ts'
import { watchCommands } from './watch-commands.ts'

describeOnRedis('on a real Redis', (redis) => {
  for (const kind of kinds) {
    describeTokenStore(
      `The Redis store that is given ${kind}`,
      {
        async create() {
          const options = { prefix: `${randomUUID()}:`, lease: 1_000 }
          const { store, close } = await openStore(kind, redis().url, options)
          return { store, cleanup: close, place: JSON.stringify({ kind, url: redis().url, ...options }) }
        },
        shared: {
          module: new URL('./children/open-token-store.ts', import.meta.url),
          turns: 'lease',
          async minutes(place) {
            // Longer than a lease, by four renewals.
            const { url, prefix } = JSON.parse(place)
            const watched = await watchCommands(url)
            await watched.seen(4, 'pexpire', `${prefix}lease:a`, '1000')
            watched.stop()
          },
        },
      },
      { describe, it, expect },
    )
  }
})
