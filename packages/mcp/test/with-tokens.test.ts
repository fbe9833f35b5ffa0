import { AuthorizationError, type TokenSet, type TokenSource } from '@fast-agent-auth/flow'
import type { SentRefusal } from '@fast-agent-auth/flow/internal'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type McpEvent, withTokens } from '../src/index.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const network = setupServer()
beforeAll(() => network.listen({ onUnhandledFrame: 'error' }))
afterEach(() => network.resetHandlers())
afterAll(() => network.close())

const now = 20_010
const clock = { now: () => now, pause: async (): Promise<void> => undefined }

/** Issued long before the request, unless said otherwise. */
const tokenSet = (accessToken: string, signedInAt = 1, obtainedAt = signedInAt): TokenSet => ({
  issuer: 'https://auth.example.com',
  tokenEndpoint: 'https://auth.example.com/token',
  clientId: 'client',
  tokenEndpointAuthMethod: 'none',
  resource: serverUrl,
  tokenType: 'bearer',
  accessToken,
  signedInAt,
  obtainedAt,
})

/** A source that has `first` and answers refusals by the others, in turn; an error among them is thrown. */
function sourceOf(first: TokenSet | undefined, ...renewals: readonly (TokenSet | Error)[]) {
  const refusals: SentRefusal[] = []
  const source: TokenSource = {
    token: async () => first,
    async renew(refusal) {
      const next = renewals[refusals.length]
      refusals.push(refusal)
      if (next instanceof Error) throw next
      return next ?? tokenSet('never')
    },
  }
  return { source, refusals }
}

/** An MCP server that accepts one token, refuses the others by the given answers, in turn, and records what came. */
function serverThatAccepts(accepted: string, refuse: () => Response = () => new Response(null, { status: 401 })) {
  const sent: { authorization: string | null; body: string; method: string }[] = []
  network.use(
    http.all(serverUrl, async ({ request }) => {
      const authorization = request.headers.get('authorization')
      sent.push({ authorization, body: await request.text(), method: request.method })
      return authorization === `Bearer ${accepted}` ? HttpResponse.json({ ok: true }) : refuse()
    }),
  )
  return sent
}

const needsScope =
  (scope: string, status = 403) =>
  () =>
    new Response(null, {
      status,
      headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
    })
const loginRequired = new AuthorizationError('login_required', 'sign in')
const call = { method: 'POST', body: '{"id":1}' }

