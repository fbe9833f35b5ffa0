import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import type { ClientOptions } from '../src/index.ts'
import { findClient } from '../src/registration/find-client.ts'
import { knownClients, resolveClient } from '../src/registration/registration.ts'
import { issuer, server } from './registering-server.ts'
import { createWorld } from './world.ts'

const [here, there] = ['http://127.0.0.1:3030/callback', 'http://127.0.0.1:4040/callback']

it('registers anew for a redirect URI that is not registered, and keeps both', async () => {
  const { mock, store } = createWorld()
  const one = await resolveClient(server, [here], { store })
  const two = await resolveClient(server, [there], { store })
  expect(await resolveClient(server, [here], { store })).toEqual(one)
  expect(await resolveClient(server, [there], { store })).toEqual(two)
  expect(mock.requestsTo('register')).toHaveLength(2)
  expect(await knownClients(server, { store })).toEqual([two, one])
})

it('registers once for two sign-ins at the same time', async () => {
  const { mock, store } = createWorld()
  const [one, two] = await Promise.all([
    resolveClient(server, [here], { store }),
    resolveClient(server, [here], { store }),
  ])
  expect(one).toEqual(two)
  expect(mock.requestsTo('register')).toHaveLength(1)
})

it('registers anew where the secret has expired, and forgets the old one', async () => {
  const { mock, store, clock } = createWorld()
  const expires = clock.now / 1000 + 60
  mock.override.register = () =>
    Response.json({
      client_id: `client-${mock.requestsTo('register').length}`,
      client_secret: 's',
      client_secret_expires_at: expires,
    })
  const now = (): number => clock.now
  expect((await resolveClient(server, [here], { store, now })).clientId).toBe('client-1')
  expect((await resolveClient(server, [here], { store, now })).clientId).toBe('client-1')
  clock.now += 60_000
  expect((await resolveClient(server, [here], { store, now })).clientId).toBe('client-2')
  expect(await store.get(`client:${issuer}`)).not.toContain('client-1')
})

it('uses no registration of another issuer (V10, R10)', async () => {
  const { mock, store } = createWorld()
  await resolveClient(server, [here], { store })
  const other = { ...server, issuer: 'https://other.example.com' }
  await resolveClient(other, [here], { store })
  expect(mock.requestsTo('register')).toHaveLength(2)
})

it('uses a client registered beforehand, else a metadata document where the server takes them, else registers (R1, R2, R4)', async () => {
  const { mock } = createWorld()
  // To the letter, in whichever spelling.
  const client = { metadataUrl: 'https://App.example.com:443/a%7Eb/Client.json' }
  const taking = { ...server, clientIdMetadataDocumentSupported: true }
  expect(await resolveClient(taking, [here], { client })).toEqual({
    clientId: client.metadataUrl,
    tokenEndpointAuthMethod: 'none',
  })
  // Plain JavaScript may give both.
  const both = { ...client, id: 'mine' } as object as ClientOptions
  const beforehand = await resolveClient(taking, [here], { client: both })
  expect(beforehand.clientId).toBe('mine')
  expect(mock.requests).toEqual([])
  expect((await resolveClient(server, [here], { client })).clientId).not.toBe(client.metadataUrl)
})

it('takes what the server made of its wishes, but no redirect URI that is not ours', async () => {
  const { mock } = createWorld()
  mock.override.register = () =>
    Response.json(
      { client_id: 'c', client_secret: 's', client_secret_expires_at: 0, redirect_uris: [there] },
      { status: 201 },
    )
  expect(await resolveClient(server, [here], { now: () => 7 })).toEqual({
    clientId: 'c',
    clientSecret: 's',
    tokenEndpointAuthMethod: 'client_secret_basic',
    redirectUris: [here],
    secretExpiresAt: undefined,
    name: 'fast-agent-auth',
    registeredAt: 7,
  })
})

