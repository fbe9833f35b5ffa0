import { describe, expect, it } from 'vitest'
import type { SessionOptions } from '../src/internal.ts'
import { basicCredentials, plainBasicCredentials } from '../src/redaction/basic-credentials.ts'
import { change, formsOf, issuer, server } from './token-answers.ts'
import { createTestSession, createWorld, type World } from './world.ts'

it.each([
  ['a/b=', 'c+d/e==', 'a/b=:c%2Bd/e=='],
  ['a:b', 'c:d', 'a%3Ab:c:d'],
  ['a&b%', 'c&d%', 'a%26b%25:c%26d%25'],
  ["-._~!*'()", 'a b"#?@', '-._~!*\'():a b"#?@'],
  ['ä', '€\ud83d\ude00\ud800', '%C3%A4:%E2%82%AC%F0%9F%98%80%EF%BF%BD'],
])('the credentials of %s and %s are the same to servers that decode them and to others', (id, secret, expected) => {
  expect(atob(basicCredentials(id, secret))).toBe(expected)
})

it.each([
  ['a', 'b+c', 'a:b+c'],
  ['a', 'ä%', 'a:ä%'],
  ['a', 'b/c=', undefined],
  ['a:b', 'c+d', undefined],
])('the credentials of %s and %s as they are: %s', (id, secret, expected) => {
  const credentials = plainBasicCredentials(id, secret)
  expect(credentials && Buffer.from(credentials, 'base64').toString()).toBe(expected)
})

const both = ['client_secret_basic', 'client_secret_post']
const id = 'mine'
const client = { id, secret: 'a+b' }

const refusing =
  (error: string): (() => Response) =>
  () =>
    Response.json({ error }, { status: 401 })

/** A server that takes the secret of the client in one way alone, publishes these, and refuses it so. */
function createPickyWorld(
  way: 'basic' | 'post',
  methods: readonly string[] | undefined,
  refuse: () => Response = refusing('invalid_client'),
) {
  const world = createWorld({
    clients: [{ clientId: id, redirectUris: ['http://127.0.0.1:3030/callback'], tokenEndpointAuthMethod: 'none' }],
  })
  change(world, 'authorizationServerMetadata', { token_endpoint_auth_methods_supported: methods })
  const takes = { way }
  let issued = 0
  world.mock.override.token = async (request) => {
    const form = await request.clone().formData()
    const sent = form.get('client_secret') === client.secret ? 'post' : request.headers.has('authorization') && 'basic'
    issued++
    return sent === takes.way
      ? Response.json({ access_token: `a${issued}`, refresh_token: `r${issued}`, token_type: 'Bearer' })
      : refuse()
  }
  const options = (more?: Partial<SessionOptions>): SessionOptions => ({ ...world.options, client, issuer, ...more })
  return { ...world, takes, options }
}

function waysOf(world: Pick<World, 'mock'>): readonly string[] {
  const forms = formsOf(world)
  return world.mock
    .requestsTo('token')
    .map(({ headers }, index) =>
      headers.has('authorization') ? 'basic' : forms[index]?.client_secret ? 'post' : 'none',
    )
}

