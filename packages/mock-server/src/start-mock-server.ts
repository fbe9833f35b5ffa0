import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getResponse } from 'msw'
import { createMockServer, type MockServer } from './mock-server.ts'
import type { MockServerOptions } from './options.ts'

/**
 * Serves the mock over HTTP on a free loopback port, for browsers and other processes. The options `serverUrl` and
 * `issuer` can only be paths here. Default: `/mcp` and the origin itself.
 */
export async function startMockServer(
  options: MockServerOptions = {},
): Promise<MockServer & { close(): Promise<void> }> {
  for (const name of ['serverUrl', 'issuer'] as const) {
    const isAddress = URL.canParse(options[name] ?? '')
    if (isAddress) throw new TypeError(`${name} must be a path here: the origin is chosen on start`)
  }
  // No keep-alive limit: a slow client must not find its idle connection closed.
  const server = createServer({ keepAliveTimeout: 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const mock = createMockServer({
    ...options,
    serverUrl: new URL(options.serverUrl ?? '/mcp', origin).href,
    issuer: options.issuer === undefined ? origin : new URL(options.issuer, origin).href,
  })
  server.on('request', (incoming, outgoing) => {
    respond(mock, origin, incoming, outgoing).catch(() => outgoing.destroy())
  })
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  // The getters must stay live, so the mock is extended and not copied.
  return Object.assign(mock, { close })
}

async function respond(mock: MockServer, origin: string, incoming: IncomingMessage, outgoing: ServerResponse) {
  const response = await getResponse([...mock.handlers], await requestOf(incoming, origin))
  if (!response || response.status === 0) {
    // A network error (`Response.error()`): the connection ends without an answer.
    outgoing.destroy()
    return
  }
  outgoing.writeHead(response.status, [...response.headers].flat())
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}

async function requestOf(incoming: IncomingMessage, origin: string): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  const body = chunks.length === 0 ? null : Buffer.concat(chunks)
  return new Request(new URL(incoming.url ?? '/', origin), { method: incoming.method ?? 'GET', headers, body })
}
