import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { createListen } from '@fast-agent-auth/callback-server'
import { type MockServer, type MockServerOptions, startMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { afterEach } from 'vitest'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

export async function startMock(options?: MockServerOptions): Promise<MockServer> {
  const mock = await startMockServer(options)
  cleanups.push(() => mock.close())
  return mock
}

/** Signs in as a program with the same store would. */
export async function signIn(mock: MockServer, store: TokenStore, account?: string): Promise<void> {
  const listen = createListen({ port: 0 })
  await createAuth(mock.serverUrl, { store, account, redirect: { listen }, openBrowser: mock.openBrowser }).login()
}

/** A server, and the store of somebody who is signed in there. */
export async function startSignedIn(
  account?: string,
): Promise<{ readonly mock: MockServer; readonly store: TokenStore }> {
  const [mock, store] = [await startMock(), memoryTokenStore()]
  await signIn(mock, store, account)
  return { mock, store }
}

/** A server on this machine, by default on a free port; with `onConnect` a proxy. */
export async function serve(
  listener: RequestListener,
  wanted = 0,
  onConnect?: (url: string, socket: Duplex) => void,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer(listener)
  if (onConnect) server.on('connect', ({ url = '' }, socket) => onConnect(url, socket))
  server.listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  cleanups.push(close)
  return { port: (server.address() as AddressInfo).port, close }
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  const { port, close } = await serve(() => undefined)
  await close()
  return port
}

/** All that was issued and must not be seen. */
export function secretsOf(mock: MockServer): readonly string[] {
  const codes = mock.requestsTo('token').flatMap(({ form }) => [form?.get('code'), form?.get('code_verifier')])
  const tokens = [...mock.accessTokens, ...mock.refreshTokens].map(({ value }) => value)
  return [...tokens, ...codes.filter((code) => typeof code === 'string')]
}