describe('a request', () => {
  it('carries the token', async () => {
    const sent = serverThatAccepts('good')
    const { source, refusals } = sourceOf(tokenSet('good'))
    const response = await withTokens(source, { serverUrl })(serverUrl, call)
    expect(await response.json()).toEqual({ ok: true })
    expect(sent).toEqual([{ authorization: 'Bearer good', body: '{"id":1}', method: 'POST' }])
    expect(refusals).toEqual([])
  })

  it('is sent plain before the first sign-in', async () => {
    network.use(http.post(serverUrl, ({ request }) => HttpResponse.json({ had: request.headers.has('authorization') })))
    const response = await withTokens(sourceOf(undefined).source, { serverUrl })(serverUrl, call)
    expect(await response.json()).toEqual({ had: false })
  })

  it.each(['https://other.example.com/mcp', 'http://mcp.example.com/mcp', 'https://mcp.example.com:8443/mcp'])(
    'to %s gets no token, and a refusal from there passes through (T3)',
    async (url) => {
      let authorization: string | null = 'unset'
      network.use(
        http.post(url, ({ request }) => {
          authorization = request.headers.get('authorization')
          return new Response(null, { status: 401 })
        }),
      )
      const { source, refusals } = sourceOf(tokenSet('good'))
      expect((await withTokens(source, { serverUrl })(url, call)).status).toBe(401)
      expect(authorization).toBeNull()
      expect(refusals).toEqual([])
    },
  )

  it('that is refused is sent again with renewed tokens, body and all', async () => {
    const sent = serverThatAccepts('new')
    const { source, refusals } = sourceOf(tokenSet('old'), tokenSet('new'))
    const response = await withTokens(source, { serverUrl, interactive: true, ...clock })(serverUrl, call)
    expect(response.status).toBe(200)
    expect(sent.map(({ authorization, body }) => [authorization, body])).toEqual([
      ['Bearer old', '{"id":1}'],
      ['Bearer new', '{"id":1}'],
    ])
    expect(refusals).toMatchObject([{ rejected: { accessToken: 'old' }, renewed: false, interactive: true }])
  })

  it('leaves the headers alone that it handed to another fetch before', async () => {
    const given: Headers[] = []
    const fetch: typeof globalThis.fetch = async (_, init) => {
      given.push(init?.headers as Headers)
      return new Response(null, { status: given.length === 1 ? 401 : 200 })
    }
    const { source } = sourceOf(tokenSet('old'), tokenSet('new'))
    await withTokens(source, { serverUrl, fetch })(serverUrl, call)
    expect(given.map((headers) => headers.get('authorization'))).toEqual(['Bearer old', 'Bearer new'])
  })

  it('given as a Request is sent again as well', async () => {
    const sent = serverThatAccepts('new')
    const { source } = sourceOf(tokenSet('old'), tokenSet('new'))
    const response = await withTokens(source, { serverUrl })(new Request(serverUrl, call))
    expect(response.status).toBe(200)
    expect(sent.map(({ body }) => body)).toEqual(['{"id":1}', '{"id":1}'])
  })

  it('whose body is a stream is sent once: the caller gets the refusal', async () => {
    const sent = serverThatAccepts('new')
    const { source, refusals } = sourceOf(tokenSet('old'), tokenSet('new'))
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' }
    expect((await withTokens(source, { serverUrl })(serverUrl, init)).status).toBe(401)
    expect(sent).toHaveLength(1)
    expect(refusals).toEqual([])
  })

  it('that is answered 403 without a challenge is none of our business', async () => {
    serverThatAccepts('none', () => new Response('no', { status: 403 }))
    const { source, refusals } = sourceOf(tokenSet('good'))
    const response = await withTokens(source, { serverUrl })(serverUrl, call)
    expect([response.status, await response.text(), refusals]).toEqual([403, 'no', []])
  })

  it.each([403, 401])('that needs more scope hands the challenge on: %d', async (status) => {
    serverThatAccepts('wide', needsScope('mcp:write', status))
    const { source, refusals } = sourceOf({ ...tokenSet('narrow'), scope: 'mcp:read' }, tokenSet('wide', now + 2))
    expect((await withTokens(source, { serverUrl, interactive: true, ...clock })(serverUrl, call)).status).toBe(200)
    expect(refusals).toMatchObject([{ challenge: { error: 'insufficient_scope', scope: 'mcp:write' }, renewed: false }])
  })

  it('keeps the headers of its caller, but for an Authorization of its own', async () => {
    let headers = new Headers()
    network.use(
      http.post(serverUrl, ({ request }) => {
        headers = request.headers
        return new Response()
      }),
    )
    const init = { ...call, headers: { AUTHORIZATION: 'Basic mine', 'x-tenant': 'a' } }
    await withTokens(sourceOf(tokenSet('good')).source, { serverUrl })(serverUrl, init)
    expect([headers.get('authorization'), headers.get('x-tenant')]).toEqual(['Bearer good', 'a'])
  })
})

it('a refusal that comes from elsewhere after a redirect passes through', async () => {
  const foreign = new Response(null, { status: 401 })
  Object.defineProperty(foreign, 'url', { value: 'https://elsewhere.example.com/' })
  const { source, refusals } = sourceOf(tokenSet('good'))
  expect(await withTokens(source, { serverUrl, fetch: async () => foreign })(serverUrl, call)).toBe(foreign)
  expect(refusals).toEqual([])
})

it('a server URL that cannot be read is refused, and not quoted', () => {
  const make = (): unknown => withTokens(sourceOf(undefined).source, { serverUrl: 'https://[mcp.example.com?key=hush' })
  // That of the parser holds it in a member.
  expect(make).toThrow(new TypeError('The option serverUrl is not a URL.'))
})

it('a request to somebody else is passed on as it is, body and all', async () => {
  network.use(http.post('https://other.example.com/', async ({ request }) => new Response(await request.text())))
  const fetch = withTokens(sourceOf(tokenSet('good')).source, { serverUrl })
  expect(await (await fetch(new Request('https://other.example.com/', call))).text()).toBe('{"id":1}')
})

