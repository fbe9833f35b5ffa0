import type { Access } from './authorization-server.ts'
import { createAuthenticate, metadataUrl, refuseForScope } from './bearer.ts'
import type { Endpoint } from './endpoint.ts'
import { createSseEndpoint, createStreamableHttpEndpoint } from './legacy-endpoints.ts'
import { createModernEndpoint, speaksModern } from './modern-endpoint.ts'
import { type Handler, readBody, sendJson } from './node-http.ts'
import { resourceScopes } from './scopes.ts'
import { createToolbox, type Toolbox } from './tools.ts'

export interface McpServerOptions {
  readonly mcpUrl: string
  readonly sseUrl: string
  readonly issuer: string
  readonly findAccess: (accessToken: string) => Promise<Access | undefined>
}

/** A protected MCP server: every wire of Streamable HTTP at one URL, SSE at another. */
export function createMcpHandler({ mcpUrl, sseUrl, issuer, findAccess }: McpServerOptions): Handler {
  const toolbox = createToolbox()
  const guard = (resource: string, endpoint: Endpoint): Handler =>
    createGuard({ resource, findAccess, toolbox, endpoint })
  const modern = createModernEndpoint(toolbox)
  const legacy = createStreamableHttpEndpoint(toolbox)
  const mcp = guard(mcpUrl, async (request) => ((await speaksModern(request)) ? modern : legacy)(request))
  const sse = createSseEndpoint(toolbox, '/messages')
  const routes: Readonly<Record<string, Handler>> = {
    'GET /mcp': mcp,
    'POST /mcp': mcp,
    'DELETE /mcp': mcp,
    'GET /sse': guard(sseUrl, sse.stream),
    'POST /messages': guard(sseUrl, sse.messages),
    ...metadataRoutes(mcpUrl, issuer),
    ...metadataRoutes(sseUrl, issuer),
  }
  return (request, response) => {
    const { method = 'GET', url = '/' } = request
    const path = url.split('?', 1)[0]
    const route = routes[`${method} ${path}`]
    if (route) return route(request, response)
    const known = Object.keys(routes).some((name) => name.endsWith(` ${path}`))
    sendJson(response, known ? 405 : 404, { error: known ? 'method not allowed' : 'not found' })
  }
}

interface GuardOptions {
  readonly resource: string
  readonly findAccess: (accessToken: string) => Promise<Access | undefined>
  readonly toolbox: Toolbox
  readonly endpoint: Endpoint
}

function createGuard({ resource, findAccess, toolbox, endpoint }: GuardOptions): Handler {
  const authenticate = createAuthenticate(resource, findAccess)
  return async (request, response) => {
    const authenticated = await authenticate(request, response)
    if (!authenticated) return
    const body = request.method === 'POST' ? parseJson(await readBody(request)) : undefined
    if (request.method === 'POST' && body === undefined) {
      return sendJson(response, 400, { jsonrpc: '2.0', error: { code: -32700, message: 'Parse error' }, id: null })
    }
    const scope = toolbox.scopeFor(body)
    if (!authenticated.access.scopes.includes(scope)) return refuseForScope(response, resource, scope)
    await endpoint({ request, response, ...authenticated, body })
  }
}

function metadataRoutes(resource: string, issuer: string): Record<string, Handler> {
  const metadata = {
    resource,
    authorization_servers: [issuer],
    scopes_supported: resourceScopes,
    bearer_methods_supported: ['header'],
    resource_name: 'Playground',
  }
  return {
    [`GET ${new URL(metadataUrl(resource)).pathname}`]: (_request, response) => sendJson(response, 200, metadata),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
