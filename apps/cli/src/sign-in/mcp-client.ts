import { setTimeout as sleep } from 'node:timers/promises'
import { Client, SseError, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { openTransport } from './ended-streams.ts'
import { RefusedAccess, refusedCredentials } from './refused-access.ts'
import type { SilenceLimit } from './silence-limit.ts'

export interface McpClientOptions {
  readonly transport: 'http' | 'sse'
  /** The headers of every request. */
  readonly headers: Readonly<Record<string, string>>
  /** Sends every request, with tokens. */
  readonly fetch: typeof globalThis.fetch
  readonly version: string
  readonly signal: AbortSignal
  readonly silence: SilenceLimit
}

/** The options of each request of the SDK. The SDK's own time limit would count the wait for a person. */
export interface Limits {
  readonly signal: AbortSignal
  readonly timeout: number
}

/** The longest time that a timer can have, in ms. */
const longest = 2 ** 31 - 1

/** Connects to an MCP server for as long as `use` takes. */
export async function withMcpClient<T>(
  serverUrl: URL,
  options: McpClientOptions,
  use: (client: Client, limits: Limits) => Promise<T>,
): Promise<T> {
  const { version, headers, silence } = options
  const signal = AbortSignal.any([options.signal, silence.signal])
  const send = abortedBy(signal, options.fetch)
  let unsent: unknown
  let credentialsKind: RefusedAccess['credentialsKind'] | undefined
  const fetch: typeof globalThis.fetch = async (input, init) => {
    silence.begin()
    try {
      const response = await send(input, init)
      credentialsKind = refusedCredentials(response, headers) ?? credentialsKind
      return response
    } catch (error) {
      unsent = error
      throw error
    }
  }
  const limits: Limits = { signal, timeout: longest }
  const client = new Client({ name: 'fast-agent-auth', version }, { versionNegotiation: { mode: 'auto' } })
  const transport = openTransport(serverUrl, options.transport, { fetch, requestInit: { headers } })
  try {
    await client.connect(transport, limits)
    const result = await use(client, limits)
    if (transport instanceof StreamableHTTPClientTransport) await endSession(transport)
    return result
  } catch (error) {
    if (silence.signal.aborted) throw silence.signal.reason
    // The SDK keeps only the text of a failed request.
    const failure = error instanceof SseError ? (unsent ?? error) : error
    throw credentialsKind ? new RefusedAccess(credentialsKind, failure) : failure
  } finally {
    silence.pause()
    await client.close()
  }
}

/** The same fetch, ended by the signal. The SDK does not end sent requests when its caller gives up. */
function abortedBy(signal: AbortSignal, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => fetch(input, { ...init, signal: AbortSignal.any([signal, init?.signal ?? signal]) })
}

/** Ends the session, which the server would otherwise keep. */
async function endSession(transport: StreamableHTTPClientTransport): Promise<void> {
  if (transport.sessionId === undefined) return
  const ended = transport.terminateSession().catch(() => undefined)
  await Promise.race([ended, sleep(1000, undefined, { ref: false })])
}
