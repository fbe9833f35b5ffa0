import { setImmediate } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import type { Listen } from '../src/index.ts'
import { authorize } from '../src/steps.ts'
import { createGate, createTestSession, createWorld } from './world.ts'

const server = 'https://mcp.example.com/mcp'

it('tells the steps of a sign-in in their order, and what was granted', async () => {
  const { events, options, clock } = createWorld()
  await createTestSession(server, options).login()
  expect(events.map((event) => (event.type === 'waiting' ? `waiting for ${event.for}` : event.type))).toEqual([
    'sign_in_started',
    'authorization_url',
    'waiting for browser',
    'waiting_ended',
    'callback_received',
    'signed_in',
  ])
  expect(events.at(-1)).toEqual({
    type: 'signed_in',
    serverUrl: server,
    issuer: 'https://auth.example.com',
    scope: 'mcp:read mcp:write',
    expiresAt: clock.now + 3_600_000,
  })
})

it('tells which scope a person is asked for besides, before the window opens (V10)', async () => {
  const { events, options } = createWorld({ challengeScope: 'mcp:read' })
  const session = createTestSession(server, options)
  const tokens = await session.login()
  const challenge = { error: 'insufficient_scope', scope: 'mcp:write' }
  await session.renew({ rejected: tokens, challenge, interactive: true })
  const stepUp = events.findIndex(({ type }) => type === 'step_up')
  expect(events[stepUp]).toEqual({ type: 'step_up', serverUrl: server, scope: 'mcp:write' })
  expect(events[stepUp + 1]).toMatchObject({ type: 'authorization_url', scope: 'mcp:read mcp:write' })
  expect(events.filter(({ type }) => type === 'step_up')).toHaveLength(1)
})

it('tells that another process is signing in, after a second and not before', async () => {
  const world = createWorld()
  const opened = createGate()
  const consent = createGate()
  const openBrowser = async (url: URL): Promise<void> => {
    opened.open()
    await consent.passed
    await world.options.openBrowser(url)
  }
  const first = createTestSession(server, { ...world.options, onEvent: undefined, openBrowser }).login()
  await opened.passed
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const second = createTestSession(server, world.options).login()
  while (vi.getTimerCount() === 0) await setImmediate()
  vi.advanceTimersByTime(999)
  expect(world.events).toEqual([])
  vi.advanceTimersByTime(1)
  const told = [{ type: 'waiting', for: 'other_process', serverUrl: server }]
  expect(world.events).toEqual(told)
  vi.useRealTimers()
  consent.open()
  expect(await second).toEqual(await first)
  expect(world.events).toEqual(told)
})

it('says after the time for the browser what may be wrong at the authorization server', async () => {
  const { options } = createWorld()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const asked = createGate()
  const waiting = authorize(server, { ...options, timeout: 300_000, openBrowser: async () => asked.open() })
  await asked.passed
  vi.advanceTimersByTime(299_999)
  vi.advanceTimersByTime(1)
  await expect(waiting).rejects.toMatchObject({
    code: 'timed_out',
    message:
      'Nobody finished the sign-in in the browser within 300 s. If it showed an error instead of a question, the authorization server may not know the client or its redirect URI http://127.0.0.1:3030/callback. Sign in again with login({ registerAnew: true }), which registers a new client where clients register themselves.',
    details: { timeout: 300_000 },
  })
  vi.useRealTimers()
})

it.each([
  ['no_state', 'without the state that was sent (RFC 6749 §4.1.2)'],
  ['wrong_state', 'with another state than the one that was sent (RFC 6749 §4.1.2)'],
  ['repeated_state', 'with more than one state (RFC 6749 §3.1)'],
  ['wrong_path', 'to another path than that of the redirect URI'],
  ['posted', 'by POST, without the state that was sent in its address (RFC 6749 §4.1.2)'],
] as const)('says after the time for the browser that an answer came and was ignored: %s', async (ignored, why) => {
  const { options } = createWorld()
  const listen: Listen = async (wishes) => ({ ...(await options.listen(wishes)), ignored: () => ignored })
  const session = createTestSession(server, { ...options, listen, timeout: 1, openBrowser: async () => undefined })
  await expect(session.login()).rejects.toMatchObject({
    code: 'timed_out',
    message: expect.stringContaining(
      ` An answer came ${why}, and was ignored, whatever the options. If it came from the authorization server, tell its operator: the redirect URI is http://127.0.0.1:3030/callback.`,
    ),
    details: { timeout: 1, mayBeForgotten: false },
  })
})

it('names the configured client after the time for the browser, and no registration', async () => {
  const { options } = createWorld()
  const session = createTestSession(server, {
    ...options,
    client: { id: 'mine' },
    timeout: 1,
    openBrowser: async () => undefined,
  })
  await expect(session.login()).rejects.toMatchObject({
    code: 'timed_out',
    message: expect.stringMatching(
      /redirect URI (\S+)\. Check the option client\.id, and that \1 is registered there\.$/,
    ),
    details: { option: 'client.id', mayBeForgotten: false },
  })
})

it('registers a new client for a login that wants so, although one is kept', async () => {
  const { mock, options, store } = createWorld()
  const session = createTestSession(server, options)
  await session.login()
  await session.login({ registerAnew: true })
  expect(mock.requestsTo('register')).toHaveLength(2)
  const kept = JSON.parse((await store.get('client:https://auth.example.com')) ?? '')
  const used = mock.requestsTo('authorize').map(({ url }) => new URL(url).searchParams.get('client_id'))
  expect(kept.clients.map(({ clientId }: { clientId: string }) => clientId)).toEqual(used.toReversed())
})

it('refuses an empty client id before anything is registered or opened', async () => {
  const { mock, options, windows } = createWorld()
  await expect(authorize(server, { ...options, client: { id: '' } })).rejects.toMatchObject({ code: 'invalid_option' })
  expect([windows, mock.requestsTo('register')]).toEqual([[], []])
})

it('names the metadata document where a server takes one but registers nobody', async () => {
  const { options } = createWorld({ registration: 'none', clientIdMetadataDocumentSupported: true })
  await expect(authorize(server, options)).rejects.toMatchObject({
    code: 'registration_required',
    message: expect.stringContaining('client: { metadataUrl }'),
  })
})
