import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { setupServer } from 'msw/node'
import { expect, it, onTestFinished, vi } from 'vitest'
import { type Auth, type AuthOptions, createAuth } from '../src/index.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const redirectUri = 'https://app.example.com/callback'
vi.mock('@fast-agent-auth/token-store-keyring', () => ({
  openKeyringTokenStore: () => Promise.reject(new Error('there is no keychain')),
}))

function createWorld() {
  const mock = createMockServer()
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  const windows: URL[] = []
  const openBrowser = (url: URL): Promise<void> => {
    windows.push(url)
    return mock.openBrowser(url)
  }
  const options: AuthOptions = { redirect: { port: 0 }, openBrowser }
  return { mock, options, windows }
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

/** A browser that is sent to the authorization server and comes back with its answer. */
async function signInByWeb(auth: Auth): Promise<void> {
  const { url, pending } = await auth.begin({ redirectUri })
  const { headers } = await fetch(url, { redirect: 'manual' })
  await auth.finish(pending, new URL(headers.get('location') ?? ''))
}

it.each([
  ['one store', { store: memoryTokenStore() }],
  ['the default store', {}],
])('asks a person 5 times within 30 s at the most, from all objects together that use %s', async (_, more) => {
  const { options, windows } = createWorld()
  const login = (): Promise<unknown> => createAuth(serverUrl, { ...options, ...more }).login({ force: true })
  for (let count = 0; count < 5; count++) await login()
  await expect(login()).rejects.toMatchObject({ code: 'rate_limited', retryAfter: expect.any(Number) })
  expect(windows).toHaveLength(5)
})

it('ends the circle of a web application whose server refuses what a person has just agreed to', async () => {
  const { mock, options } = createWorld()
  const auth = createAuth(serverUrl, { ...options, store: memoryTokenStore() })
  mock.override.mcp = () => new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
  const ends: unknown[] = []
  for (let count = 0; count < 7; count++) {
    const call = auth.fetch(serverUrl, { method: 'POST', body: '{}' })
    await expect(call).rejects.toMatchObject({ name: 'AuthorizationError' })
    ends.push(await codeOf(signInByWeb(auth)))
  }
  expect(ends).toEqual([...Array(5).fill('done'), 'rate_limited', 'rate_limited'])
  const codes = mock.requestsTo('token').filter(({ form }) => form?.has('code'))
  expect(codes).toHaveLength(5)
})

it('exchanges no code before the time that the token endpoint named', async () => {
  const { mock, options } = createWorld()
  const auth = createAuth(serverUrl, { ...options, store: memoryTokenStore() })
  mock.override.token = () => new Response(null, { status: 503, headers: { 'retry-after': '60' } })
  for (let count = 0; count < 3; count++) {
    await expect(signInByWeb(auth)).rejects.toMatchObject({ code: 'unreachable', retryAfter: expect.any(Number) })
  }
  expect(mock.requestsTo('token')).toHaveLength(1)
})
