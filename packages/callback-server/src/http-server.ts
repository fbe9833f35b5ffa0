import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'

/** The limits of one server for all its clients. */
export interface Limits {
  /** Milliseconds for a whole request to arrive. The response may take longer. */
  readonly requestTimeout: number
  /** Milliseconds between two checks of `requestTimeout`. */
  readonly checkInterval: number
  /** The maximum number of connections that have not sent a whole request. */
  readonly connections: number
}

const defaultLimits: Limits = { requestTimeout: 10_000, checkInterval: 2_000, connections: 64 }

/** An HTTP server whose clients can neither hold it open for ever nor fill it up. */
export function createHttpServer(onRequest: RequestListener, limits: Limits = defaultLimits): Server {
  const options = {
    // Larger than the limit of the query, since browsers add the cookies of every program on this host, on any port.
    maxHeaderSize: 32 * 1024,
    headersTimeout: limits.requestTimeout,
    requestTimeout: limits.requestTimeout,
    connectionsCheckingInterval: limits.checkInterval,
    insecureHTTPParser: false,
  }
  const server = createServer(options, onRequest)
  limitConnections(server, limits.connections)
  // A connection that could not be accepted (EMFILE) emits an error, which would end the program if nobody listened.
  server.on('error', () => {})
  return server
}

/** Closes the oldest idle connection if there are too many. Refusing the newest one would keep the browser out. */
function limitConnections(server: Server, limit: number): void {
  const idle = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    idle.add(socket)
    socket.once('close', () => idle.delete(socket))
    const [first] = idle
    if (idle.size <= limit || first === undefined) return
    idle.delete(first)
    first.destroy()
  })
  server.on('request', ({ socket }) => idle.delete(socket))
}
