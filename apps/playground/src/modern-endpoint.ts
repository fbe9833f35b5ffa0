import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server'
import type { Endpoint, McpRequest } from './endpoint.ts'
import { createModernServer, toAuthInfo } from './sdk-servers.ts'
import type { Toolbox } from './tools.ts'

/** Streamable HTTP without sessions, as of 2026-07-28. */
export function createModernEndpoint(toolbox: Toolbox): Endpoint {
  const mcp = createMcpHandler(() => createModernServer(toolbox), { legacy: 'reject' })
  return async ({ request, response, access, token, body }) => {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const webRequest = toWebRequest(request, gone.signal)
    await send(response, await mcp.fetch(webRequest, { authInfo: toAuthInfo(access, token), parsedBody: body }))
  }
}

/** Whether a request speaks the wire of 2026-07-28 or tries to. */
export async function speaksModern({ request, body }: McpRequest): Promise<boolean> {
  return !(await isLegacyRequest(toWebRequest(request), body))
}

/** The head of a request as fetch knows it. The body has been read already and travels parsed. */
function toWebRequest(request: IncomingMessage, signal?: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, [value].flat().join(', '))
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
  return new Request(url, { method: request.method ?? 'GET', headers, ...(signal && { signal }) })
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (!answer.body) return void response.end()
  try {
    await pipeline(answer.body, response)
  } catch (error) {
    // The client hung up, which is how streams end.
    if (!response.destroyed) throw error
  }
}