describe('a server that never has enough', () => {
  it('of tokens gets one refresh and one sign-in, then an error', async () => {
    const sent = serverThatAccepts('none')
    const { source, refusals } = sourceOf(tokenSet('a'), tokenSet('b', 1, now), tokenSet('c', now), loginRequired)
    const calling = withTokens(source, { serverUrl, interactive: true, ...clock })(serverUrl, call)
    await expect(calling).rejects.toMatchObject({
      code: 'unknown_server_error',
      message: expect.stringContaining(serverUrl),
    })
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer a', 'Bearer b', 'Bearer b', 'Bearer c'])
    expect(refusals.map(({ renewed, afterSignIn }) => [renewed, afterSignIn])).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ])
  })

  it('of tokens that are new gets no second sign-in', async () => {
    const sent = serverThatAccepts('none')
    const { source, refusals } = sourceOf(undefined, tokenSet('a', now), loginRequired)
    const calling = withTokens(source, { serverUrl, interactive: true, ...clock })(serverUrl, call)
    await expect(calling).rejects.toMatchObject({ code: 'unknown_server_error' })
    expect(sent.map(({ authorization }) => authorization)).toEqual([null, 'Bearer a', 'Bearer a'])
    expect(refusals.map(({ afterSignIn }) => afterSignIn)).toEqual([false, true])
  })

  it('of tokens ends by itself where a source of ones own gives ever more', async () => {
    const sent = serverThatAccepts('none')
    const { source } = sourceOf(tokenSet('a'), ...['b', 'c', 'd', 'e'].map((name) => tokenSet(name)))
    await expect(withTokens(source, { serverUrl, ...clock })(serverUrl, call)).rejects.toMatchObject({
      code: 'unknown_server_error',
    })
    expect(sent).toHaveLength(4)
  })

  it('of tokens is not judged by those of a clock that was ahead and was set back (H91)', async () => {
    const sent = serverThatAccepts('refreshed')
    const { source, refusals } = sourceOf(
      tokenSet('a'),
      tokenSet('theirs', now + 99),
      tokenSet('refreshed', now + 99, now),
    )
    const response = await withTokens(source, { serverUrl, interactive: true, ...clock })(serverUrl, call)
    expect([response.status, sent.length]).toEqual([200, 3])
    expect(refusals.map(({ renewed }) => renewed)).toEqual([false, false])
  })

  it('of tokens is not judged by those that another process got before this request', async () => {
    const sent = serverThatAccepts('refreshed')
    const { source, refusals } = sourceOf(tokenSet('a'), tokenSet('theirs', 5), tokenSet('refreshed', 5, now))
    const response = await withTokens(source, { serverUrl, ...clock })(serverUrl, call)
    expect(response.status).toBe(200)
    expect(sent).toHaveLength(3)
    expect(refusals.map(({ renewed }) => renewed)).toEqual([false, false])
  })

  it('of scope is asked four times at the most (C6)', async () => {
    let asked = 0
    const sent = serverThatAccepts('none', () => needsScope(`scope-${++asked}`)())
    const { source } = sourceOf(
      tokenSet('0', 0),
      tokenSet('1', 1),
      tokenSet('2', 2),
      tokenSet('3', 3),
      tokenSet('4', 4),
    )
    const calling = withTokens(source, { serverUrl, interactive: true, ...clock })(serverUrl, call)
    await expect(calling).rejects.toMatchObject({
      code: 'insufficient_scope',
      message: `${serverUrl} asks for ever more scope, now for "scope-4". No setting changes that: tell its operator.`,
      challenge: { scope: 'scope-4' },
    })
    expect(sent).toHaveLength(4)
  })
})

