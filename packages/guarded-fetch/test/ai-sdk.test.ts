import { createMCPClient } from '@ai-sdk/mcp'
import { expect, it, onTestFinished } from 'vitest'
import { createGuardedFetch } from '../src/index.ts'
import { startServer } from './start-server.ts'

const results: Readonly<Record<string, unknown>> = {
  initialize: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'a', version: '1' } },
  'tools/list': {
    tools: [{ name: 'long', inputSchema: { type: 'object' }, description: 'x'.repeat(2 * 1024 * 1024) }],
  },
}

function answerTo(method = ''): object {
  return method in results ? { result: results[method] } : { error: { code: -32601, message: 'Method not found' } }
}

it('is the whole fetch of a client of @ai-sdk/mcp, whose answers may be longer than those of OAuth', async () => {
  const server = await startServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { id, method }: { id?: number; method?: string } = body === '' ? {} : JSON.parse(body)
    if (id === undefined) response.writeHead(request.method === 'POST' ? 202 : 405).end()
    else
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(`data: ${JSON.stringify({ jsonrpc: '2.0', id, ...answerTo(method) })}\n\n`)
  })
  const url = `http://127.0.0.1:${server.port}/mcp`
  const client = await createMCPClient({
    transport: { type: 'http', url, fetch: createGuardedFetch({ serverUrl: url, env: {} }) },
  })
  onTestFinished(() => client.close())
  expect(Object.keys(await client.tools())).toEqual(['long'])
})
