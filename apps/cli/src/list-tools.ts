import { setTimeout as sleep } from 'node:timers/promises'
import {
  Client,
  SSEClientTransport,
  SseError,
  StreamableHTTPClientTransport,
  type Tool,
} from '@modelcontextprotocol/client'

export interface ListToolsOptions {
  /** Sends every request, with tokens. */
  readonly fetch: typeof globalThis.fetch
  readonly version: string
  readonly signal: AbortSignal
}

/** The tools of an MCP server: by SSE where its path ends in `/sse`, else by Streamable HTTP. */
export async function listTools(serverUrl: URL, options: ListToolsOptions): Promise<readonly Tool[]> {
  const { version, signal } = options
  const send = abortedBy(signal, options.fetch)
  let unsent: unknown
  const fetch: typeof globalThis.fetch = (input, init) =>
    send(input, init).catch((error) => {
      unsent = error
      throw error
    })
  const client = new Client({ name: 'fast-agent-auth', version }, { versionNegotiation: { mode: 'auto' } })
  const transport = serverUrl.pathname.endsWith('/sse')
    ? new SSEClientTransport(serverUrl, { fetch })
    : new StreamableHTTPClientTransport(serverUrl, { fetch })
  try {
    await client.connect(transport, { signal })
    const { tools } = await client.listTools(undefined, { signal })
    if (transport instanceof StreamableHTTPClientTransport) await endSession(transport)
    return tools
  } catch (error) {
    // The SDK keeps no more of it than its text.
    throw error instanceof SseError ? (unsent ?? error) : error
  } finally {
    await client.close()
  }
}

/** The SDK does not end the requests that it has sent when its caller gives up. */
function abortedBy(signal: AbortSignal, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => fetch(input, { ...init, signal: AbortSignal.any([signal, init?.signal ?? signal]) })
}

/** Servers keep sessions that nobody ends. */
async function endSession(transport: StreamableHTTPClientTransport): Promise<void> {
  if (transport.sessionId === undefined) return
  const ended = transport.terminateSession().catch(() => undefined)
  await Promise.race([ended, sleep(1000, undefined, { ref: false })])
}
