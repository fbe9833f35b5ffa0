import { createServer, type RequestListener, type Server } from 'node:http'

/** What one listener grants to all who connect. */
export interface Limits {
  /** For a whole request to arrive. An answer may be held for longer. */
  readonly requestTimeout: number
  /** How often that is checked. */
  readonly checkInterval: number
  readonly connections: number
}

const defaultLimits: Limits = { requestTimeout: 10_000, checkInterval: 2_000, connections: 64 }

/** An HTTP server whose clients can neither hold it open for ever nor fill it up. */
export function createHttpServer(onRequest: RequestListener, limits: Limits = defaultLimits): Server {
  const options = {
    // Above the limit of the query: browsers add the cookies of every program on this host, whatever its port.
    maxHeaderSize: 32 * 1024,
    headersTimeout: limits.requestTimeout,
    requestTimeout: limits.requestTimeout,
    connectionsCheckingInterval: limits.checkInterval,
    insecureHTTPParser: false,
  }
  const server = createServer(options, onRequest)
  server.maxConnections = limits.connections
  // A connection that could not be accepted (EMFILE) is emitted as an error: it must not end the program.
  server.on('error', () => {})
  return server
}
