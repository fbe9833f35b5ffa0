import type { NodeRedisClient } from './redis-client.ts'

/** A client of this package, for one connection. */
export interface OwnClient {
  /** Resolves when the client is connected. */
  readonly ready: Promise<NodeRedisClient>
  /** Ends the connection in any state; commands without a reply fail. */
  destroy(): void
}

type Library = typeof import('@redis/client')

/** @param onEnd is called if the client cannot connect, or when the connection is lost */
export function openClient({ createClient }: Library, url: string, onEnd: () => void): OwnClient {
  const client = createClient({
    url,
    // The next command reconnects, since the client itself would retry without end and keep the process alive.
    socket: { reconnectStrategy: false },
    // By default the client begins with commands that an old Redis does not know, or that a user may not send.
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
      // Destroyed once more, since a client that is about to connect still connects.
      ready.then(destroy, destroy)
    },
  }
}
