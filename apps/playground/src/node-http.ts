import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

export interface Listener {
  readonly origin: string
  /** Starts to serve requests. An error of the handler is passed to `failed`, and the response is 500. */
  serve(handler: Handler, failed: (error: unknown) => void): void
  close(): Promise<void>
}

/** Binds a port of 127.0.0.1, any free one for 0. The origin is known before there is a handler for it. */
export async function listenOnLoopback(port: number): Promise<Listener> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const bound = typeof address === 'object' && address ? address.port : port
  return {
    origin: `http://127.0.0.1:${bound}`,
    serve: (handler, failed) =>
      void server.on('request', (request, response) => answer(handler, failed, { request, response })),
    close: () => closeServer(server),
  }
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function answer(
  handler: Handler,
  failed: (error: unknown) => void,
  { request, response }: Exchange,
): Promise<void> {
  try {
    await handler(request, response)
  } catch (error) {
    failed(error)
    if (!response.headersSent) response.writeHead(500)
    response.end()
  }
}

function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  return closed
}

const bodyLimit = 4 * 1024 * 1024

/** The whole body as text; throws a RangeError if it is larger than the limit. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > bodyLimit) throw new RangeError(`the body is larger than ${bodyLimit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}