describe('a secret that is not accepted in one way', () => {
  it.each([
    ['client_secret_basic, and both are offered', 'post', both, undefined, ['basic', 'post']],
    ['client_secret_basic, and nothing is said of what is offered', 'post', undefined, undefined, ['basic', 'post']],
    ['client_secret_basic, which is alone on an empty list', 'post', [], undefined, ['basic', 'post']],
    ['client_secret_post, and both are offered', 'basic', both, 'client_secret_post', ['post', 'basic']],
  ] as const)('is sent once in the other: %s', async (_, taken, methods, tokenEndpointAuthMethod, ways) => {
    const world = createPickyWorld(taken, methods)
    const session = createTestSession(server, world.options({ client: { ...client, tokenEndpointAuthMethod } }))
    await session.login()
    expect(waysOf(world)).toEqual(ways)
    const [first, second] = formsOf(world)
    expect(second?.code).toBe(first?.code)
    expect(world.windows).toHaveLength(1)
  })

  it.each<readonly [string, () => Response]>([
    ['without a body', () => new Response(null, { status: 401 })],
    ['{"message"}', () => Response.json({ message: 'Unauthorized' }, { status: 401 })],
    ['a page', () => new Response('<html>', { status: 401, headers: { 'content-type': 'text/html' } })],
    ['access_denied', refusing('access_denied')],
  ])('is sent in the form at a sign-in and at a refresh where Basic is answered 401: %s (H151)', async (_, refuse) => {
    const world = createPickyWorld('post', both, refuse)
    const session = createTestSession(server, world.options())
    const held = await session.login()
    const basic = { ...held, tokenEndpointAuthMethod: 'client_secret_basic' }
    await world.store.update(`tokens:${server}`, async () => JSON.stringify({ version: 1, tokens: basic }))
    expect(await session.renew({ rejected: held })).toMatchObject({ tokenEndpointAuthMethod: 'client_secret_post' })
    expect(waysOf(world)).toEqual(['basic', 'post', 'basic', 'post'])
  })

  it('is not believed in the form that the tokens are dead, where somebody before the server has answered Basic', async () => {
    const world = createPickyWorld('basic', both)
    const session = createTestSession(server, world.options())
    const held = await session.login()
    const answers = [
      new Response('<html>', { status: 401 }),
      Response.json({ error: 'invalid_grant' }, { status: 400 }),
    ]
    world.mock.override.token = () => answers.shift()
    await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'unreachable' })
    expect(JSON.parse((await world.store.get(`tokens:${server}`)) ?? '').tokens).toEqual(held)
  })

  it('is not sent in Basic where the form is answered 401 in other words: that may be about anything', async () => {
    const world = createPickyWorld('basic', both, refusing('access_denied'))
    const inForm = { ...client, tokenEndpointAuthMethod: 'client_secret_post' } as const
    const session = createTestSession(server, world.options({ client: inForm }))
    await expect(session.login()).rejects.toMatchObject({ code: 'access_denied' })
    expect(waysOf(world)).toEqual(['post'])
  })

  it.each([
    ['would not help, since the code was refused', both, 'invalid_grant'],
    ['would not help, since the request was', both, 'invalid_request'],
  ])('is not sent in one that %s', async (_, methods, refused) => {
    const world = createPickyWorld('post', methods, refusing(refused))
    await expect(createTestSession(server, world.options()).login()).rejects.toMatchObject({ code: refused })
    expect(waysOf(world)).toEqual(['basic'])
  })

  it('is sent in Basic as it is where nothing else is offered and encoding is not accepted, from then on', async () => {
    const world = createPickyWorld('basic', ['client_secret_basic'])
    const [encoded, plain] = ['mine:a%2Bb', 'mine:a+b']
    const taken = { as: plain }
    const sent: string[] = []
    const answer = (request: Request): Response => {
      sent.push(atob(request.headers.get('authorization')?.slice('Basic '.length) ?? ''))
      if (sent.at(-1) !== taken.as) return refusing('invalid_client')()
      return Response.json({ access_token: `a${sent.length}`, refresh_token: 'r', token_type: 'Bearer' })
    }
    Object.assign(world.mock.override, { token: answer, revoke: answer })
    const session = createTestSession(server, world.options())
    const first = await session.login()
    const second = await session.renew({ rejected: first })
    expect(sent.splice(0)).toEqual([encoded, plain, plain])
    taken.as = encoded
    await session.renew({ rejected: second })
    expect(sent.splice(0)).toEqual([plain, encoded])
    taken.as = plain
    await session.login({ force: true })
    sent.length = 0
    expect(await session.logout()).toMatchObject({ revoked: true })
    expect(new Set(sent)).toEqual(new Set([plain]))
    expect(world.windows).toHaveLength(2)
  })

  it('is sent once where nothing else is offered and encoding changes nothing', async () => {
    const world = createPickyWorld('post', ['client_secret_basic'])
    const session = createTestSession(server, world.options({ client: { id, secret: 'ab/=' } }))
    await expect(session.login()).rejects.toMatchObject({ code: 'invalid_client' })
    expect(waysOf(world)).toEqual(['basic'])
  })

  it('is refused as at first where the other is not accepted either', async () => {
    const world = createPickyWorld('post', both)
    const answers = [{ error: 'invalid_client' }, { error: 'invalid_request' }]
    world.mock.override.token = () => Response.json(answers.shift(), { status: 400 })
    await expect(createTestSession(server, world.options()).login()).rejects.toMatchObject({ code: 'invalid_client' })
    expect(waysOf(world)).toEqual(['basic', 'post'])
  })

  it('is refreshed with in the one that worked', async () => {
    const world = createPickyWorld('post', both)
    const session = createTestSession(server, world.options())
    const held = await session.login()
    expect(await session.renew({ rejected: held })).toMatchObject({ tokenEndpointAuthMethod: 'client_secret_post' })
    expect(waysOf(world)).toEqual(['basic', 'post', 'post'])
  })

  it('is sent at a refresh in the one that the server takes since', async () => {
    const world = createPickyWorld('basic', both)
    const session = createTestSession(server, world.options())
    const held = await session.login()
    world.mock.clear()
    world.takes.way = 'post'
    await session.renew({ rejected: held })
    expect(waysOf(world)).toEqual(['basic', 'post'])
    expect(new Set(formsOf(world).map((form) => form.refresh_token)).size).toBe(1)
  })
})

it('a registration remembers in which way its secret is accepted', async () => {
  const world = createPickyWorld('post', both)
  world.mock.override.register = async (_, answer) =>
    Response.json({ ...(await (await answer()).json()), client_secret: client.secret }, { status: 201 })
  const session = createTestSession(server, world.options({ client: undefined }))
  for (const force of [false, true]) await session.login({ force })
  expect(waysOf(world)).toEqual(['basic', 'post', 'post'])
  expect(world.mock.requestsTo('register')).toHaveLength(1)
})

it.each([
  ['a line break', 'hush\n'],
  ['a NUL', 'hu\0sh'],
])('a secret with %s is refused before a window opens, without showing it', async (_, secret) => {
  const { windows, options } = createPickyWorld('basic', both)
  const error = await createTestSession(server, options({ client: { id, secret } }))
    .login()
    .catch((e: unknown) => e)
  expect(error).toMatchObject({ code: 'registration_required', details: { option: 'client.secret' } })
  expect(String(error)).toContain('client.tokenEndpointAuthMethod')
  expect(String(error)).not.toContain('hu')
  expect(windows).toEqual([])
})