describe('a registration', () => {
  const both = ['none', 'client_secret_post', 'client_secret_basic']
  const least = { redirect_uris: [here], grant_types: ['authorization_code'], response_types: ['code'] }
  const client = {
    name: 'My agent',
    uri: 'https://agent.example.com',
    logoUri: 'https://agent.example.com/logo.png',
    softwareId: 'c5b8d1b6',
    softwareVersion: '1.2.3',
  }

  it('says who registers, and every redirect URI that may be used', async () => {
    const { mock } = createWorld()
    await resolveClient(server, [here, there], { client })
    expect(mock.requestsTo('register').map(({ json }) => json)).toEqual([
      {
        client_name: 'My agent',
        client_uri: 'https://agent.example.com',
        logo_uri: 'https://agent.example.com/logo.png',
        software_id: 'c5b8d1b6',
        software_version: '1.2.3',
        redirect_uris: [here, there],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
      },
    ])
  })

  it.each([
    [here, 'native'],
    ['http://localhost/callback', 'native'],
    ['com.example.agent:/callback', 'native'],
    ['https://127.0.0.1:8443/callback', 'native'],
    ['https://app.example.com/callback', 'web'],
  ])('for %s is of the type %s (R8)', async (uri, type) => {
    const { mock } = createWorld()
    mock.override.register = () => Response.json({ client_id: 'c' }, { status: 201 })
    await resolveClient(server, [uri], {})
    expect(mock.requestsTo('register')[0]?.json).toMatchObject({ application_type: type })
  })

  it.each([200, 201, 202])('that is answered with %d is one', async (status) => {
    const { mock } = createWorld()
    mock.override.register = () => Response.json({ client_id: 'c' }, { status })
    expect(await resolveClient(server, [here], {})).toMatchObject({ clientId: 'c' })
    expect(mock.requestsTo('register')).toHaveLength(1)
  })

  it.each([
    [undefined, 'none'],
    [[], 'none'],
    [['none', 'client_secret_basic'], 'none'],
    [['client_secret_basic', 'client_secret_post'], 'client_secret_basic'],
    [['private_key_jwt', 'client_secret_post'], 'client_secret_post'],
  ])('at a server that publishes %j asks for %s', async (methods, method) => {
    const { mock } = createWorld()
    await resolveClient({ ...server, tokenEndpointAuthMethodsSupported: methods }, [here], {})
    expect(mock.requestsTo('register')[0]?.json).toMatchObject({ token_endpoint_auth_method: method })
  })

  it.each([
    ['a second redirect URI', [here, there], {}],
    ['a page of our own', [here], client],
  ] as const)('that is refused, maybe for %s, is tried once more with the least (H31)', async (_, uris, options) => {
    const { mock } = createWorld()
    const answers = [Response.json({ error: 'insufficient_scope' }, { status: 403 }), undefined]
    mock.override.register = () => answers.shift()
    const registered = await resolveClient(server, [...uris] as [string], { client: options })
    expect(mock.requestsTo('register').map(({ json }) => Object.keys(json as object).length)).toEqual([
      Object.keys(options).length === 0 ? 6 : 10,
      5,
    ])
    expect(mock.requestsTo('register')[1]?.json).toMatchObject({ ...least, token_endpoint_auth_method: 'none' })
    expect(registered.redirectUris).toEqual([here])
  })

  it.each<readonly [string, string | undefined, readonly string[] | undefined, string | undefined]>([
    ['client authentication', 'token_endpoint_auth_method none is not supported', both, 'client_secret_basic'],
    ['public clients', 'Public clients are not allowed', ['none', 'client_secret_post'], 'client_secret_post'],
    ['client authentication, and lists none', 'Unsupported auth method', ['none'], undefined],
    ['client authentication, and lists nothing', 'Unsupported auth method', undefined, undefined],
    ['nothing, and has clients with a secret', undefined, both, 'client_secret_basic'],
    ['nothing but an unknown client', 'invalid_client', both, 'client_secret_basic'],
    ['nothing, and lists nothing', undefined, undefined, undefined],
    ['nothing, and has none with a secret', undefined, ['none'], 'none'],
    ['something else', 'scope is not allowed', both, 'none'],
    ['something else, and of that after 500 characters', `${'x'.repeat(500)} auth method`, both, 'none'],
  ])('refused by a server that speaks of %s asks otherwise: %s %j', async (_, error_description, methods, method) => {
    const { mock } = createWorld()
    const store = memoryTokenStore()
    const refuses = (): Response =>
      error_description === 'invalid_client'
        ? Response.json({ error: 'invalid_client' }, { status: 401 })
        : Response.json({ error: 'invalid_client_metadata', error_description }, { status: 400 })
    const takes = (): Response => Response.json({ client_id: 'c', client_secret: 's' }, { status: 201 })
    const answers = [refuses, takes, takes]
    mock.override.register = () => answers.shift()?.()
    const published = { ...server, tokenEndpointAuthMethodsSupported: methods }
    const registered = await resolveClient(published, [here], { store })
    expect(registered).toMatchObject({ clientId: 'c', clientSecret: 's' })
    await resolveClient(published, [there], { store })
    const [, ...sent] = mock.requestsTo('register').map(({ json }) => json)
    // The form that was accepted is what is sent from then on.
    const named = { client_name: 'fast-agent-auth', ...least }
    const form = method === undefined ? named : { ...named, token_endpoint_auth_method: method }
    expect(sent).toEqual([form, { ...form, redirect_uris: [there] }])
  })

  it('refused in a million words costs no time (H35)', async () => {
    const { mock } = createWorld()
    const answers = [{ error: 'invalid_client_metadata', error_description: 'auth '.repeat(200_000) }]
    mock.override.register = () => {
      const body = answers.shift()
      return body && Response.json(body, { status: 400 })
    }
    await resolveClient(server, [here], {})
    expect(mock.requestsTo('register')).toHaveLength(2)
  })

  it('with localhost alone is kept for that, although the answer names none', async () => {
    const { mock } = createWorld()
    const answers = [
      Response.json({ error: 'invalid_redirect_uri' }, { status: 400 }),
      Response.json({ client_id: 'c' }),
    ]
    mock.override.register = () => answers.shift()
    expect((await resolveClient(server, [here, there], {})).redirectUris).toEqual(['http://localhost:3030/callback'])
    // The type of application may be what was refused.
    const types = mock
      .requestsTo('register')
      .map(({ json }) => (json as { application_type?: string }).application_type)
    expect(types).toEqual(['native', undefined])
  })

  it.each([
    ['invalid_client_metadata', { error: 'invalid_client_metadata' }, 400, 2],
    ['no word', undefined, 403, 2],
    ['no word of a server that has no registration there', undefined, 404, 1],
    ['no word of a server that wants a token for it', undefined, 401, 1],
  ])('that is refused each time with %s is tried no more than twice', async (_, body, status, requests) => {
    const { mock } = createWorld()
    mock.override.register = () => (body ? Response.json(body, { status }) : new Response('No', { status }))
    await expect(resolveClient(server, [here], { client })).rejects.toMatchObject({
      code: body?.error ?? 'unknown_server_error',
    })
    expect(mock.requestsTo('register')).toHaveLength(requests)
  })

  it('of another application on the same store is not used', async () => {
    const { mock, store } = createWorld()
    await resolveClient(server, [here], { store, client: { name: 'One' } })
    await resolveClient(server, [here], { store, client: { name: 'Other' } })
    await resolveClient(server, [here], { store, client: { name: 'One' } })
    expect(mock.requestsTo('register').map(({ json }) => (json as { client_name: string }).client_name)).toEqual([
      'One',
      'Other',
    ])
  })

  it('is made anew where that is asked for, and the one before is kept for its tokens', async () => {
    const { mock, store } = createWorld()
    const one = await resolveClient(server, [here], { store })
    const two = await resolveClient(server, [here], { store, registerAnew: true })
    expect(two.clientId).not.toBe(one.clientId)
    expect(mock.requestsTo('register')).toHaveLength(2)
    expect(await knownClients(server, { store })).toEqual([two, one])
    // The next sign-in has the newest: the server may have forgotten the other.
    expect(await resolveClient(server, [here], { store })).toEqual(two)
  })

  it('is kept beside no more than 99 others', async () => {
    const { store } = createWorld()
    for (let i = 0; i < 102; i++) await resolveClient(server, [`${here}/${i}`], { store })
    expect(await knownClients(server, { store })).toHaveLength(100)
  })

  it('is kept beside 9 others for the same use, so that one server that asks for ever more pushes out no other’s', async () => {
    const { store } = createWorld()
    const [good, evil] = ['https://good.example.com/mcp', 'https://evil.example.com/mcp']
    const theirs = await resolveClient(server, [here], { store, resource: good })
    for (let port = 1; port <= 102; port++)
      await resolveClient(server, [`http://127.0.0.1:${port}/callback`], { store, resource: evil, registerAnew: true })
    expect(await knownClients(server, { store, resource: evil })).toHaveLength(10)
    expect(await knownClients(server, { store, resource: good })).toEqual([theirs])
  })

  it('is one resource’s own: for another a client of its own is registered, and both serve their tokens', async () => {
    const { mock, store } = createWorld({ tokenEndpointAuthMethod: 'client_secret_post' })
    const secret = { ...server, tokenEndpointAuthMethodsSupported: ['client_secret_post'] }
    const [one, other] = ['https://one.example.com/mcp', 'https://other.example.com/mcp']
    const ofOne = await resolveClient(secret, [here], { store, resource: one })
    const ofOther = await resolveClient(secret, [here], { store, resource: other })
    expect(ofOther.clientId).not.toBe(ofOne.clientId)
    expect(await resolveClient(secret, [here], { store, resource: one })).toEqual(ofOne)
    expect(await knownClients(secret, { store, resource: other })).toEqual([ofOther])
    expect(mock.requestsTo('register')).toHaveLength(2)
    for (const { clientId, clientSecret, tokenEndpointAuthMethod } of [ofOne, ofOther]) {
      const tokens = { issuer, clientId, tokenEndpointAuthMethod }
      expect(await findClient(tokens, { store })).toMatchObject({ clientSecret })
    }
  })
})

