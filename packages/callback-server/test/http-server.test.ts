import { once } from 'node:events'
import type { Server } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttpServer } from '../src/http-server.ts'
import { closed, openSocket, portOf, sendRaw } from './browser.ts'

let server: Server
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

async function start(connections: number, requestTimeout = 20): Promise<number> {
  const limits = { requestTimeout, checkInterval: 5, connections }
  server = createHttpServer((_request, response) => void response.end(), limits)
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  return portOf(server)
}

describe('the HTTP server', () => {
  it.each([
    ['sends nothing', ''],
    ['sends half a request', 'GET /callback?code='],
    ['sends half a body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\nx'],
  ])('ends the connection of a client that %s', async (_name, bytes) => {
    const port = await start(10)
    server.removeAllListeners('request').on('request', () => {})
    expect(await sendRaw(port, bytes)).toMatch(/HTTP\/1\.1 408 Request Timeout/)
  })

  it('lets the first one go that brought no request where more connect than it should hold', async () => {
    const port = await start(2, 10_000)
    const served = await openSocket(port)
    served.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(served, 'data')
    const [first, second] = [await openSocket(port), await openSocket(port)]
    const ends: unknown[] = []
    for (const socket of [served, first, second]) void closed(socket).then(() => ends.push(socket))
    const third = await openSocket(port)
    await closed(first)
    third.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(third, 'data')
    expect(ends).toEqual([first])
  })

  it('does not count connections that are gone', async () => {
    const port = await start(2, 10_000)
    const first = await openSocket(port)
    for (let count = 0; count < 3; count++) {
      const connection = once(server, 'connection')
      const gone = await openSocket(port)
      const [accepted] = await connection
      gone.destroy()
      await once(accepted, 'close')
    }
    first.end('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    await closed(first)
    expect(first.bytesRead).toBeGreaterThan(0)
  })

  it('goes on where a connection could not be accepted', async () => {
    await start(2)
    expect(server.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }))).toBe(true)
  })
})
