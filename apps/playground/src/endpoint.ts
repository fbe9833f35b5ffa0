import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from './authorization-server.ts'

/** An authenticated request with its JSON body. */
export interface McpRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly access: Access
  readonly token: string
  readonly body: unknown
}

/** Serves one MCP transport to authenticated requests. */
export type Endpoint = (request: McpRequest) => Promise<void>