it('keeps the secrets of more clients, without which tokens cannot be refreshed', async () => {
  const { store } = createWorld({ tokenEndpointAuthMethod: 'client_secret_post' })
  const uri = (tenant: number): string => `https://app.example.com/${tenant}/callback`
  const secret = { ...server, tokenEndpointAuthMethodsSupported: ['client_secret_post'] }
  for (let tenant = 0; tenant < 25; tenant++) {
    const { clientId, tokenEndpointAuthMethod } = await resolveClient(secret, [uri(tenant)], { store })
    const tokens = { issuer, clientId, tokenEndpointAuthMethod }
    expect((await findClient(tokens, { store })).clientSecret).toBeDefined()
  }
  const kept = await knownClients(secret, { store })
  expect(kept.map(({ redirectUris }) => redirectUris?.[0])).toEqual(Array.from({ length: 25 }, (_, i) => uri(24 - i)))

  // But not without end.
  const key = `client:${issuer}`
  const { clients } = JSON.parse((await store.get(key)) ?? '')
  const many = Array.from({ length: 100 }, (_, index) => ({
    ...clients[0],
    clientId: `c${index}`,
    redirectUris: [uri(1000 + index)],
  }))
  await store.update(key, async () => JSON.stringify({ version: 1, clients: many }))
  await resolveClient(secret, [uri(25)], { store })
  const ids = (await knownClients(secret, { store })).map(({ clientId }) => clientId)
  expect([ids.length, ids[1], ids.at(-1)]).toEqual([100, 'c0', 'c98'])
})

