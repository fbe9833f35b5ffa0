import { createSession, type Listen, type Session, serverKey, type TokenSet } from '@fast-agent-auth/flow'
import { storedTokens } from '@fast-agent-auth/flow/internal'
import { createMockServer, type MockServer, type MockServerOptions } from '@fast-agent-auth/mock-server'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'
import type { Connection, Sdk, SdkOptions } from './sdks.ts'

/** A session whose sign-in resolves to the stored tokens, with the refresh token that no session gives out. */
export interface TestSession extends Omit<Session, 'login'> {
  login(...options: Parameters<Session['login']>): Promise<TokenSet>
}

export interface World {
  readonly mock: MockServer
  readonly store: TokenStore
  readonly clock: { now: number }
  readonly session: TestSession
  /** One more session of the same person at the same store. */
  readonly another: () => Session
  /** The servers are reached no more. */
  readonly close: () => void
  /** A connection whose own requests have all been answered, so that what comes is what the test calls. */
  connect(sdk: Sdk, options: SdkOptions): Promise<Connection>
}

/** Servers that msw plays, a clock, and a person who agrees to everything for the scope that is asked for. */
export function createWorld({ scope, ...mockOptions }: MockServerOptions & { readonly scope?: string } = {}): World {
  const clock = { now: Date.parse('2026-11-23T12:00:00Z') }
  const now = (): number => clock.now
  const mock = createMockServer({ now, ...mockOptions })
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  let open = true
  const close = (): void => {
    if (open) network.close()
    open = false
  }
  onTestFinished(close)
  const store = memoryTokenStore()
  let arrive = (_: URL): void => undefined
  const listen: Listen = async () => {
    const redirectUri = 'http://127.0.0.1:3030/callback'
    const response = new Promise<URL>((resolve) => {
      arrive = resolve
    })
    const nothing = async (): Promise<void> => undefined
    return { redirectUri, redirectUris: [redirectUri], response, finish: nothing, close: nothing }
  }
  const openBrowser = async (url: URL): Promise<void> => {
    const response = await fetch(url, { redirect: 'manual' })
    arrive(new URL(response.headers.get('location') ?? 'about:blank'))
  }

  const another = (): Session => createSession(mock.serverUrl, { store, scope, listen, openBrowser, now })
  return {
    mock,
    store,
    clock,
    session: withStoredTokens(another(), mock.serverUrl, store),
    another,
    close,
    async connect(sdk, options) {
      const streamsAnswered = new Promise<void>((resolve) => {
        let streams = 0
        mock.override.mcp = async (request, answer) => {
          await answer()
          if (request.method === 'GET' && ++streams === sdk.streams) resolve()
          return undefined
        }
      })
      const connection = await sdk.connect(mock.serverUrl, options)
      onTestFinished(() => connection.close())
      await streamsAnswered
      mock.override.mcp = undefined
      mock.clear()
      return connection
    },
  }
}

function withStoredTokens(session: Session, serverUrl: string, store: TokenStore): TestSession {
  return {
    ...session,
    async login(options) {
      await session.login(options)
      const record = await storedTokens(store, serverKey(serverUrl)).read()
      if (!record) throw new Error('No tokens are stored.')
      return record.tokens
    },
  }
}
