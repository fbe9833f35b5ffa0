import { setTimeout as sleep } from 'node:timers/promises'
import { Client, SseError, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { openTransport } from './ended-streams.ts'

export interface McpClientOptions {
  readonly transport: 'http' | 'sse'
  /** Go with every request. */
  readonly headers: Readonly<Record<string, string>>
  /** Sends every request, with tokens. */
  readonly fetch: typeof globalThis.fetch
  readonly version: string
  readonly signal: AbortSignal
}

/** Connects to an MCP server for as long as `use` takes. */
export async function withMcpClient<T>(
  serverUrl: URL,
  options: McpClientOptions,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const { version, headers, signal } = options
  const send = abortedBy(signal, options.fetch)
  let unsent: unknown
  const fetch: typeof globalThis.fetch = (input, init) =>
    send(input, init).catch((error) => {
      unsent = error
      throw error
    })
  const client = new Client({ name: 'fast-agent-auth', version }, { versionNegotiation: { mode: 'auto' } })
  const transport = openTransport(serverUrl, options.transport, { fetch, requestInit: { headers } })
  try {
    await client.connect(transport, { signal })
    const result = await use(client)
    if (transport instanceof StreamableHTTPClientTransport) await endSession(transport)
    return result
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
