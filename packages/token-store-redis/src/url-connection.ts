import { TokenStoreError } from '@fast-agent-auth/token-store'
import type { Connection } from './connection.ts'
import { loadLibrary } from './load-library.ts'
import { type OwnClient, openClient } from './open-client.ts'
import type { NodeRedisClient } from './redis-client.ts'
import type { RedisUrl } from './redis-url.ts'
import { replyCode } from './reply-code.ts'

/** A connection that this package opened. */
export interface OwnConnection extends Connection {
  close(): Promise<void>
}

/** Connects when the first command is sent. After the connection was lost, the next command reconnects. */
export function openConnection({ url, host }: RedisUrl): OwnConnection {
  let current: OwnClient | undefined
  let closed = false

  async function connect(): Promise<NodeRedisClient> {
    const library = await loadLibrary()
    if (closed) throw new TokenStoreError('unavailable', 'This store was closed: make a new one.')
    current ??= openClient(library, url, drop)
    return current.ready
  }

  function drop(): void {
    const client = current
    current = undefined
    client?.destroy()
  }

  return {
    load: async () => void (await loadLibrary()),
    name: `Redis at ${host}`,
    send: async (command) => {
      const client = await connect()
      try {
        return await client.sendCommand([...command])
      } catch (error) {
        // After a failover the same host name may lead to another Redis.
        if (replyCode(error) === 'READONLY') drop()
        throw error
      }
    },
    giveUp: drop,
    close: async () => {
      closed = true
      drop()
    },
  }
}
