import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { afterEach, expect, it, vi } from 'vitest'
import { createSession } from '../src/index.ts'
import { authorize, discoverCached, storeTokens } from '../src/steps.ts'
import { createWorld } from './world.ts'

const server = 'https://mcp.example.com/mcp'
const late = new Error('late')

afterEach(() => void vi.restoreAllMocks())

/** A store on which another process holds the records of this kind and never lets go. */
function held(store: TokenStore, kind: string): TokenStore {
  return {
    ...store,
    update: (key, change, options) =>
      key.startsWith(kind)
        ? new Promise((_, reject) => {
            const leave = (): void => reject(options?.signal?.reason)
            if (options?.signal?.aborted) leave()
            options?.signal?.addEventListener('abort', leave)
          })
        : store.update(key, change, options),
  }
}

/** The minute for which a turn is waited for is over; other limits are not. */
function endMinute(): void {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((limit) =>
    limit === 60_000 ? AbortSignal.abort(late) : new AbortController().signal,
  )
}

it('tokens that cannot be kept since another process holds them are revoked, and that is told', async () => {
  const { options, store, mock } = createWorld()
  const tokens = await authorize(server, options)
  mock.clear()
  endMinute()
  await expect(storeTokens(server, tokens, { store: held(store, 'tokens:') })).rejects.toMatchObject({
    code: 'unreachable',
    message: `Another process has been holding the tokens for ${server} for 60 s. Is it stopped?`,
    cause: late,
  })
  expect(mock.requestsTo('revoke').map(({ form }) => form?.get('token'))).toEqual([
    tokens.refreshToken,
    tokens.accessToken,
  ])
})

it('a logout waits no longer than a minute for another process, and deletes nothing', async () => {
  const { options, store, mock } = createWorld()
  await authorize(server, options)
  mock.clear()
  endMinute()
  const session = createSession(server, { ...options, store: held(store, 'tokens:') })
  await expect(session.logout()).rejects.toMatchObject({
    code: 'unreachable',
    message: `Another process has been holding the tokens for ${server} for 60 s. Is it stopped?`,
  })
  expect([await store.get(`tokens:${server}`), mock.requests]).toEqual([expect.any(String), []])
})

it('a registration that another process holds ends a sign-in, and opens no window', async () => {
  const { options, store, windows, listening } = createWorld()
  endMinute()
  await expect(authorize(server, { ...options, store: held(store, 'client:') })).rejects.toMatchObject({
    code: 'unreachable',
    message: 'Another process has been registering a client at https://auth.example.com for 60 s. Is it stopped?',
  })
  expect([windows, listening()]).toEqual([[], 0])
})

it('what is known of a server is used although another process holds it', async () => {
  const { options, store, events } = createWorld()
  endMinute()
  const target = await discoverCached(server, { ...options, store: held(store, 'discovery:') })
  expect(target.server.issuer).toBe('https://auth.example.com')
  expect(events).toContainEqual(expect.objectContaining({ rule: 'discovery_not_stored' }))
})

it('who gives up while another process holds the tokens waits no longer', async () => {
  const { options, store } = createWorld({ refreshTokens: false })
  const rejected = await authorize(server, options)
  const session = createSession(server, { ...options, store: held(store, 'tokens:') })
  const enough = new Error('enough')
  const giveUp = new AbortController()
  const renewed = session.renew({ rejected, signal: giveUp.signal })
  giveUp.abort(enough)
  await expect(renewed).rejects.toBe(enough)
})

it('another process’s sign-in is waited for as long as its person may be asked twice, and a minute', async () => {
  const { options } = createWorld()
  const limits = vi.spyOn(AbortSignal, 'timeout')
  await createSession(server, { ...options, timeout: 100_000 }).login()
  expect(limits.mock.calls.flat()).toContain(260_000)
})

it('a turn that comes in time is not waited for any longer', async () => {
  const { options } = createWorld({ store: memoryTokenStore() })
  expect((await authorize(server, options)).accessToken).toBeDefined()
})
