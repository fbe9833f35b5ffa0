import { partsOf } from '@fast-agent-auth/discovery/untrusted'
import { describe, expect, it, vi } from 'vitest'
import { authorize } from '../src/steps.ts'
import { change, formsOf, issuer, recordsOf, server } from './token-answers.ts'
import { createTestSession, createWorld } from './world.ts'

const here = 'http://127.0.0.1:3030/callback'
const other = 'http://127.0.0.1:3031/callback'
const localhost = 'http://localhost:3030/callback'
const byHand = `Register an application there with the redirect URI ${here}, and set the option client: { id: '…' }; if the application gets a secret, client: { id: '…', secret: '…' } and issuer: '${issuer}'.`
const uri = 'https://agent.example.com'

/** Somebody is signed in; another application on the same store registers itself, and is answered so. */
async function register(answer: () => Response) {
  const world = createWorld()
  await createTestSession(server, world.options).login()
  const before = await recordsOf(world.store)
  world.mock.clear()
  world.mock.override.register = answer
  const session = createTestSession(server, { ...world.options, account: 'second', client: { name: 'Second', uri } })
  const error: unknown = await session.login().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  const sent = world.mock.requestsTo('register').map(({ json }) => json)
  return { ...world, before, error, sent }
}

const json =
  (body: unknown, status = 201) =>
  () =>
    Response.json(body, { status })
const text =
  (body: string, status: number, type = 'text/plain') =>
  () =>
    new Response(body, { status, headers: { 'content-type': type } })
const page = '<!doctype html><title>Log in</title>'
const policy =
  "Policy 'Trusted Hosts' rejected request to client-registration service. Details: URL doesn't match any trusted host or trusted domains"

type Told = readonly [code: string, message: string, requests: number]
type Row = readonly [answer: string, () => Response, ...Told]

const noClient: Told = [
  'invalid_response',
  `${issuer} registered us without a client_id that can be used (RFC 7591 §3.2.1). ${byHand}`,
  1,
]
/** One is asked once more, for the least. */
const refused = (why: string, code = 'unknown_server_error', requests = 2): Told => [
  code,
  `${issuer} refused to register us as a client ("${why}"). ${byHand}`,
  requests,
]

const rows: readonly Row[] = [
  ['201 without a client_id', json({ client_secret: 'hush' }), ...noClient],
  ['200 without a client_id', json({ client_secret: 'hush' }, 200), ...noClient],
  ['a client_id that is empty', json({ client_id: '' }), ...noClient],
  ['a client_id that is a number', json({ client_id: 7 }), ...noClient],
  ['a client_id that is null', json({ client_id: null }), ...noClient],
  ['a client_id that is a list', json({ client_id: ['c'] }), ...noClient],
  ['a client_id with a line break', json({ client_id: 'c\r\nX-Injected: 1' }), ...noClient],
  ['a client_id for a terminal', json({ client_id: '\u001b[2Jc' }), ...noClient],
  ['a client_id that turns the direction of writing', json({ client_id: 'c\u202ed' }), ...noClient],
  ['a client_id of 4097 characters', json({ client_id: 'c'.repeat(4097) }), ...noClient],
  ['a web page with 200', text(page, 200, 'text/html'), ...noClient],
  ['a list with 200', json([], 200), ...noClient],
  ['null with 201', json(null), ...noClient],
  ['nothing with 201', text('', 201), ...noClient],
  [
    'an error with 200',
    json({ error: 'invalid_client_metadata' }, 200),
    ...refused('invalid_client_metadata', 'invalid_client_metadata'),
  ],
  ['the text Forbidden with 403 (H30)', text('Forbidden', 403), ...refused('HTTP 403')],
  ['a web page with 404', text(page, 404, 'text/html'), ...refused('HTTP 404', 'unknown_server_error', 1)],
  ['204', () => new Response(null, { status: 204 }), ...noClient],
  [
    'a redirect (302)',
    () => Response.redirect('https://evil.example.com/r?k=hush'),
    ...refused('HTTP 302', 'unknown_server_error', 1),
  ],
  [
    'a redirect (307)',
    () => Response.redirect('https://evil.example.com/r', 307),
    ...refused('HTTP 307', 'unknown_server_error', 1),
  ],
  [
    '422 and JSON that is not OAuth’s (H30)',
    json({ detail: [{ loc: ['body'], msg: 'no' }] }, 422),
    ...refused('HTTP 422'),
  ],
  ['422 and a message', json({ message: 'name is taken' }, 422), ...refused('HTTP 422: name is taken')],
  ['400 and an error that is no text', json({ error: { code: 7 } }, 400), ...refused('HTTP 400')],
  [
    '403 by Keycloak, twice',
    json({ error: 'insufficient_scope', error_description: policy }, 403),
    ...refused(`insufficient_scope: ${policy}`),
  ],
  [
    'a reason for a terminal',
    json({ error: 'no', error_description: '\u001b[2J\r\n' }, 400),
    ...refused('no: \ufffd[2J\ufffd\ufffd'),
  ],
  ['a reason of a million characters', json({ error: 'x'.repeat(1_000_000) }, 400), ...refused(`${'x'.repeat(200)}…`)],
  [
    'a secret that no header can carry',
    json({ client_id: 'c', client_secret: 'hush\n' }),
    'invalid_response',
    `${issuer} registered us for the client authentication "client_secret_basic", and gave us a secret with a control character, which that method cannot carry. ${byHand}`,
    1,
  ],
  ['500', text(page, 500), 'unreachable', `The registration at ${issuer} failed: it answered 500. Try again later.`, 1],
]

