import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Answered {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** One request on a connection of its own, as a browser sends it. */
export function visit(url: string, options: RequestOptions = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false, ...options }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk
      })
      response.once('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
    sent.once('error', reject).end()
  })
}

/** Sends bytes as they are, and resolves with all that comes back until the server ends the connection. */
export async function sendRaw(port: number, bytes: string): Promise<string> {
  const socket = await openSocket(port)
  let received = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk
  })
  socket.write(bytes)
  await closed(socket)
  return received
}

export function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }, () => resolve(socket))
    socket.once('error', reject)
  })
}

/** Resolves when the connection has ended, whoever ended it. */
export function closed(socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve()
  socket.on('error', () => {}).resume()
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

/** Another program that has a port: `undefined` where the address does not exist here or the port is taken. */
export function occupy(host: string, port = 0): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ host, port, exclusive: true }, () => resolve(server))
  })
}

export function portOf(server: Server | undefined): number {
  const address = server?.address()
  if (!address || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

export async function release(server: Server | undefined): Promise<void> {
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)))
}

/** A port that no program gets by chance: it lies outside the range that systems draw from. */
export async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 10_000)
  const probe = await occupy('127.0.0.1', port)
  if (!probe) return freePort()
  await release(probe)
  return port
}
