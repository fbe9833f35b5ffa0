import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from './authorization-server.ts'

/** A request of somebody who may make it, with its JSON body. */
export interface McpRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly access: Access
  readonly token: string
  readonly body: unknown
}

/** Serves one wire of MCP to people whose access has been checked. */
export type Endpoint = (request: McpRequest) => Promise<void>