it.each(rows)(
  'says so where a server answers a registration with %s, opens no window and loses nothing (H27)',
  async (_, answer, code, message, requests) => {
    const { error, sent, mock, windows, outcomes, store, before, listening } = await register(answer)
    expect(error).toMatchObject({ name: 'AuthorizationError', code, message })
    const least = { client_name: 'Second', redirect_uris: [here] }
    const all = { ...least, client_uri: uri, redirect_uris: [here, other] }
    expect(sent).toMatchObject([all, least].slice(0, requests))
    expect(sent[1] ?? {}).not.toHaveProperty('client_uri')
    expect(mock.requests.filter(({ endpoint }) => endpoint !== 'register')).toEqual([])
    const failed = { error: 'failed', message: partsOf(error as Error).problem }
    expect([windows.length, listening(), outcomes.at(-1)]).toEqual([1, 0, failed])
    expect(await recordsOf(store)).toEqual(before)
  },
)

it('repeats no redirect URI that a server has just refused (R9)', async () => {
  const { error, sent } = await register(json({ error: 'invalid_redirect_uri' }, 400))
  expect(sent).toMatchObject([{ redirect_uris: [here, other] }, { redirect_uris: [localhost], client_uri: uri }])
  expect(error).toMatchObject({
    code: 'invalid_redirect_uri',
    message: `${issuer} refused to register us as a client ("invalid_redirect_uri"). Register an application there with a redirect URI of this machine that the server accepts (option redirect), and set the option client: { id: '…' }; if the application gets a secret, client: { id: '…', secret: '…' } and issuer: '${issuer}'.`,
  })
})

it('a registration that is never answered ends after 60 s, since a person waits who would have to begin again', async () => {
  const limits: AbortController[] = []
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((limit) => {
    const controller = new AbortController()
    if (limit === 60_000) limits.push(controller)
    return controller.signal
  })
  const { error, sent } = await register(() => {
    limits.at(-1)?.abort(new DOMException('', 'TimeoutError'))
    return json({ client_id: 'late' })()
  })
  expect(error).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining(`The registration at ${issuer} failed: no answer within 60 s.`),
  })
  expect(sent).toHaveLength(1)
})

type Changes = Readonly<Record<string, unknown>>

