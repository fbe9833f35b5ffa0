import { createMockServer, type MockServer, type MockServerOptions } from '@fast-agent-auth/mock-server'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { type Auth, type AuthEvent, type AuthOptions, createAuth } from 'fast-agent-auth'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'

export interface MockWorld {
  readonly mock: MockServer
  readonly auth: Auth
  readonly store: TokenStore
  /** Every URL that was opened in the browser. */
  readonly windows: readonly URL[]
  readonly events: readonly AuthEvent[]
}

export interface MockWorldOptions {
  /** Options of the servers. */
  readonly server?: MockServerOptions
  /** Options of the application. */
  readonly auth?: AuthOptions
  /** More servers on the same network. */
  readonly others?: readonly MockServer[]
  /** Changes the authorization server's redirect before it arrives. */
  readonly arrive?: (callback: URL) => URL | Promise<URL>
}

/** An application of ours, servers that msw plays, and a person whose browser follows every link. */
export function createMockWorld({ server, auth: options, others = [], arrive }: MockWorldOptions = {}): MockWorld {
  const mock = createMockServer(server)
  const network = setupServer(...[mock, ...others].flatMap(({ handlers }) => handlers))
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  const store = options?.store ?? memoryTokenStore()
  const windows: URL[] = []
  const events: AuthEvent[] = []
  const arrivals = new Map<string, (callback: URL) => void>()
  const auth = createAuth(mock.serverUrl, {
    redirect: {
      listen: async ({ state, preferred, host = '127.0.0.1', signal }) => {
        const response = new Promise<URL>((resolve, reject) => {
          arrivals.set(state, resolve)
          signal?.addEventListener('abort', () => reject(signal.reason))
        })
        response.catch(() => undefined)
        const redirectUri = preferred?.[0] ?? `http://${host}:3030/callback`
        const redirectUris = [redirectUri, `http://${host}:3031/callback`]
        return { redirectUri, redirectUris, response, finish: async () => undefined, close: async () => undefined }
      },
    },
    openBrowser: async (url) => {
      windows.push(url)
      const response = await fetch(url, { redirect: 'manual' })
      const location = response.headers.get('location')
      if (location === null) return
      const callback = new URL(location)
      arrivals.get(url.searchParams.get('state') ?? '')?.((await arrive?.(callback)) ?? callback)
    },
    ...options,
    store,
    onEvent: (event) => events.push(event),
  })
  return { mock, auth, store, windows, events }
}
