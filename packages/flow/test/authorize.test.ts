import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { afterEach, expect, it, vi } from 'vitest'
import type { FlowEvent } from '../src/index.ts'
import { authorize, discoverCached, storeTokens } from '../src/steps.ts'
import { change, server } from './token-answers.ts'
import { createGate, createWorld } from './world.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it('signs in: finds the server, registers, asks the person, exchanges the code, keeps the tokens', async () => {
  const { mock, store, options, outcomes, listening } = createWorld()

  const tokens = await authorize(server, options)

  expect(tokens).toMatchObject({
    issuer: 'https://auth.example.com',
    resource: server,
    requestedScope: 'mcp:read mcp:write',
    accessToken: mock.accessTokens[0]?.value,
    refreshToken: mock.refreshTokens[0]?.value,
  })
  expect(JSON.parse((await store.get(`tokens:${server}`)) ?? '')).toEqual({ version: 1, tokens })
  expect(outcomes).toEqual(['signed_in'])
  expect(listening()).toBe(0)
})

it('asks for nothing twice, and provokes the refusal and asks for metadata at the same time', async () => {
  const { options } = createWorld()
  const sent: string[] = []
  let answered = false
  const fetch: typeof globalThis.fetch = async (input, init) => {
    sent.push(`${answered ? '' : 'at once: '}${init?.method ?? 'GET'} ${String(input).replace(/\?.*/, '')}`)
    const response = await globalThis.fetch(input, init)
    answered = true
    return response
  }
  await authorize(server, { ...options, fetch })
  expect(sent.toSorted()).toEqual([
    'GET https://auth.example.com/.well-known/oauth-authorization-server',
    'GET https://auth.example.com/.well-known/openid-configuration',
    'POST https://auth.example.com/register',
    'POST https://auth.example.com/token',
    'at once: GET https://mcp.example.com/.well-known/oauth-authorization-server',
    'at once: GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp',
    'at once: POST https://mcp.example.com/mcp',
  ])
})