it.each([
  [
    'no token is ever enough',
    'Bearer',
    'unknown_server_error',
    /^https:\/\/mcp\.example\.com\/mcp\?key=… answers 401 even with tokens/,
  ],
  [
    'more scope is wanted again and again',
    'Bearer error="insufficient_scope", scope="more"',
    'insufficient_scope',
    /^https:\/\/mcp\.example\.com\/mcp\?key=… asks for ever more scope, now for "more"/,
  ],
])('the key in the URL of a server is not shown where %s', async (_, challenge, code, message) => {
  const tokens = tokenSet('a', now)
  const source: TokenSource = { token: async () => tokens, renew: async () => tokens }
  const status = challenge === 'Bearer' ? 401 : 403
  const fetch = async (): Promise<Response> =>
    new Response(null, { status, headers: { 'www-authenticate': challenge } })
  const keyed = `${serverUrl}?key=hush`
  const calling = withTokens(source, { serverUrl: keyed, fetch, ...clock })(keyed, call)
  await expect(calling).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  await expect(calling).rejects.not.toMatchObject({ message: expect.stringContaining('hush') })
})

describe('a server that refuses tokens for a moment', () => {
  const young = tokenSet('good', 1, now - 9999)

  /** A server that refuses everything so often, and then takes it. */
  function serverThatRefuses(times: number, refuse = () => new Response(null, { status: 401 })) {
    const sent: (string | null)[] = []
    network.use(
      http.all(serverUrl, ({ request }) => {
        sent.push(request.headers.get('authorization'))
        return sent.length > times ? HttpResponse.json({ ok: true }) : refuse()
      }),
    )
    return sent
  }

  function recordPauses() {
    const pauses: number[] = []
    const pause = async (duration: number, signal?: AbortSignal): Promise<void> => {
      pauses.push(duration)
      signal?.throwIfAborted()
    }
    return { pauses, options: { serverUrl, now: () => now, pause } }
  }

  it('gets young ones once more after 2 s, and nobody hears of it', async () => {
    const sent = serverThatRefuses(1)
    const { pauses, options } = recordPauses()
    const { source, refusals } = sourceOf(young)
    expect((await withTokens(source, options)(serverUrl, call)).status).toBe(200)
    expect([sent, pauses, refusals]).toEqual([['Bearer good', 'Bearer good'], [2000], []])
  })

  it('gets them once more only, and then others', async () => {
    const sent = serverThatAccepts('new')
    const { pauses, options } = recordPauses()
    const { source, refusals } = sourceOf(young, tokenSet('new', 1, now))
    expect((await withTokens(source, options)(serverUrl, call)).status).toBe(200)
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer good', 'Bearer good', 'Bearer new'])
    expect([pauses, refusals.length]).toEqual([[2000], 1])
  })

  it.each([
    ['10 s old', tokenSet('good', 1, now - 10_000)],
    ['of a clock that was ahead', tokenSet('good', 1, now + 1)],
    ['of a source that does not say', { accessToken: 'good' } as TokenSet],
  ])('gets at once what renews them where they are %s', async (_, tokens) => {
    serverThatAccepts('new')
    const { pauses, options } = recordPauses()
    expect((await withTokens(sourceOf(tokens, tokenSet('new')).source, options)(serverUrl, call)).status).toBe(200)
    expect(pauses).toEqual([])
  })

  it('gets nothing more where it wants more scope, or where the body can be sent once only', async () => {
    const { pauses, options } = recordPauses()
    serverThatRefuses(9, needsScope('more'))
    const { source } = sourceOf(young, loginRequired)
    await expect(withTokens(source, options)(serverUrl, call)).rejects.toMatchObject({ code: 'login_required' })
    serverThatRefuses(9)
    const init = { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' } as RequestInit
    expect((await withTokens(sourceOf(young).source, options)(serverUrl, init)).status).toBe(401)
    expect(pauses).toEqual([])
  })

  it('keeps nobody waiting who gives up meanwhile', async () => {
    serverThatRefuses(9)
    const stop = new AbortController()
    const { options } = recordPauses()
    const pause = async (duration: number, signal?: AbortSignal): Promise<void> => {
      stop.abort(new Error('given up'))
      return options.pause(duration, signal)
    }
    const calling = withTokens(sourceOf(young).source, { ...options, pause })(serverUrl, {
      ...call,
      signal: stop.signal,
    })
    await expect(calling).rejects.toThrow('given up')
  })
})

describe('a source that cannot renew tokens that have expired', () => {
  const failing = (code: 'registration_required' | 'unreachable') => {
    const { source, refusals } = sourceOf(undefined, tokenSet('new', now))
    const token = async (): Promise<never> => {
      throw new AuthorizationError(code, 'no')
    }
    return { source: { ...source, token }, refusals }
  }

  it('leads to a person where the request may ask one', async () => {
    const sent = serverThatAccepts('new')
    const { source, refusals } = failing('registration_required')
    const response = await withTokens(source, { serverUrl, interactive: true, ...clock })(serverUrl, call)
    expect([response.status, sent.map(({ authorization }) => authorization)]).toEqual([200, [null, 'Bearer new']])
    expect(refusals).toMatchObject([{ interactive: true }])
  })

  it.each([
    ['it may not ask', 'registration_required', false],
    ['time alone may help', 'unreachable', true],
  ] as const)('is an error where %s, and nothing is sent', async (_, code, interactive) => {
    const sent = serverThatAccepts('new')
    const calling = withTokens(failing(code).source, { serverUrl, interactive, ...clock })(serverUrl, call)
    await expect(calling).rejects.toMatchObject({ code })
    expect(sent).toEqual([])
  })
})

describe('a refusal in other words than a 401', () => {
  const good = tokenSet('good')
  const expired = { ...tokenSet('old'), expiresAt: now }
  const valid = { ...tokenSet('old'), expiresAt: now + 1 }
  const reading = { ...tokenSet('old'), scope: 'mcp:read mcp:other' }
  const challenge = (status: number, error: string) => () =>
    new Response(null, { status, headers: { 'www-authenticate': `Bearer error="${error}", scope="mcp:read"` } })
  const unnamed = () =>
    new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } })
  const moved = (status: number, location: string) => () => new Response(null, { status, headers: { location } })

  it.each([
    ['403 invalid_token', valid, challenge(403, 'invalid_token'), 'invalid_token'],
    ['403 insufficient_scope for tokens that have expired', expired, challenge(403, 'insufficient_scope'), undefined],
    ['401 insufficient_scope without a scope', valid, unnamed, undefined],
    ['401 insufficient_scope with a scope that they have', reading, challenge(401, 'insufficient_scope'), undefined],
    [
      '302 to another origin for tokens that have expired',
      expired,
      moved(302, 'https://login.example.com/'),
      undefined,
    ],
    [
      '303 to another origin for tokens that have expired',
      expired,
      moved(303, 'https://login.example.com/'),
      undefined,
    ],
    ['302 to a page of its own for tokens that have expired', expired, moved(302, '/login'), undefined],
  ])('is answered by a refresh: %s (H150)', async (_, tokens, refuse, error) => {
    network.use(http.get('https://mcp.example.com/login', () => HttpResponse.html('<form>')))
    const sent = serverThatAccepts('good', refuse)
    const { source, refusals } = sourceOf(tokens, good)
    expect((await withTokens(source, { serverUrl, ...clock })(serverUrl, call)).status).toBe(200)
    expect(sent.map(({ authorization, body }) => [authorization, body])).toEqual([
      ['Bearer old', '{"id":1}'],
      ['Bearer good', '{"id":1}'],
    ])
    expect(refusals).toMatchObject([{ rejected: { accessToken: 'old' } }])
    expect(refusals[0]?.challenge?.error).toBe(error)
  })

  it.each([
    ['302 to another origin', moved(302, 'https://login.example.com/'), { code: 'insecure_url' }],
    ['403 insufficient_scope', challenge(403, 'insufficient_scope'), { code: 'login_required' }],
  ])('is none for tokens that are valid: %s', async (_, refuse, expected) => {
    serverThatAccepts('good', refuse)
    const { source } = sourceOf(valid, loginRequired)
    await expect(withTokens(source, { serverUrl, ...clock })(serverUrl, call)).rejects.toMatchObject(expected)
  })
})

