import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { TokenSet, TokenSource } from '@fast-agent-auth/flow'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type McpEvent, withTokens } from '../src/index.ts'

interface Came {
  readonly request: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

async function startServer(answer: (url: string, response: ServerResponse) => void) {
  const came: Came[] = []
  const server = createServer(async ({ method, url = '', headers }, response) => {
    const { req } = response
    let body = ''
    for await (const chunk of req) body += chunk
    came.push({ request: `${method} ${url}`, headers, body })
    answer(url, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, came }
}

function fetchOf(serverUrl: string, onEvent?: (event: McpEvent) => void): typeof globalThis.fetch {
  const tokens: TokenSet = {
    ...{ issuer: 'https://a', tokenEndpoint: 'https://a/t', clientId: 'c', tokenEndpointAuthMethod: 'none' },
    ...{ resource: serverUrl, tokenType: 'bearer', accessToken: 'hush', signedInAt: 1, obtainedAt: 1 },
  }
  const source: TokenSource = { token: async () => tokens, renew: () => Promise.reject(new Error('not asked for')) }
  return withTokens(source, { serverUrl, onEvent })
}

const redirectTo =
  (location: string, status = 307) =>
  (_: string, response: ServerResponse) =>
    void response.writeHead(status, { location }).end()

/** Moves `/mcp` to `/moved`, which answers. */
const moves = (status: number) => (url: string, response: ServerResponse) =>
  void (url === '/moved' ? response.end('there') : response.writeHead(status, { location: '/moved' }).end())

const init = {
  method: 'POST',
  body: '{"secret":1}',
  headers: { 'x-api-key': 'mine', 'mcp-session-id': 's', 'content-type': 'application/json' },
}

describe('a redirect to a relative address', () => {
  it.each([
    ['/tenant/mcp', 'moved', 'POST /tenant/moved'],
    ['/tenant/mcp', 'mcp/', 'POST /tenant/mcp/'],
    ['/tenant/mcp?a=b', '?c=d', 'POST /tenant/mcp?c=d'],
    ['/tenant/mcp', '../moved', 'POST /moved'],
    ['/tenant/mcp', '/moved', 'POST /moved'],
  ])('of %s to %s is followed from there', async (path, location, request) => {
    const server = await startServer((url, response) =>
      url === path ? redirectTo(location)(url, response) : void response.end('there'),
    )
    const serverUrl = `${server.origin}${path}`
    expect(await (await fetchOf(serverUrl)(serverUrl, init)).text()).toBe('there')
    expect(server.came.map(({ request }) => request)).toEqual([`POST ${path}`, request])
  })
})

describe('a redirect of the MCP server to another origin', () => {
  it.each([301, 302, 303, 307, 308])('takes neither body nor headers along (%s) (V14)', async (status) => {
    const evil = await startServer((_, response) => response.end('thanks'))
    const server = await startServer(redirectTo(`${evil.origin}/collect`, status))
    const serverUrl = `${server.origin}/mcp`
    const failed = fetchOf(serverUrl)(serverUrl, init)
    await expect(failed).rejects.toMatchObject({ name: 'AuthorizationError', code: 'insecure_url' })
    await expect(failed).rejects.toThrow(
      `${serverUrl} redirects a request to "${evil.origin}". The request is not sent there`,
    )
    expect(evil.came).toEqual([])
  })

  it.each([
    ['a GET', {}],
    ['a Request object', { method: 'POST', body: 'a' }],
  ])('is not followed for %s', async (_, options) => {
    const evil = await startServer((_, response) => response.end('thanks'))
    const server = await startServer(redirectTo(evil.origin))
    const serverUrl = `${server.origin}/mcp`
    await expect(fetchOf(serverUrl)(new Request(serverUrl, options))).rejects.toMatchObject({ code: 'insecure_url' })
    expect(evil.came).toEqual([])
  })

  it('is not hidden behind a user name', async () => {
    const evil = await startServer((_, response) => response.end('thanks'))
    const server = await startServer((_, response) =>
      response.writeHead(307, { location: evil.origin.replace('//', `//${server.origin.slice(7)}@`) }).end(),
    )
    const serverUrl = `${server.origin}/mcp`
    await expect(fetchOf(serverUrl)(serverUrl, init)).rejects.toMatchObject({ code: 'insecure_url' })
    expect(evil.came).toEqual([])
  })

  it('answers the stream that a transport opens by itself with 405, so that it is not opened again and again', async () => {
    const server = await startServer(redirectTo('https://evil.example/'))
    const serverUrl = `${server.origin}/mcp`
    const headers = { accept: 'text/event-stream', 'mcp-session-id': 's' }
    expect((await fetchOf(serverUrl)(serverUrl, { headers })).status).toBe(405)
  })

  it('is told by an event where an SSE connection is opened', async () => {
    const server = await startServer(redirectTo('https://evil.example/'))
    const serverUrl = `${server.origin}/sse`
    const events: McpEvent[] = []
    const fetch = fetchOf(serverUrl, (event) => events.push(event))
    expect((await fetch(serverUrl, { headers: { accept: 'text/event-stream' } })).status).toBe(307)
    expect(events).toMatchObject([{ type: 'stream_unauthorized', error: { code: 'insecure_url' } }])
  })
})

describe('a redirect within the origin of the MCP server', () => {
  it.each([307, 308])('takes everything along (%s)', async (status) => {
    const server = await startServer(moves(status))
    const serverUrl = `${server.origin}/mcp`
    for (const sent of [
      await fetchOf(serverUrl)(serverUrl, init),
      await fetchOf(serverUrl)(new Request(serverUrl, init)),
    ])
      expect(await sent.text()).toBe('there')
    expect(server.came.map(({ request, body }) => `${request} ${body}`)).toEqual([
      'POST /mcp {"secret":1}',
      'POST /moved {"secret":1}',
      'POST /mcp {"secret":1}',
      'POST /moved {"secret":1}',
    ])
    for (const { headers } of server.came)
      expect(headers).toMatchObject({ authorization: 'Bearer hush', 'x-api-key': 'mine' })
  })

  it.each([301, 302, 303])('of a POST becomes a GET without a body, as fetch has it (%s)', async (status) => {
    const server = await startServer(moves(status))
    const serverUrl = `${server.origin}/mcp`
    expect(await (await fetchOf(serverUrl)(serverUrl, init)).text()).toBe('there')
    const [, moved] = server.came
    expect([moved?.request, moved?.body]).toEqual(['GET /moved', ''])
    expect(moved?.headers).not.toHaveProperty('content-type')
    expect(moved?.headers).toMatchObject({ authorization: 'Bearer hush', 'x-api-key': 'mine' })
  })

  it('of a HEAD stays one', async () => {
    const server = await startServer(moves(302))
    const serverUrl = `${server.origin}/mcp`
    await fetchOf(serverUrl)(serverUrl, { method: 'HEAD' })
    expect(server.came.map(({ request }) => request)).toEqual(['HEAD /mcp', 'HEAD /moved'])
  })

  it('is followed five times', async () => {
    const server = await startServer((url, response) => response.writeHead(307, { location: `${url}x` }).end())
    const serverUrl = `${server.origin}/mcp`
    await expect(fetchOf(serverUrl)(serverUrl, init)).rejects.toThrow('redirects a request more than 5 times')
    expect(server.came).toHaveLength(6)
  })

  it('of a body that is a stream is not followed, since that can be sent once only', async () => {
    const server = await startServer(moves(307))
    const serverUrl = `${server.origin}/mcp`
    const body = new Blob(['a']).stream()
    const streamed = { ...init, body, duplex: 'half' } as RequestInit
    await expect(fetchOf(serverUrl)(serverUrl, streamed)).rejects.toMatchObject({ code: 'insecure_url' })
    expect(server.came).toHaveLength(1)
  })
})

it.each(['manual', 'error'] as const)('a redirect is left to a caller who says so (%s)', async (redirect) => {
  const server = await startServer(redirectTo('https://evil.example/'))
  const serverUrl = `${server.origin}/mcp`
  const sent = fetchOf(serverUrl)(serverUrl, { ...init, redirect })
  if (redirect === 'manual') expect((await sent).status).toBe(307)
  else await expect(sent).rejects.toThrow(TypeError)
})