describe('without a registration', () => {
  const closed = { ...server, registrationEndpoint: undefined }

  it.each([
    ['https://auth.example.com', 'there'],
    ['https://github.com/login/oauth', 'at https://github.com/settings/developers'],
    ['https://login.microsoftonline.com/common/v2.0', 'at https://entra.microsoft.com, under App registrations,'],
    ['https://mcp.slack.com', 'at https://api.slack.com/apps'],
  ])('at %s says where to register what, and which options to set (H30, R1)', async (of, where) => {
    createWorld()
    await expect(resolveClient({ ...closed, issuer: of }, [here], {})).rejects.toMatchObject({
      code: 'registration_required',
      message: `${of} registers no clients by itself. Register an application ${where} with the redirect URI ${here}, and set the option client: { id: '…' }; if the application gets a secret, client: { id: '…', secret: '…' } and issuer: '${of}'.`,
    })
  })

  it.each([
    ['private_key_jwt', {}, { registrationEndpoint: undefined }],
    ['tls_client_auth', { client: { id: 'mine' } }, {}],
    [
      'private_key_jwt',
      { client: { metadataUrl: 'https://app.example.com/client.json' } },
      { clientIdMetadataDocumentSupported: true },
    ],
  ])('goes nowhere where a server takes only %s (H14, R7)', async (method, options, members) => {
    const { mock } = createWorld()
    const strict = { ...server, tokenEndpointAuthMethodsSupported: [method], ...members }
    await expect(resolveClient(strict, [here], options)).rejects.toMatchObject({
      code: 'registration_required',
      message: expect.stringContaining(`${issuer} takes only the client authentication "${method}"`),
    })
    expect(mock.requests).toEqual([])
  })

  it('is made where a server lists only private_key_jwt, since it may take clients that have no key (H14)', async () => {
    const { mock } = createWorld()
    const strict = { ...server, tokenEndpointAuthMethodsSupported: ['private_key_jwt'] }
    expect(await resolveClient(strict, [here], {})).toMatchObject({ tokenEndpointAuthMethod: 'none' })
    expect(mock.requestsTo('register')[0]?.json).toMatchObject({ token_endpoint_auth_method: 'none' })
  })

  it('goes on where the user says which authentication a server takes, whatever it publishes', async () => {
    createWorld()
    const strict = { ...server, tokenEndpointAuthMethodsSupported: ['private_key_jwt'] }
    const client = { id: 'mine', tokenEndpointAuthMethod: 'none' } as const
    expect((await resolveClient(strict, [here], { client })).clientId).toBe('mine')
  })
})