describe('where only a person can help', () => {
  const stream = { headers: { accept: 'text/event-stream' } }
  const inSession = { headers: { ...stream.headers, 'mcp-session-id': 's' } }
  const events: McpEvent[] = []
  const send = (init: RequestInit, interactive = false) => {
    serverThatAccepts('none')
    const { source, refusals } = sourceOf(tokenSet('old'), loginRequired)
    events.length = 0
    const response = withTokens(source, { serverUrl, interactive, onEvent: (event) => events.push(event) })(
      serverUrl,
      init,
    )
    return { response, refusals }
  }

  it('a call throws the error of the source, marked so that SDK v2 hands it on', async () => {
    const { response } = send(call)
    await expect(response).rejects.toBe(loginRequired)
    expect(Reflect.get(loginRequired, Symbol.for('mcp.authSeamEscape'))).toBe(true)
    expect(JSON.stringify(loginRequired)).not.toContain('authSeam')
  })

  it('the stream that a session opens by itself is answered 405, and nobody is asked', async () => {
    const { response, refusals } = send(inSession, true)
    expect((await response).status).toBe(405)
    expect(refusals).toMatchObject([{ interactive: false, unasked: true }])
  })

  it.each([
    { posted: 'nothing', status: 401, interactive: true, told: ['stream_unauthorized'] },
    { posted: 'a message that was taken', status: 405, interactive: false, told: [] },
    { posted: 'a message that was not taken', status: 401, interactive: true, told: ['stream_unauthorized'] },
    { posted: 'a message elsewhere', status: 401, interactive: true, told: ['stream_unauthorized'] },
  ])('a stream with a version and no session is one of a session after a post there: $posted (H141)', async (row) => {
    const types: string[] = []
    const answers = new Map([
      ['a message that was taken', 202],
      ['a message that was not taken', 405],
    ])
    network.use(
      http.post(serverUrl, () => new Response(null, { status: answers.get(row.posted) ?? 404 })),
      http.post(`${serverUrl}/other`, () => new Response(null, { status: 202 })),
      http.get(serverUrl, () => new Response(null, { status: 401 })),
    )
    const { source, refusals } = sourceOf(tokenSet('old'), loginRequired)
    const onEvent = ({ type }: McpEvent): void => void types.push(type)
    const fetch = withTokens(source, { serverUrl, interactive: true, onEvent })
    if (row.posted === 'a message elsewhere') await fetch(`${serverUrl}/other`, call)
    else if (row.posted !== 'nothing') await fetch(serverUrl, call)
    const headers = { accept: 'text/event-stream', 'mcp-protocol-version': '2025-06-18' }
    expect((await fetch(serverUrl, { headers })).status).toBe(row.status)
    expect(types).toEqual(row.told)
    expect(refusals).toMatchObject([{ interactive: row.interactive, unasked: !row.interactive }])
  })

  it('what nobody asked for, or another path, says nothing about the tokens to other processes', async () => {
    const inBackground = send(inSession)
    await inBackground.response
    expect(inBackground.refusals).toMatchObject([{ background: true }])
    const asked = send(call)
    await asked.response.catch(() => undefined)
    expect(asked.refusals).toMatchObject([{ background: false }])
    const elsewhere = 'https://mcp.example.com/admin'
    network.use(http.post(elsewhere, () => new Response(null, { status: 401 })))
    const { source, refusals } = sourceOf(tokenSet('old'), loginRequired)
    await expect(withTokens(source, { serverUrl })(elsewhere, call)).rejects.toBe(loginRequired)
    expect(refusals).toMatchObject([{ background: true }])
  })

  it('a call that ends in an error leaves no body of the refusal open', async () => {
    const refusal = new Response('no', { status: 401 })
    const { source } = sourceOf(tokenSet('old'), loginRequired)
    await expect(withTokens(source, { serverUrl, fetch: async () => refusal })(serverUrl, call)).rejects.toBe(
      loginRequired,
    )
    expect(refusal.bodyUsed || (await refusal.body?.getReader().read())?.done).toBe(true)
  })

  it('the end of a session gets the refusal, and nobody is asked', async () => {
    const { response, refusals } = send({ method: 'DELETE', headers: { 'mcp-session-id': 's' } }, true)
    expect((await response).status).toBe(401)
    expect(refusals).toMatchObject([{ interactive: false }])
  })

  it('the stream of an SSE connection may ask, gets the refusal, and an event has the error', async () => {
    const { response, refusals } = send(stream, true)
    expect((await response).status).toBe(401)
    expect(refusals).toMatchObject([{ interactive: true }])
    expect(events).toEqual([{ type: 'stream_unauthorized', serverUrl, error: loginRequired }])
  })

  it.each([
    { when: 'at once', onEvent: () => JSON.parse('broken') },
    { when: 'later', onEvent: async () => JSON.parse('broken') },
  ])('the stream of an SSE connection gets the refusal, where the listener fails $when', async ({ onEvent }) => {
    const source = { token: async () => undefined, renew: () => Promise.reject(loginRequired) }
    const fetch = async (): Promise<Response> => new Response(null, { status: 401 })
    expect((await withTokens(source, { serverUrl, fetch, onEvent })(serverUrl, stream)).status).toBe(401)
  })

  it('a caller who gives up gets the reason', async () => {
    const stop = new AbortController()
    serverThatAccepts('none')
    const source: TokenSource = {
      token: async () => undefined,
      async renew({ signal }) {
        stop.abort(new Error('given up'))
        throw signal?.reason
      },
    }
    const calling = withTokens(source, { serverUrl })(serverUrl, { ...inSession, signal: stop.signal })
    await expect(calling).rejects.toThrow('given up')
  })
})

