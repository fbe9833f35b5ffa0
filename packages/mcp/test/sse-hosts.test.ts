import { createMCPClient } from '@ai-sdk/mcp'
import { type AccessToken, AuthorizationError, type Refusal } from '@fast-agent-auth/flow'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { expect, it, onTestFinished } from 'vitest'
import { withTokens } from '../src/index.ts'

const serverUrl = 'https://mcp.example.com/sse'

/** A server of HTTP+SSE that wants a token, and answers what is posted in its stream. */
function startServer() {
  const streams: (string | null)[] = []
  const accepts = (request: Request): boolean => request.headers.get('authorization') === 'Bearer good'
  let answer = (_: object): void => undefined
  const network = setupServer(
    http.get(serverUrl, ({ request }) => {
      streams.push(request.headers.get('mcp-protocol-version'))
      if (!accepts(request)) return new Response(null, { status: 401 })
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const write = (text: string): void => controller.enqueue(new TextEncoder().encode(text))
          write('event: endpoint\ndata: /messages?id=1\n\n')
          answer = (message) => write(`event: message\ndata: ${JSON.stringify(message)}\n\n`)
        },
      })
      return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
    }),
    http.post('https://mcp.example.com/messages', async ({ request }) => {
      const message: unknown = await request.json()
      if (typeof message === 'object' && message !== null && 'id' in message) {
        const serverInfo = { name: 'sse', version: '1' }
        const result = { protocolVersion: '2025-06-18', capabilities: {}, serverInfo }
        answer({ jsonrpc: '2.0', id: message.id, result })
      }
      return new Response(null, { status: accepts(request) ? 202 : 401 })
    }),
  )
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  return { streams }
}

it('a host that names a version with the stream that opens its connection is signed in (H141)', async () => {
  const { streams } = startServer()
  const refusals: Refusal[] = []
  let given: AccessToken | undefined
  const fetch = withTokens(
    {
      token: async () => given,
      async renew(refusal) {
        refusals.push(refusal)
        if (!refusal.interactive) throw new AuthorizationError('login_required', 'Sign in.')
        given = { accessToken: 'good' }
        return given
      },
    },
    { serverUrl, interactive: true },
  )
  const client = await createMCPClient({ transport: { type: 'sse', url: serverUrl, fetch } })
  await client.close()
  expect(streams).toEqual([expect.stringMatching(/^20/), expect.stringMatching(/^20/)])
  expect(refusals).toMatchObject([{ interactive: true, unasked: false }])
})