describe('a client metadata document', () => {
  const taking = { ...server, clientIdMetadataDocumentSupported: true }

  it.each([
    ['http://app.example.com/client.json', 'https'],
    ['https://app.example.com/', 'path'],
    ['https://app.example.com/a/../client.json', 'a part of its path'],
    ['https://user@app.example.com/client.json', 'user'],
    ['https://app.example.com/client.json#x', 'fragment'],
  ])('is not used at %s, whether the server takes documents or not (R4)', async (metadataUrl, why) => {
    const { mock } = createWorld()
    for (const at of [taking, server]) {
      await expect(resolveClient(at, [here], { client: { metadataUrl } })).rejects.toMatchObject({
        code: 'invalid_option',
        message: expect.stringMatching(new RegExp(`${why}.*client\\.metadataUrl`)),
      })
    }
    expect(mock.requests).toEqual([])
  })

  it('is none where its URL is empty', async () => {
    const { mock } = createWorld()
    await resolveClient(taking, [here], { client: { metadataUrl: '' } })
    expect(mock.requestsTo('register')).toHaveLength(1)
  })

  it('goes before a registration that was kept, and its redirect URIs are preferred (R5)', async () => {
    const { mock, store } = createWorld()
    await resolveClient(server, [here], { store })
    const client = { metadataUrl: 'https://app.example.com/client.json', redirectUris: [there] }
    expect(await resolveClient(taking, [here], { store, client })).toMatchObject({ clientId: client.metadataUrl })
    expect((await knownClients(taking, { store, client })).map(({ redirectUris }) => redirectUris)).toEqual([[there]])
    expect(mock.requestsTo('register')).toHaveLength(1)
  })
})

