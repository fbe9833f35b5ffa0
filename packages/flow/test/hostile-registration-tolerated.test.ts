import { describe, expect, it } from 'vitest'
import { authorize, createSession } from '../src/index.ts'
import { change, formsOf, issuer, recordsOf, server } from './token-answers.ts'
import { createWorld } from './world.ts'

const here = 'http://127.0.0.1:3030/callback'
const other = 'http://127.0.0.1:3031/callback'
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
  return { ...world, session: createSession(server, world.options) }
}

const secret = { client_secret: 'hush' }
const basic = ['client_secret_basic', 'client_secret_post']
const post = ['client_secret_post']
const unnamed = { token_endpoint_auth_method: undefined }
const method = (token_endpoint_auth_method: string): Changes => ({ token_endpoint_auth_method })

describe('a registration is used', () => {
  it.each<readonly [string, Changes, readonly string[] | undefined, string]>([
    ['with an empty client_secret as one without', { client_secret: '' }, ['none'], 'none'],
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
      'with a secret nobody asked for, as Figma gives it',
      { ...secret, ...method('none') },
      basic,
      'client_secret_basic',
    ],
    [
      'with a secret nobody asked for, where only client_secret_post is taken',
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

  it('as JSON that is called a form', async () => {
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

  it('that Keycloak grants only without a page of our own', async () => {
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
  const message = `${issuer} registered us for the client authentication "private_key_jwt\ufffd[2J", for which nobody asked: none is used.`
  const notice = { type: 'notice', rule: 'client_authentication', serverUrl: server, issuer, message }
  expect(events.filter(({ type }) => type === 'notice')).toEqual([notice])
})
