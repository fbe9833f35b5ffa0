import { createServer, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { portOf } from './start-server.ts'

export interface TestProxy {
  readonly url: string
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** A proxy that connects every name to this machine, since it is what resolves them; or answers all with a status. */
export async function startProxy(status?: number): Promise<TestProxy> {
  const asked: string[] = []
  const server = createServer()
  server.on('connect', ({ url = '' }: IncomingMessage, client, head) => {
    asked.push(url)
    if (status !== undefined) return void client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
    const upstream = connect(Number(url.split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(client)
      client.pipe(upstream)
    })
    upstream.on('error', () => client.destroy())
    client.on('error', () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(close)
  return { url: `http://127.0.0.1:${portOf(server)}`, asked, close }
}
