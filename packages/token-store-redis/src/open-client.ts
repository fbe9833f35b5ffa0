import type { NodeRedisClient } from './redis-client.ts'

/** A client that is ours, and is good for one connection. */
export interface OwnClient {
  /** When it is connected. */
  readonly ready: Promise<NodeRedisClient>
  /** Ends the connection in any state; what waits for replies fails. */
  destroy(): void
}

type Library = typeof import('@redis/client')

/** @param onEnd is told that it cannot connect, or that the connection was lost */
export function openClient({ createClient }: Library, url: string, onEnd: () => void): OwnClient {
  const client = createClient({
    url,
    // The next command connects anew: the client would try without end, and keep the process alive by it.
    socket: { reconnectStrategy: false },
    // Else it greets with commands that an old Redis does not know, or that a user may not send.
    RESP: 2,
    disableClientInfo: true,
  })
  client.on('error', onEnd)
  client.unref()
  const ready = client.connect().then(() => client)
  const destroy = (): void => client.destroy()

  return {
    ready,
    destroy: () => {
      destroy()
      // Once more, since one that is about to connect does so nevertheless.
      ready.then(destroy, destroy)
    },
  }
}
