import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An HTTP server on a free port of this machine. */
export interface Listener {
  readonly origin: string
  /** Ends every connection too. */
  close(): void
}

export type Respond = (url: URL, incoming: IncomingMessage, outgoing: ServerResponse) => void

export async function listen(respond: Respond): Promise<Listener> {
  // A client that takes its time must not find the connection closed that it is about to use.
  const server = createServer({ keepAliveTimeout: 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.on('request', (incoming, outgoing) => respond(new URL(incoming.url ?? '/', origin), incoming, outgoing))
  return {
    origin,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
