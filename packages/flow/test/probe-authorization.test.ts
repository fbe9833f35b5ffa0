import { describe, expect, it } from 'vitest'
import { createSession } from '../src/index.ts'
import { probeAuthorization } from '../src/registration/probe-authorization.ts'
import { authorize, beginKnown, discoverCached } from '../src/steps.ts'
import { issuer, recordsOf, server } from './token-answers.ts'
import { createWorld, type World } from './world.ts'

const page = 'https://auth.example.com/authorize?client_id=c'
const redirectUri = 'https://auth.example.com/app/callback'
const to =
  (location: string, status = 302) =>
  () =>
    new Response(null, { status, headers: { location } })
const status =
  (code: number, body = 'x') =>
  () =>
    new Response(body, { status: code })

/** Asks a server that answers so, one answer after the other, and that has no others. */
async function ask(answers: readonly (() => Response)[], url = page) {
  const left = [...answers]
  const sent: RequestInit[] = []
  const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
    sent.push(init ?? {})
    const answer = left.shift()
    if (!answer) throw new TypeError('no connection')
    return answer()
  }
  return {
    answer: await probeAuthorization(new URL(url), { redirectUri, fetch: fetch as typeof globalThis.fetch }),
    sent,
  }
}

describe('an authorization endpoint leads a browser on', () => {
  it.each([
    ['a page', status(200)],
    ['a page that speaks of an unknown client', status(200, '{"error":"invalid_client"}')],
    ['201', status(201)],
    ['a login page', to('/login')],
    ['a login page with 301', to('/login', 301)],
    ['a login page with 303', to('/login?next=%2Fauthorize%3Ferror%3D1', 303)],
    ['a login page with 307', to('login', 307)],
    ['another origin', to('https://login.example.com/')],
    ['another origin with an error', to('https://login.example.com/?error=login_required')],
    ['another port', to('https://auth.example.com:8443/?error=x')],
    ['our redirect URI', to(`${redirectUri}?code=c`)],
    ['our redirect URI with an error', to(`${redirectUri}?error=invalid_scope`)],
    ['an application', to('com.example.app:/callback?error=invalid_scope')],
  ])('that answers with %s', async (_, answer) => {
    const { answer: on, sent } = await ask([answer])
    expect([on, sent.length, sent[0]?.redirect]).toEqual([true, 1, 'manual'])
  })

  it('that answers with 500, and with a page the second time', async () => {
    expect(await ask([status(500), status(200)])).toMatchObject({ answer: true, sent: { length: 2 } })
  })
})

describe('an authorization endpoint leads a browser nowhere', () => {
  it.each([
    [
      '400 invalid_request, as the MCP SDK for Python sends it',
      status(400, '{"error":"invalid_request","error_description":"Client ID not found"}'),
    ],
    ['401', status(401)],
    ['403 and nothing', () => new Response(null, { status: 403 })],
    ['404', status(404)],
    ['422', status(422, '{"message":"Unrecognized client_id"}')],
    ['a page of its own with an error, as better-auth sends it', to('/error?error=invalid_client')],
    ['a page of its own with an error behind #', to('https://auth.example.com/ui#error=invalid_client')],
    ['a page beside our redirect URI', to('/app/callback/x?error=x')],
    ['a redirect to nowhere', () => new Response(null, { status: 302 })],
    ['a redirect to no URL', to('https://')],
  ])('that answers with %s', async (_, answer) => {
    expect(await ask([answer])).toMatchObject({ answer: false, sent: { length: 1 } })
  })

  it('that answers with 500 twice', async () => {
    expect(await ask([status(500), status(500)])).toMatchObject({ answer: false, sent: { length: 2 } })
  })
})

describe('an authorization endpoint says nothing', () => {
  it.each([
    ['408', [status(408)], 1],
    ['429', [status(429)], 1],
    ['no connection', [], 1],
    ['500, and then no connection', [status(500)], 2],
    ['503, and then 429', [status(503), status(429)], 2],
  ])('with %s', async (_, answers, requests) => {
    expect(await ask(answers)).toMatchObject({ answer: undefined, sent: { length: requests } })
  })

  it('where a request was pushed, which may be used once', async () => {
    const { answer, sent } = await ask([status(400)], `${page}&request_uri=urn:x`)
    expect([answer, sent]).toEqual([undefined, []])
  })

  it('where the sign-in is given up meanwhile, which ends it', async () => {
    const stop = new AbortController()
    const fetch = async (): Promise<Response> => {
      stop.abort(new Error('given up'))
      throw new TypeError('no connection')
    }
    await expect(probeAuthorization(new URL(page), { redirectUri, fetch, signal: stop.signal })).rejects.toThrow(
      'given up',
    )
  })
})

/** Somebody is registered; then programs are answered so, of the old client and of any other. */
async function signInAgain(old: () => Response, other: () => Response = old) {
  const world = createWorld()
  const first = await authorize(server, world.options)
  world.mock.clear()
  world.mock.override.authorize = (request, answer) => {
    if (world.windows.some(({ href }) => href === request.url)) return answer()
    return new URL(request.url).searchParams.get('client_id') === first.clientId ? old() : other()
  }
  const tokens = await authorize(server, world.options)
  return { ...world, first, tokens, clients: await clientsOf(world) }
}

