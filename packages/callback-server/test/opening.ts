import { createServer, type Server } from 'node:http'
import { onTestFinished } from 'vitest'
import { type Bound, bind } from '../src/bind.ts'
import { type CallbackOptions, createListen, type ListenOptions, type Redirect } from '../src/index.ts'
import type { LoopbackHost } from '../src/redirect-uri.ts'
import { occupy, portOf, release } from './browser.ts'

/** A way back that is closed when the test ends. */
export async function open(options: CallbackOptions, more: Partial<ListenOptions> = {}): Promise<Redirect> {
  const redirect = await createListen(options)({ state: 'state-1', ...more })
  onTestFinished(() => redirect.close())
  return redirect
}

/** A port that another program has until the test ends. */
export async function busyPort(host = '127.0.0.1'): Promise<number> {
  const server = await occupy(host)
  onTestFinished(() => release(server))
  return portOf(server)
}

/** Binds one of the ports with these servers, in their order. */
export async function bindWith(host: LoopbackHost, ports: readonly number[], servers: Server[]): Promise<Bound> {
  const bound = await bind(host, ports, () => servers.shift() ?? createServer())
  onTestFinished(async () => {
    await Promise.all(bound.servers.map((server) => new Promise((resolve) => server.close(resolve))))
  })
  return bound
}

/** A server on a system that refuses one address. */
export function serverRefused(refused: string, code: string): Server {
  const server = createServer()
  const listen = server.listen.bind(server)
  const refuse = (options: { host: string }, listening: () => void): Server => {
    if (options.host !== refused) return listen(options, listening)
    queueMicrotask(() => server.emit('error', Object.assign(new Error(code), { code })))
    return server
  }
  return Object.assign(server, { listen: refuse as typeof server.listen })
}

export const uri = (port: number, host = '127.0.0.1'): string => `http://${host}:${port}/callback`