/** A server that takes the client authentication `methods`, and registers everybody with an answer that is changed so. */
function createRegisteringWorld(changes: Changes, methods: readonly string[] | undefined = ['none']) {
  const world = createWorld()
  const { mock } = world
  change(world, 'authorizationServerMetadata', { token_endpoint_auth_methods_supported: methods })
  mock.override.register = async (_, answer) => {
    const response = await answer()
    return Response.json({ ...(await response.json()), ...changes }, { status: response.status })
  }
  // However the client proves who it is.
  mock.override.token = () => Response.json({ access_token: 'fresh', token_type: 'Bearer' })
  return { ...world, session: createTestSession(server, world.options) }
}

const secret = { client_secret: 'hush' }
const basic = ['client_secret_basic', 'client_secret_post']
const post = ['client_secret_post']
const unnamed = { token_endpoint_auth_method: undefined }
const method = (token_endpoint_auth_method: string): Changes => ({ token_endpoint_auth_method })

describe('a registration is used', () => {
  it.each<readonly [string, Changes, readonly string[] | undefined, string]>([
    ['with an empty client_secret as one without (H28)', { client_secret: '' }, ['none'], 'none'],
    ['with a client_secret of null as one without', { client_secret: null }, ['none'], 'none'],
    ['with a client_secret that is a number as one without', { client_secret: 7 }, ['none'], 'none'],
    ['with an empty client_secret and no method as one without', { client_secret: '', ...unnamed }, undefined, 'none'],
    [
      'for client_secret_basic with an empty client_secret',
      { client_secret: '', ...method('client_secret_basic') },
      ['none'],
      'none',
    ],
    ['for client_secret_post without a client_secret', method('client_secret_post'), undefined, 'none'],
    [
      'with a secret nobody asked for, as Figma gives it (H29)',
      { ...secret, ...method('none') },
      basic,
      'client_secret_basic',
    ],
    [
      'with a secret nobody asked for, where only client_secret_post is taken (H29)',
      { ...secret, ...method('none') },
      post,
      'client_secret_post',
    ],
    ['with a secret nobody asked for and no method', { ...secret, ...unnamed }, undefined, 'client_secret_basic'],
    [
      'with a secret nobody asked for, and without it where none will do',
      { ...secret, ...method('none') },
      ['none', ...basic],
      'none',
    ],
    ['for a method that nobody asked for, without a secret', method('private_key_jwt'), ['none'], 'none'],
    ['for a method that is a list, without a secret', { token_endpoint_auth_method: ['x'] }, undefined, 'none'],
    [
      'for a method that nobody asked for, with a secret',
      { ...secret, ...method('tls_client_auth') },
      ['none', ...basic],
      'client_secret_basic',
    ],
    [
      'for a method that nobody asked for, with a secret that is taken in the form alone',
      { ...secret, ...method('client_secret') },
      post,
      'client_secret_post',
    ],
    [
      'for a method that is a list, with a secret',
      { ...secret, token_endpoint_auth_method: ['none'] },
      undefined,
      'client_secret_basic',
    ],
    [
      'with a secret and no method, which is taken in the form alone',
      { ...secret, ...unnamed },
      post,
      'client_secret_post',
    ],
  ])('%s', async (_, changes, methods, expected) => {
    const world = createRegisteringWorld(changes, methods)
    const { clientId } = await world.session.login()
    const [request] = world.mock.requestsTo('token')
    const [form] = formsOf(world)
    const header = request?.headers.get('authorization') ?? undefined
    const asBasic = expected === 'client_secret_basic'
    expect([header, form?.client_secret]).toEqual([
      asBasic ? `Basic ${btoa(`${clientId}:hush`)}` : undefined,
      expected === 'client_secret_post' ? 'hush' : undefined,
    ])
    expect(form?.client_id).toBe(asBasic ? undefined : clientId)
    expect(await world.session.token()).toMatchObject({ accessToken: 'fresh', tokenEndpointAuthMethod: expected })
  })

  it('as JSON that is called a form (H148)', async () => {
    const { mock, session } = createRegisteringWorld({})
    mock.override.register = async (_, answer) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      return new Response(await (await answer()).text(), { status: 201, headers })
    }
    expect((await session.login()).clientId).toBe(mock.clients[0]?.clientId)
  })

  it.each([
    ['that lacks the one in use', [other]],
    ['of somebody else', ['https://evil.example.com/callback']],
    ['that is empty', []],
    ['that is no list', here],
    ['of null', null],
  ])('with a list of redirect URIs %s as one for those that we asked for', async (_, redirect_uris) => {
    const { session, store, windows } = createRegisteringWorld({ redirect_uris })
    await session.login()
    expect(windows.map((url) => url.searchParams.get('redirect_uri'))).toEqual([here])
    const { clients } = JSON.parse((await recordsOf(store))[`client:${issuer}`] ?? '')
    expect(clients).toMatchObject([{ redirectUris: [here, other] }])
  })

  it('with a secret that has expired already for this sign-in, and the next one registers anew', async () => {
    const world = createRegisteringWorld({ ...secret, ...unnamed, client_secret_expires_at: 1_000_000_000 }, basic)
    for (const _ of [1, 2]) await authorize(server, world.options)
    const clients = world.mock.clients.map(({ clientId }) => clientId)
    expect(new Set(clients).size).toBe(2)
    expect(world.windows.map((url) => url.searchParams.get('client_id'))).toEqual(clients)
    const sent = world.mock.requestsTo('token').map(({ headers }) => headers.get('authorization'))
    expect(sent).toEqual(clients.map((clientId) => `Basic ${btoa(`${clientId}:hush`)}`))
  })

  it.each([
    ['0, which stands for never', 0],
    ['negative', -1],
    ['a text', '1000000000'],
    ['null', null],
    ['the largest number', Number.MAX_VALUE],
  ])('with a secret whose expiry is %s for every sign-in', async (_, client_secret_expires_at) => {
    const world = createRegisteringWorld({ ...secret, ...unnamed, client_secret_expires_at }, basic)
    for (const _ of [1, 2]) await authorize(server, world.options)
    expect([world.mock.requestsTo('register').length, world.windows.length]).toEqual([1, 2])
  })

  it('that Keycloak grants only without a page of our own (H31)', async () => {
    const { mock, windows, options } = createWorld()
    const answers = [Response.json({ error: 'insufficient_scope' }, { status: 403 })]
    mock.override.register = () => answers.shift()
    const { clientId } = await authorize(server, { ...options, client: { uri: 'https://agent.example.com' } })
    expect(mock.requestsTo('register').map(({ json }) => json)).toMatchObject([
      { client_uri: 'https://agent.example.com', redirect_uris: [here, other] },
      expect.not.objectContaining({ client_uri: expect.anything() }),
    ])
    expect(windows.map((url) => url.searchParams.get('client_id'))).toEqual([clientId])
  })
})

it.each(['client_secret_basic', 'client_secret_post', 'private_key_jwt'])(
  'a registration for %s without a secret is refused where a server takes no client without one',
  async (name) => {
    const { session, store, windows, mock } = createRegisteringWorld({ client_secret: '', ...method(name) }, basic)
    await expect(session.login()).rejects.toMatchObject({
      code: 'invalid_response',
      message: expect.stringMatching(
        `^${issuer} registered us for the client authentication "${name}", and gave us no secret. Register an application there`,
      ),
    })
    expect([windows, mock.requestsTo('token'), await recordsOf(store)]).toEqual([[], [], {}])
  },
)

it('a person hears that a registration is for a client authentication that nobody asked for', async () => {
  const { session, events } = createRegisteringWorld(method('private_key_jwt\u001b[2J'))
  await session.login()
  const message = `${issuer} registered us for the client authentication "private_key_jwt\ufffd[2J", which was not requested: none is used.`
  const notice = { type: 'notice', rule: 'client_authentication', serverUrl: server, issuer, message }
  expect(events.filter(({ type }) => type === 'notice')).toEqual([notice])
})