it('a source of one’s own needs to give an accessToken alone', async () => {
  const sent = serverThatAccepts('second')
  const given = ['first', 'second']
  const refusals: SentRefusal[] = []
  const source: TokenSource = {
    token: async () => ({ accessToken: 'first' }),
    async renew(refusal) {
      refusals.push(refusal)
      return { accessToken: given[refusals.length] ?? 'never' }
    },
  }
  expect((await withTokens(source, { serverUrl })(serverUrl, call)).status).toBe(200)
  expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer first', 'Bearer second'])
  expect(refusals).toMatchObject([{ rejected: { accessToken: 'first' }, renewed: false }])
})

it.each(['two\nlines', 'a blank', '', undefined])(
  'a token that cannot be sent is told and not shown: %j',
  async (given) => {
    const accessToken = given as string
    const source: TokenSource = { token: async () => ({ accessToken }), renew: async () => ({ accessToken }) }
    await expect(withTokens(source, { serverUrl })(serverUrl, call)).rejects.toMatchObject({
      code: 'invalid_option',
      message: 'The token source gave no accessToken that can be sent: a text without blanks, line ends and the like.',
    })
  },
)

it.each([
  ['no options', () => Reflect.apply(withTokens, undefined, [sourceOf(undefined).source])],
  ['no renew', () => Reflect.apply(withTokens, undefined, [{ token: async () => undefined }, { serverUrl }])],
  ['nothing', () => Reflect.apply(withTokens, undefined, [])],
])('a source without what it takes is refused at once: %s', (_, make) => {
  expect(make).toThrow('withTokens takes a token source with the functions token and renew, and { serverUrl }.')
})

