import { TokenStoreError } from '@fast-agent-auth/token-store'
import type { Connection } from './connection.ts'
import type { NodeRedisClient } from './redis-client.ts'
import type { RedisUrl } from './redis-url.ts'
import { replyCode } from './reply-code.ts'

/** A connection that is ours. */
export interface OwnConnection extends Connection {
  close(): Promise<void>
}

interface OwnClient extends NodeRedisClient {
  destroy(): void
}

/** Connects when the first command is sent, and by the next command where the connection was lost. */
export function openConnection({ url, host }: RedisUrl): OwnConnection {
  let current: Promise<OwnClient> | undefined
  let closed = false

  function connect(): Promise<OwnClient> {
    if (closed) throw new TokenStoreError('unavailable', 'This store was closed: make a new one.')
    if (current) return current
    const connecting = connectClient(url, () => drop(connecting))
    current = connecting
    return connecting
  }

  function drop(connection: Promise<OwnClient> | undefined): void {
    if (current === connection) current = undefined
    connection?.then((client) => client.destroy()).catch(() => {})
  }

  return {
    name: `Redis at ${host}`,
    send: async (command) => {
      const connection = connect()
      const client = await connection
      try {
        return await client.sendCommand([...command])
      } catch (error) {
        // After a failover the same name may lead to another Redis.
        if (replyCode(error) === 'READONLY') drop(connection)
        throw error
      }
    },
    giveUp: () => drop(current),
    close: async () => {
      closed = true
      drop(current)
    },
  }
}

async function connectClient(url: string, onError: () => void): Promise<OwnClient> {
  // Loaded on first use: it takes 200 ms.
  const { createClient } = await import('@redis/client')
  const client = createClient({
    url,
    // Our own next command connects anew: the client would try without end, and keep the process alive by it.
    socket: { reconnectStrategy: false },
    // Else it greets with commands that an old Redis does not know, or that a user may not send.
    RESP: 2,
    disableClientInfo: true,
    maintNotifications: 'disabled',
  })
  client.on('error', onError)
  client.unref()
  try {
    await client.connect()
  } catch (error) {
    // Else it stays in a list of its library, where that is told to measure.
    client.destroy()
    throw error
  }
  return client
}
