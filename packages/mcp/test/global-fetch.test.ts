import { type AccessToken, createSession, type TokenSource } from '@fast-agent-auth/flow'
import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { withTokens } from '../src/index.ts'

const host = 'https://mcp.example.com'

afterEach(() => void vi.unstubAllGlobals())

function sourceOf(accessToken: string): TokenSource {
  const token: AccessToken = { accessToken }
  return { token: async () => token, renew: async () => token }
}

/** The requests that come to a host, as path and authorization. */
function startHost(): readonly string[] {
  const came: string[] = []
  const network = setupServer(
    http.all(`${host}/*`, ({ request }) => {
      came.push(`${new URL(request.url).pathname} ${request.headers.get('authorization')}`)
      return HttpResponse.json({})
    }),
  )
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  return came
}

const ofA = (): typeof fetch => withTokens(sourceOf('A'), { serverUrl: `${host}/a` })
const ofB = (): typeof fetch => withTokens(sourceOf('B'), { serverUrl: `${host}/b` })

describe('a request of one server never bears the token of another, whose fetch is the global one', () => {
  it.each<[string, () => typeof fetch]>([
    [
      'made before',
      () => {
        const b = ofB()
        vi.stubGlobal('fetch', ofA())
        return b
      },
    ],
    [
      'made after',
      () => {
        vi.stubGlobal('fetch', ofA())
        return ofB()
      },
    ],
    [
      'put in place of it',
      () => {
        vi.stubGlobal('fetch', ofA())
        const b = ofB()
        vi.stubGlobal('fetch', b)
        return b
      },
    ],
  ])('%s', async (_, make) => {
    const came = startHost()
    const b = make()
    await b(`${host}/b`)
    expect(came).toEqual(['/b Bearer B'])
  })
})

it('a session refreshes and signs in, at the origin of its server, by a global fetch that asks it for tokens (H143)', async () => {
  const clock = { now: Date.parse('2026-11-30T12:00:00Z') }
  const now = (): number => clock.now
  const mock = createMockServer({ now, issuer: host })
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  let arrive = (_: URL): void => undefined
  const session = createSession(mock.serverUrl, {
    store: memoryTokenStore(),
    now,
    async listen() {
      const redirectUri = 'http://127.0.0.1:3030/callback'
      const response = new Promise<URL>((resolve) => {
        arrive = resolve
      })
      return { redirectUri, redirectUris: [redirectUri], response, finish: async () => {}, close: async () => {} }
    },
    async openBrowser(url) {
      const answer = await first(url, { redirect: 'manual' })
      arrive(new URL(answer.headers.get('location') ?? ''))
    },
  })
  const first = globalThis.fetch
  vi.stubGlobal('fetch', withTokens(session, { serverUrl: mock.serverUrl }))
  await session.login()
  clock.now += 2 * 3600_000
  const body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
  expect((await fetch(mock.serverUrl, { method: 'POST', body })).status).toBe(200)
  const bearers = mock.requests.filter(({ headers }) => headers.get('authorization')?.startsWith('Bearer'))
  expect(bearers.map(({ endpoint }) => endpoint)).toEqual(['mcp'])
  expect(mock.requestsTo('token').map(({ form }) => form?.get('grant_type'))).toEqual([
    'authorization_code',
    'refresh_token',
  ])
})