async function clientsOf({ store }: Pick<World, 'store'>): Promise<readonly { readonly clientId: string }[]> {
  return JSON.parse((await recordsOf(store))[`client:${issuer}`] ?? '').clients
}

const requestsOf = ({ mock }: World): readonly string[] =>
  mock.requests
    .map(({ endpoint }) => endpoint)
    .filter((endpoint) => endpoint === 'register' || endpoint === 'authorize')

describe('a registration that was kept', () => {
  it('is used where the server leads on, at the cost of one question before the window', async () => {
    const world = await signInAgain(status(200))
    expect([world.tokens.clientId, requestsOf(world)]).toEqual([world.first.clientId, ['authorize', 'authorize']])
  })

  it('is replaced where the server leads on the new one alone, and stays for its tokens', async () => {
    const world = await signInAgain(status(403), status(200))
    expect(world.windows).toHaveLength(2)
    expect(requestsOf(world)).toEqual(['authorize', 'register', 'authorize', 'authorize'])
    expect(world.clients.map(({ clientId }) => clientId)).toEqual([world.tokens.clientId, world.first.clientId])
    expect(world.events.filter(({ type }) => type === 'client_forgotten')).toHaveLength(1)
  })

  it('stays in use where the server leads no program on, which is asked again after 30 days', async () => {
    const world = await signInAgain(status(403))
    const { first, tokens, mock, clock, options, events } = world
    expect([tokens.clientId, world.clients.map(({ clientId }) => clientId)]).toEqual([first.clientId, [first.clientId]])
    expect(requestsOf(world)).toEqual(['authorize', 'register', 'authorize', 'authorize'])
    expect(events.filter(({ type }) => type === 'client_forgotten')).toEqual([])
    mock.clear()
    clock.now += 30 * 86_400_000 - 1
    await authorize(server, options)
    expect(requestsOf(world)).toEqual(['authorize'])
    mock.clear()
    clock.now += 1
    await authorize(server, options)
    expect(requestsOf(world)).toEqual(['authorize', 'register', 'authorize', 'authorize'])
  })

  it('stays in use where nothing is said of the new one, which is asked again the next time', async () => {
    const world = await signInAgain(status(403), status(429))
    expect(world.clients.map(({ clientId }) => clientId)).toEqual([world.first.clientId])
    world.mock.clear()
    await authorize(server, world.options)
    expect(requestsOf(world)).toEqual(['authorize', 'register', 'authorize', 'authorize'])
  })

  it('stays in use where no new one is made', async () => {
    const world = createWorld()
    const first = await authorize(server, world.options)
    world.mock.override.authorize = (request, answer) =>
      world.windows.some(({ href }) => href === request.url) ? answer() : status(403)()
    world.mock.override.register = status(403)
    expect((await authorize(server, world.options)).clientId).toBe(first.clientId)
  })

  it('stays in use where the store gives no turn to take the new one back', async () => {
    const world = createWorld()
    const first = await authorize(server, world.options)
    world.mock.clear()
    world.mock.override.authorize = (request, answer) =>
      world.windows.some(({ href }) => href === request.url) ? answer() : status(403)()
    const late = new DOMException('Another sign-in holds it.', 'TimeoutError')
    const store: World['store'] = {
      ...world.store,
      update: (key, change, options) =>
        key.startsWith('client:') && world.mock.requestsTo('authorize').length === 2
          ? Promise.reject(late)
          : world.store.update(key, change, options),
    }
    expect((await authorize(server, { ...world.options, store })).clientId).toBe(first.clientId)
    expect(requestsOf(world)).toEqual(['authorize', 'register', 'authorize', 'authorize'])
  })

  it('of one MCP server is asked about, whatever the server says to another (H64)', async () => {
    const world = await signInAgain(status(403))
    const target = { ...(await discoverCached(server, world.options)), resource: 'https://mcp.example.com/other' }
    const options = { ...world.options, redirectUri: 'http://127.0.0.1:3030/callback' }
    await beginKnown(target, options)
    world.mock.clear()
    await beginKnown(target, options)
    expect(requestsOf(world)).toEqual(['authorize', 'register', 'authorize'])
  })

  it('is replaced twice at most in one sign-in', async () => {
    const world = createWorld()
    await authorize(server, world.options)
    world.mock.clear()
    world.mock.override.authorize = (request, answer) =>
      world.windows.some(({ href }) => href === request.url) ? answer() : status(403)()
    world.mock.override.token = () => Response.json({ error: 'invalid_client' }, { status: 401 })
    await expect(authorize(server, world.options)).rejects.toMatchObject({ code: 'invalid_client' })
    expect(world.mock.requestsTo('register')).toHaveLength(2)
  })
})

it('a client that the user set up is not asked about', async () => {
  const world = createWorld({
    clients: [{ clientId: 'mine', redirectUris: ['http://127.0.0.1:3030/callback'], tokenEndpointAuthMethod: 'none' }],
  })
  const session = createSession(server, { ...world.options, client: { id: 'mine' } })
  for (const force of [false, true]) await session.login({ force })
  expect(requestsOf(world)).toEqual(['authorize', 'authorize'])
})