it('finds the secret of the client that tokens were issued to', async () => {
  const { store } = createWorld({ tokenEndpointAuthMethod: 'client_secret_basic' })
  const client = await resolveClient(server, [here], { store })
  expect(await findClient({ issuer, ...client }, { store })).toEqual(client)
  const tokens = { issuer, clientId: 'mine', tokenEndpointAuthMethod: 'client_secret_post' } as const
  expect(await findClient(tokens, { store, issuer, client: { id: 'mine', secret: 's' } })).toMatchObject({
    clientSecret: 's',
    tokenEndpointAuthMethod: 'client_secret_post',
  })
  const corrected = { id: 'mine', secret: 's', tokenEndpointAuthMethod: 'client_secret_basic' } as const
  expect(await findClient(tokens, { store, issuer, client: corrected })).toMatchObject({
    tokenEndpointAuthMethod: 'client_secret_basic',
  })
  expect(await findClient(tokens, { store, client: { id: 'another', secret: 's' } })).not.toHaveProperty('clientSecret')
})

it.each([undefined, 'https://other.example.com'])(
  'sends no secret to an issuer that tokens name and the user does not, who says %s',
  async (named) => {
    const tokens = { issuer, clientId: 'mine', tokenEndpointAuthMethod: 'none' } as const
    await expect(findClient(tokens, { issuer: named, client: { id: 'mine', secret: 's' } })).rejects.toMatchObject({
      code: 'registration_required',
      message: expect.stringContaining(issuer),
    })
  },
)

it.each([
  [undefined, 'client_secret_basic'],
  [['client_secret_post'], 'client_secret_post'],
  [['client_secret_post', 'client_secret_basic'], 'client_secret_basic'],
])('sends a secret as a server takes it that publishes %j', async (methods, method) => {
  const publishing = { ...server, tokenEndpointAuthMethodsSupported: methods }
  const client = { client: { id: 'mine', secret: 's' }, issuer }
  expect((await resolveClient(publishing, [here], client)).tokenEndpointAuthMethod).toBe(method)
})

it.each<readonly [string, unknown]>([
  ['no object', null],
  ['one without a client_id', { clientId: 7 }],
  ...['clientSecret', 'resource', 'name', 'requestedScope', 'scope'].map(
    (name) => [`a ${name} that is 5`, { [name]: 5 }] as const,
  ),
  ...['secretExpiresAt', 'registeredAt', 'skipProbeUntil', 'retired'].map(
    (name) => [`a ${name} that is a text`, { [name]: 'x' }] as const,
  ),
  ['another client authentication', { tokenEndpointAuthMethod: 'x' }],
  ['another form', { registeredAs: 'x' }],
  ['redirect URIs that are no list', { redirectUris: here }],
  ['a redirect URI that is no text', { redirectUris: [5] }],
  ['a redirect URI that is no URL', { redirectUris: [here, 'x'] }],
])('reads a damaged record of clients as none: %s (H79)', async (_, damage) => {
  const { mock, store } = createWorld()
  const first = await resolveClient(server, [here], { store })
  const clients = [damage && { ...first, ...damage }]
  await store.update(`client:${issuer}`, async () => JSON.stringify({ version: 1, clients }))
  const second = await resolveClient(server, [here], { store })
  expect(mock.requestsTo('register')).toHaveLength(2)
  expect(await knownClients(server, { store })).toEqual([second])
})