it('registers as a public native client with every redirect URI that may be used (Q10, R1, R8, T6)', async () => {
  const { mock, options } = createWorld()
  await authorize(server, { ...options, client: { name: 'My agent' } })
  expect(mock.requestsTo('register')[0]?.json).toEqual({
    client_name: 'My agent',
    redirect_uris: ['http://127.0.0.1:3030/callback', 'http://127.0.0.1:3031/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    scope: 'mcp:read mcp:write',
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  })
})

it('sends PKCE, state and resource with the authorization request, and the verifier and resource with the code (Q1, Q3, Q10, T7)', async () => {
  const { mock, options, windows } = createWorld()
  await authorize(server, options)
  const [window] = windows
  expect(Object.fromEntries(window?.searchParams ?? [])).toEqual({
    response_type: 'code',
    client_id: mock.clients[0]?.clientId,
    redirect_uri: 'http://127.0.0.1:3030/callback',
    state: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
    resource: server,
    scope: 'mcp:read mcp:write',
  })
  expect(Object.fromEntries(mock.requestsTo('token')[0]?.form ?? [])).toEqual({
    grant_type: 'authorization_code',
    client_id: mock.clients[0]?.clientId,
    code: expect.any(String),
    redirect_uri: 'http://127.0.0.1:3030/callback',
    code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    resource: server,
  })
})

it('uses the client that the user registered, with its secret, where the user says whose that is (R3, R10, V13)', async () => {
  const redirectUris = ['http://127.0.0.1:3030/callback']
  const client = {
    clientId: 'my client',
    clientSecret: 's3cr t-%',
    tokenEndpointAuthMethod: 'client_secret_basic' as const,
  }
  const { mock, options } = createWorld({ registration: 'none', clients: [{ ...client, redirectUris }] })
  const secret = { id: 'my client', secret: 's3cr t-%' }
  await expect(authorize(server, { ...options, client: secret })).rejects.toMatchObject({
    code: 'registration_required',
    message: expect.stringMatching(
      /^The secret of the client my client is not sent to https:\/\/auth\.example\.com.* issuer: 'https:\/\/auth\.example\.com'/,
    ),
  })
  expect([mock.requestsTo('authorize'), mock.requestsTo('token')]).toEqual([[], []])
  await authorize(server, { ...options, client: secret, issuer: 'https://auth.example.com' })
  const [request] = mock.requestsTo('token')
  // RFC 6749 §2.3.1 for servers that decode it, and the same for those that do not.
  expect(request?.headers.get('authorization')).toBe(`Basic ${btoa('my client:s3cr t-%25')}`)
  expect(request?.form?.has('client_secret')).toBe(false)
})

it('keeps the secret of a dynamic client in its own record, not in that of the tokens', async () => {
  const { mock, store, options } = createWorld({ tokenEndpointAuthMethod: 'client_secret_post' })
  await authorize(server, options)
  const secret = mock.clients[0]?.clientSecret ?? 'none'
  expect(mock.requestsTo('token')[0]?.form?.get('client_secret')).toBe(secret)
  expect(await store.get('client:https://auth.example.com')).toContain(secret)
  expect(await store.get(`tokens:${server}`)).not.toContain(secret)
})

it('tells the person and the caller of a denial, with the reason of the server', async () => {
  const { options, mock, store, outcomes, listening } = createWorld({ consent: 'deny' })
  await expect(authorize(server, options)).rejects.toMatchObject({ code: 'access_denied' })
  const quote = { from: 'auth.example.com', text: 'The person declined.' }
  expect(outcomes).toEqual([{ error: 'denied', message: 'The sign-in was denied at https://auth.example.com.', quote }])
  expect(mock.requestsTo('token')).toEqual([])
  expect(await store.get(`tokens:${server}`)).toBeUndefined()
  expect(listening()).toBe(0)
})

it('sends no code that comes from another issuer (Q6)', async () => {
  const arrive = (callback: URL): URL => {
    callback.searchParams.set('iss', 'https://evil.example.com')
    return callback
  }
  const { options, mock } = createWorld({ arrive })
  await expect(authorize(server, options)).rejects.toMatchObject({ code: 'issuer_mismatch' })
  expect(mock.requestsTo('token')).toEqual([])
})

it.each(['rfc8414', 'oidc'] as const)(
  'opens no window at a server whose metadata of the kind %s names no PKCE methods (A5)',
  async (authorizationServerMetadata) => {
    const world = createWorld({ authorizationServerMetadata })
    change(world, 'authorizationServerMetadata', { code_challenge_methods_supported: undefined })
    await expect(authorize(server, world.options)).rejects.toMatchObject({ code: 'pkce_unsupported' })
    expect([world.windows, world.mock.requestsTo('register')]).toEqual([[], []])
  },
)

it('goes on where the browser cannot be opened: the link still works', async () => {
  const { options, events } = createWorld()
  const openBrowser = async (url: URL): Promise<void> => {
    options.openBrowser(url)
    throw new Error('no browser here')
  }
  await authorize(server, { ...options, openBrowser })
  expect(events.map(({ type }) => type)).toContain('browser_failed')
  expect(events.map(({ type }) => type)).toContain('signed_in')
})

it('ends after the time limit, closes the way back and says so', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { options, outcomes, listening } = createWorld()
  const opened = createGate()
  const signingIn = authorize(server, { ...options, timeout: 5_000, openBrowser: async () => opened.open() })
  const failed = expect(signingIn).rejects.toMatchObject({ code: 'timed_out', message: expect.stringContaining('5 s') })
  await opened.passed
  await vi.advanceTimersByTimeAsync(5_000)
  await failed
  expect(outcomes).toEqual([expect.objectContaining({ error: 'expired' })])
  expect(listening()).toBe(0)
})

it('leaves no timer behind, so that a program can end', async () => {
  const set = vi.spyOn(globalThis, 'setTimeout')
  const clear = vi.spyOn(globalThis, 'clearTimeout')
  const { options } = createWorld()
  await authorize(server, { ...options, timeout: 123_456 })
  const timer = set.mock.results[set.mock.calls.findIndex(([, delay]) => delay === 123_456)]?.value
  expect(timer).toBeDefined()
  expect(clear).toHaveBeenCalledWith(timer)
})

it('waits as long as it is told to, also for ever', async () => {
  const set = vi.spyOn(globalThis, 'setTimeout')
  const { options, clock } = createWorld()
  const openBrowser = async (url: URL): Promise<void> => {
    clock.now += 60 * 60_000
    await options.openBrowser(url)
  }
  for (const timeout of [2 * 60 * 60_000, Number.POSITIVE_INFINITY]) {
    await authorize(server, { ...options, openBrowser, timeout })
  }
  // More than a timer holds would fire at once.
  const delays = set.mock.calls.map(([, delay]) => delay ?? 0)
  expect(delays.filter((delay) => delay >= 2 ** 31)).toEqual([])
})

