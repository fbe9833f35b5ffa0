import { createAuthorizationServer } from './authorization-server.ts'
import { createMcpHandler } from './mcp-server.ts'
import { type Handler, type Listener, listenOnLoopback } from './node-http.ts'
import { type AnsweredRequest, createRequestLog } from './request-log.ts'

/** An authorization server and an MCP server, both running, each on an origin of its own. */
export interface Playground {
  /** Streamable HTTP. */
  readonly mcpUrl: string
  /** HTTP with SSE. */
  readonly sseUrl: string
  readonly issuer: string
  /** Every request so far, in the order of the answers. */
  readonly requests: readonly AnsweredRequest[]
  /** How many requests with a refresh token there were, with success or not. */
  refreshes(): number
  /** Refuses all access tokens issued so far. Refresh tokens stay good. */
  revokeAccessTokens(): void
  /** Stops both servers and cuts their connections. */
  close(): Promise<void>
}

export interface PlaygroundOptions {
  /** The port of the MCP server; the authorization server has the next one. 0, the default, takes any two. */
  readonly port?: number | undefined
  /** The lifetime of access tokens in seconds. Default: 300. */
  readonly accessTokenLifetime?: number | undefined
  /** The lifetime of refresh tokens in seconds. Default: 14 days. */
  readonly refreshTokenLifetime?: number | undefined
  /** A function that gets a line for each request and each failure. */
  readonly log?: ((line: string) => void) | undefined
}

/** Starts both servers on 127.0.0.1. */
export async function startPlayground(options: PlaygroundOptions = {}): Promise<Playground> {
  const { accessTokenLifetime = 300, refreshTokenLifetime = 14 * 24 * 60 * 60, log = () => {} } = options
  const [mcpListener, asListener] = await listenTwice(options.port ?? 0)
  const issuer = asListener.origin
  const mcpUrl = `${mcpListener.origin}/mcp`
  const sseUrl = `${mcpListener.origin}/sse`
  const resources = [mcpUrl, sseUrl]
  const requestLog = createRequestLog(log)

  const as = createAuthorizationServer({
    issuer,
    resources,
    accessTokenLifetime,
    refreshTokenLifetime,
    requestLog,
    log,
  })
  const mcpHandler = createMcpHandler({ mcpUrl, sseUrl, issuer, findAccess: as.findAccess })
  const serve = (server: 'as' | 'mcp', listener: Listener, handler: Handler): void =>
    listener.serve(
      (request, response) => {
        requestLog.watch(server, request, response)
        return handler(request, response)
      },
      (error) => log(`${server} failed: ${String(error)}`),
    )
  serve('as', asListener, as.handler)
  serve('mcp', mcpListener, mcpHandler)

  return {
    mcpUrl,
    sseUrl,
    issuer,
    requests: requestLog.requests,
    refreshes: () => requestLog.requests.filter(({ grantType }) => grantType === 'refresh_token').length,
    revokeAccessTokens: as.revokeAccessTokens,
    async close() {
      await Promise.all([mcpListener.close(), asListener.close()])
    },
  }
}

async function listenTwice(port: number): Promise<[Listener, Listener]> {
  const first = await listenOnLoopback(port)
  try {
    return [first, await listenOnLoopback(port && port + 1)]
  } catch (error) {
    await first.close()
    throw error
  }
}