it('a source that gives nothing for a token that was refused is at fault, and not the server', async () => {
  serverThatAccepts('none')
  const source = { token: async () => ({ accessToken: 'a' }), renew: async () => undefined as never }
  await expect(withTokens(source, { serverUrl })(serverUrl, call)).rejects.toMatchObject({ code: 'invalid_option' })
})

it('a source of one’s own that gives what is refused is asked three times, and no more', async () => {
  const sent = serverThatAccepts('none')
  const renewals: unknown[] = []
  const source: TokenSource = {
    token: async () => ({ accessToken: 'first' }),
    async renew({ renewed }: SentRefusal) {
      renewals.push(renewed)
      return { accessToken: 'again' }
    },
  }
  await expect(withTokens(source, { serverUrl })(serverUrl, call)).rejects.toMatchObject({
    code: 'unknown_server_error',
  })
  expect(sent).toHaveLength(4)
  expect(renewals).toEqual([false, true, true])
})

it('a source that fails before the request is sent is told in the same ways', async () => {
  const broken: TokenSource = { token: () => Promise.reject(new Error('no store')), renew: () => Promise.reject() }
  const fetch = withTokens(broken, { serverUrl })
  await expect(fetch(serverUrl, call)).rejects.toThrow('no store')
  expect((await fetch(serverUrl, { headers: { 'mcp-session-id': 's' } })).status).toBe(405)
  expect((await fetch(serverUrl, { method: 'DELETE' })).status).toBe(401)
})

it('an error of the network is the network’s own', async () => {
  network.use(http.post(serverUrl, () => HttpResponse.error()))
  await expect(withTokens(sourceOf(tokenSet('a')).source, { serverUrl })(serverUrl, call)).rejects.toThrow(TypeError)
})
