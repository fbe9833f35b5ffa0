import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Auth, createAuth } from '../src/index.ts'

const redirectUri = 'https://app.example.com/callback'

function createWorld() {
  const mock = createMockServer()
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  return { mock, auth: createAuth('https://mcp.example.com/mcp', { store: memoryTokenStore() }) }
}

async function begun({ auth }: { readonly auth: Auth }) {
  const { url, pending } = await auth.begin({ redirectUri })
  const { headers } = await fetch(url, { redirect: 'manual' })
  return { pending, callback: headers.get('location') ?? '' }
}

describe('a web application ends a sign-in with the URL to which the browser was sent', () => {
  it.each([
    ['a text', (callback: string) => callback],
    ['a URL', (callback: string) => new URL(callback)],
  ])('as %s', async (_, written) => {
    const world = createWorld()
    const { pending, callback } = await begun(world)
    expect(await world.auth.finish(pending, written(callback))).toMatchObject({ prompted: true, refreshable: true })
    expect((await world.auth.token())?.accessToken).toBe(world.mock.accessTokens[0]?.value)
    expect(world.mock.requestsTo('token')).toHaveLength(1)
  })

  it.each<[string, (callback: string) => unknown]>([
    ['its path and query', (callback) => callback.replace(/^https:..[^/]+/, '')],
    ['its query', (callback) => Object.assign(Object.create(null), Object.fromEntries(new URL(callback).searchParams))],
    ['its parameters', (callback) => new URL(callback).searchParams],
    ['nothing', () => undefined],
  ])('and not with %s, which the error does not repeat', async (_, written) => {
    const world = createWorld()
    const { pending, callback } = await begun(world)
    const finished = world.auth.finish(pending, written(callback) as string)
    const message =
      'The callback must be the whole URL to which the browser was sent, with scheme, host and query, as a URL or a text.'
    await expect(finished).rejects.toMatchObject({ name: 'AuthorizationError', code: 'invalid_option', message })
    expect(world.mock.requestsTo('token')).toEqual([])
  })
})

it.each<[string, (pending: object) => unknown]>([
  ['nothing', () => undefined],
  ['an empty object', () => ({})],
  ['its text', (pending) => JSON.stringify(pending)],
  ['one without its verifier', (pending) => ({ ...pending, verifier: undefined })],
  ['one without its time', (pending) => ({ ...pending, startedAt: null })],
  ['one for what is no URL', (pending) => ({ ...pending, serverUrl: 'mcp' })],
])('a web application that lost a part of the pending sign-in is told so: given %s', async (_, kept) => {
  const world = createWorld()
  const { pending, callback } = await begun(world)
  await expect(world.auth.finish(kept(pending) as typeof pending, callback)).rejects.toMatchObject({
    name: 'AuthorizationError',
    code: 'invalid_option',
    message:
      'The first argument of finish is not the pending sign-in that begin returned. Keep it whole, as JSON, from begin to finish.',
  })
  expect(world.mock.requestsTo('token')).toEqual([])
})

describe('a web application that begins without a redirect URI', () => {
  it.each([
    ['nothing', undefined],
    ['a text', redirectUri],
    ['no URL', { redirectUri: '/callback' }],
  ])('is told so by a promise: given %s', async (_, options) => {
    const { auth, mock } = createWorld()
    const beginning = auth.begin(options as Parameters<Auth['begin']>[0])
    await expect(beginning).rejects.toMatchObject({
      code: 'invalid_option',
      message: expect.stringContaining('is not a URL. Use a whole one, such as https://app.example.com/callback.'),
    })
    expect(mock.requests).toEqual([])
  })
})
