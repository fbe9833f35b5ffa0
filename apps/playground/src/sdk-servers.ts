import { Server as LegacyServer } from '@modelcontextprotocol/sdk/server/index.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { Server as ModernServer } from '@modelcontextprotocol/server'
import type { Access } from './authorization-server.ts'
import type { Toolbox } from './tools.ts'

const info = { name: 'playground', version: '0.0.0' }
const options = { capabilities: { tools: {} } }

/** The data that both SDKs pass from the HTTP request to the tool. */
export interface AuthInfo {
  token: string
  clientId: string
  scopes: string[]
  expiresAt: number
  extra: { access: Access }
}

export function toAuthInfo(access: Access, token: string): AuthInfo {
  const { clientId, scopes, expiresAt } = access
  return { token, clientId, scopes: [...scopes], expiresAt, extra: { access } }
}

/** A server of SDK v2, for the wire of 2026-07-28. */
export function createModernServer(toolbox: Toolbox): ModernServer {
  const server = new ModernServer(info, options)
  server.setRequestHandler('tools/list', () => toolbox.list())
  server.setRequestHandler('tools/call', ({ params }, context) =>
    toolbox.call(params, accessOf(context.http?.authInfo)),
  )
  return server
}

/** A server of SDK v1, for the wires before, Streamable HTTP with sessions and SSE. */
export function createLegacyServer(toolbox: Toolbox): LegacyServer {
  const server = new LegacyServer(info, options)
  server.setRequestHandler(ListToolsRequestSchema, () => toolbox.list())
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { authInfo }) =>
    toolbox.call(params, accessOf(authInfo)),
  )
  return server
}

function accessOf(authInfo: { extra?: Record<string, unknown> } | undefined): Access {
  if (!authInfo?.extra) throw new Error('a request reached a tool without having been authenticated')
  return authInfo.extra.access as Access
}
