import { createMockServer, type MockServer, type MockServerOptions } from '@fast-agent-auth/mock-server'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'
import type { FlowEvent, Listen, ListenOptions, Outcome, TokenSet } from '../src/index.ts'
import type { SessionOptions } from '../src/internal.ts'
import type { TokenSession } from '../src/session/session.ts'
import { createTokenSession } from '../src/session/token-session.ts'

type Wish = Pick<ListenOptions, 'preferred' | 'registered' | 'host'>

export interface World {
  readonly mock: MockServer
  readonly store: TokenStore
  /** Everything that was opened in the browser. */
  readonly windows: readonly URL[]
  /** The outcomes that the browser was told. */
  readonly outcomes: readonly Outcome[]
  readonly events: readonly FlowEvent[]
  /** How many ways back are open. */
  readonly listening: () => number
  /** The options of each of them. */
  readonly wishes: readonly Wish[]
  /** The mock server is reached no more. */
  readonly close: () => void
  readonly clock: { now: number }
  readonly options: SessionOptions & { readonly openBrowser: (url: URL) => Promise<void> }
}

export interface WorldOptions extends MockServerOptions {
  /** A change to the authorization server's redirect before it arrives. */
  readonly arrive?: (callback: URL) => URL | Promise<URL>
  readonly store?: TokenStore
}

/** A mock server, a store, a clock, and a person with a browser who follows every link. */
export function createWorld({ arrive, store = memoryTokenStore(), ...mockOptions }: WorldOptions = {}): World {
  const clock = { now: Date.parse('2026-11-23T12:00:00Z') }
  const mock = createMockServer({ now: () => clock.now, ...mockOptions })
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  let open = true
  const close = (): void => {
    if (open) network.close()
    open = false
  }
  onTestFinished(close)
  const windows: URL[] = []
  const outcomes: Outcome[] = []
  const events: FlowEvent[] = []
  const wishes: Wish[] = []
  const arrivals = new Map<string, (callback: URL) => void>()

  const listen: Listen = async ({ state, preferred, registered = [], host, signal }) => {
    wishes.push({ preferred, host, ...(registered.length > 0 && { registered }) })
    const redirectUri = 'http://127.0.0.1:3030/callback'
    const response = new Promise<URL>((resolve, reject) => {
      arrivals.set(state, resolve)
      signal?.addEventListener('abort', () => reject(signal.reason))
    })
    response.catch(() => undefined)
    return {
      redirectUri,
      redirectUris: [redirectUri, 'http://127.0.0.1:3031/callback'],
      response,
      finish: async (outcome) => void outcomes.push(outcome),
      close: async () => void arrivals.delete(state),
    }
  }

  const openBrowser = async (url: URL): Promise<void> => {
    windows.push(url)
    const response = await fetch(url, { redirect: 'manual' })
    const location = response.headers.get('location')
    // A page of the server's own, from which nothing leads back.
    if (location === null) return
    const callback = new URL(location)
    arrivals.get(url.searchParams.get('state') ?? '')?.((await arrive?.(callback)) ?? callback)
  }

  return {
    mock,
    store,
    windows,
    outcomes,
    events,
    listening: () => arrivals.size,
    wishes,
    close,
    clock,
    options: { store, listen, openBrowser, now: () => clock.now, onEvent: (event) => events.push(event) },
  }
}

/** A promise that is settled from outside. */
export function createGate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

/** A session that gives out whole token sets, as the parts of the package see them: no user of it gets a refresh token. */
export interface TestSession extends Omit<TokenSession, 'login'> {
  login(...options: Parameters<TokenSession['login']>): Promise<TokenSet>
}

export function createTestSession(serverUrl: string, options: SessionOptions): TestSession {
  const session = createTokenSession(serverUrl, options)
  return { ...session, login: async (request) => (await session.login(request)).tokens }
}
