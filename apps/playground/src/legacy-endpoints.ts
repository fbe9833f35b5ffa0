import { randomUUID } from 'node:crypto'
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { Endpoint, McpRequest } from './endpoint.ts'
import { sendJson } from './node-http.ts'
import { type AuthInfo, createLegacyServer, toAuthInfo } from './sdk-servers.ts'
import type { Toolbox } from './tools.ts'

/** A session belongs to the person who opened it. */
interface Session<T> {
  readonly transport: T
  readonly user: string
}

/** Streamable HTTP with sessions, as of 2025-03-26 to 2025-11-25. */
export function createStreamableHttpEndpoint(toolbox: Toolbox): Endpoint {
  const sessions = new Map<string, Session<StreamableHTTPServerTransport>>()
  const open = async (user: string): Promise<StreamableHTTPServerTransport> => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, { transport, user }),
      onsessionclosed: (id) => void sessions.delete(id),
    })
    // The class declares its callbacks as possibly undefined, which the interface does not allow exactly.
    await createLegacyServer(toolbox).connect(transport as Transport)
    return transport
  }
  return async (mcpRequest) => {
    const { request, response, access, body } = mcpRequest
    const id = request.headers['mcp-session-id']
    const session = sessions.get(String(id))
    if (id && session?.user !== access.user) return refuseSession(mcpRequest)
    const transport = session?.transport ?? (await open(access.user))
    await transport.handleRequest(withAuthInfo(mcpRequest), response, body)
  }
}

/** The GET that opens an SSE stream, and the POSTs that belong to one. */
export interface SseEndpoint {
  readonly stream: Endpoint
  readonly messages: Endpoint
}

/** HTTP with SSE, as of 2024-11-05. */
export function createSseEndpoint(toolbox: Toolbox, messagesPath: string): SseEndpoint {
  const sessions = new Map<string, Session<SSEServerTransport>>()
  return {
    async stream({ response, access }) {
      const transport = new SSEServerTransport(messagesPath, response)
      sessions.set(transport.sessionId, { transport, user: access.user })
      response.once('close', () => sessions.delete(transport.sessionId))
      await createLegacyServer(toolbox).connect(transport)
    },
    async messages(mcpRequest) {
      const { request, response, access, body } = mcpRequest
      const id = new URL(request.url ?? '', 'http://localhost').searchParams.get('sessionId')
      const session = sessions.get(String(id))
      if (session?.user !== access.user) return refuseSession(mcpRequest)
      await session.transport.handlePostMessage(withAuthInfo(mcpRequest), response, body)
    },
  }
}

function refuseSession({ response }: McpRequest): void {
  sendJson(response, 404, { jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null })
}

function withAuthInfo({ request, access, token }: McpRequest): McpRequest['request'] & { auth: AuthInfo } {
  return Object.assign(request, { auth: toAuthInfo(access, token) })
}
