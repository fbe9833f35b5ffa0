import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createSocketServer, type Server as SocketServer } from 'node:net'
import { onTestFinished } from 'vitest'

export interface StartedServer {
  readonly port: number
  /** As they came: `GET /path`. */
  readonly requests: readonly string[]
  /** For a listener to say that an answer of its was cut off, and for a test to wait for that. */
  readonly closed: () => void
  readonly whenClosed: Promise<void>
}

export const certificate = (name: string): URL => new URL(`certificates/${name}`, import.meta.url)

/** A server on this machine for one test. */
export async function startServer(listener: RequestListener): Promise<StartedServer> {
  return open(createServer(), listener)
}

/** One with a certificate for as.test, mcp.test and this machine, of an authority that nobody knows. */
export async function startTlsServer(listener: RequestListener): Promise<StartedServer> {
  const [key, cert] = await Promise.all(['server.key', 'server.pem'].map((name) => readFile(certificate(name))))
  return open(createTlsServer({ key, cert }), listener)
}

/** One that takes connections and says nothing, not even TLS. */
export async function startSilentServer(): Promise<{ readonly port: number }> {
  const server = createSocketServer((socket) => onTestFinished(() => void socket.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { port: portOf(server) }
}

async function open(server: Server, listener: RequestListener): Promise<StartedServer> {
  const requests: string[] = []
  server.on('request', (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  let closed = (): void => {}
  const whenClosed = new Promise<void>((resolve) => {
    closed = resolve
  })
  return { port: portOf(server), requests, closed, whenClosed }
}

export function portOf(server: SocketServer): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port.')
  return address.port
}