it('takes a way back that fails when it is closed', async () => {
  const { options } = createWorld({ registration: 'none' })
  const listen: typeof options.listen = async (listenOptions) => {
    let fail = (_: Error): void => undefined
    const response = new Promise<URL>((_, reject) => {
      fail = reject
    })
    // Nobody waits for the response: an unhandled rejection would end the process.
    return { ...(await options.listen(listenOptions)), response, close: async () => fail(new Error('closed')) }
  }
  await expect(authorize(server, { ...options, listen })).rejects.toMatchObject({ code: 'registration_required' })
})

it('hides no outcome behind a page that cannot be shown, and no fault of a listener ends it', async () => {
  const { options } = createWorld()
  const listen: typeof options.listen = async (listenOptions) => ({
    ...(await options.listen(listenOptions)),
    finish: () => Promise.reject(new Error('page')),
    close: () => Promise.reject(new Error('server')),
  })
  const onEvent = async ({ type }: FlowEvent): Promise<void> => {
    if (type !== 'authorization_url') throw new Error('listener')
  }
  expect((await authorize(server, { ...options, listen, onEvent })).accessToken).toBeTruthy()
})

it('ends at once when it is aborted, whenever that is, and leaves no way back open', async () => {
  for (const moment of ['before', 'while discovering', 'while the browser is open'] as const) {
    const { options, mock, store, listening } = createWorld()
    const stop = new AbortController()
    if (moment === 'before') stop.abort(new Error(moment))
    if (moment === 'while discovering') mock.override.register = () => void stop.abort(new Error(moment)) as undefined
    const openBrowser = async (): Promise<void> => stop.abort(new Error(moment))
    await expect(authorize(server, { ...options, openBrowser, signal: stop.signal })).rejects.toThrow(moment)
    expect(listening()).toBe(0)
    expect((await store.keys()).filter((key) => key.startsWith('tokens:'))).toEqual([])
  }
})

it('ends soon after a failure, with the way back closed, although the store never forgets what it was based on', async () => {
  const { options, listening, store } = createWorld({ consent: 'deny' })
  await discoverCached(server, options)
  const hanging: TokenStore = {
    ...store,
    update: (key, change, more) =>
      key.startsWith('discovery:') ? new Promise(() => undefined) : store.update(key, change, more),
  }
  const open: number[] = []
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((limit) => {
    if (limit > 1000) return new AbortController().signal
    open.push(listening())
    return AbortSignal.abort(new Error('limit'))
  })
  await expect(authorize(server, { ...options, store: hanging })).rejects.toMatchObject({ code: 'access_denied' })
  expect(open).toEqual([0])
})

it('revokes tokens that cannot be stored, and does not tell the person that it worked', async () => {
  const memory = memoryTokenStore()
  const store: TokenStore = {
    ...memory,
    update: (key, change, options) =>
      key.startsWith('tokens:') ? Promise.reject(new Error('disk full')) : memory.update(key, change, options),
  }
  const { options, mock, outcomes } = createWorld({ store })
  await expect(authorize(server, options)).rejects.toThrow('disk full')
  expect(mock.requestsTo('revoke')[0]?.form?.get('token')).toBe(mock.refreshTokens[0]?.value)
  expect(outcomes).toEqual([{ error: 'failed', message: 'disk full' }])
})

it('tells why tokens could not be stored also where they cannot be revoked either', async () => {
  const memory = memoryTokenStore()
  const broken: TokenStore = { ...memory, update: () => Promise.reject(new Error('disk full')) }
  const { options, mock } = createWorld({ tokenEndpointAuthMethod: 'client_secret_post' })
  const tokens = await authorize(server, options)
  mock.override.revoke = () => Response.error()
  await expect(storeTokens(server, tokens, { store: broken })).rejects.toThrow('disk full')
  // Without the secret, which the store keeps as well, there is nobody to revoke as.
  mock.clear()
  const gone: TokenStore = { ...broken, get: () => Promise.reject(new Error('gone')) }
  await expect(storeTokens(server, tokens, { store: gone })).rejects.toThrow('disk full')
  expect(mock.requests).toEqual([])
})

it('tells no secret in any event', async () => {
  const { options, mock, events, windows } = createWorld({ tokenEndpointAuthMethod: 'client_secret_post' })
  await authorize(server, options)
  const secrets = [...mock.accessTokens, ...mock.refreshTokens].map(({ value }) => value)
  secrets.push(
    mock.requestsTo('token')[0]?.form?.get('code_verifier') ?? 'none',
    mock.clients[0]?.clientSecret ?? 'none',
  )
  expect(windows).toHaveLength(1)
  for (const secret of secrets) expect(JSON.stringify(events)).not.toContain(secret)
})
