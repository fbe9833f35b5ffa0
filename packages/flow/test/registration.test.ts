import type { AuthorizationServer } from '@fast-agent-auth/discovery'
import { expect, it } from 'vitest'
import { findClient, knownRedirectUris, resolveClient } from '../src/registration.ts'
import { createWorld } from './world.ts'

const issuer = 'https://auth.example.com'
const server: AuthorizationServer = {
  issuer,
  authorizationEndpoint: `${issuer}/authorize`,
  tokenEndpoint: `${issuer}/token`,
  registrationEndpoint: `${issuer}/register`,
  authorizationResponseIssParameterSupported: true,
  clientIdMetadataDocumentSupported: false,
}
const [here, there] = ['http://127.0.0.1:3030/callback', 'http://127.0.0.1:4040/callback']

it('registers anew for a redirect URI that is not registered, and keeps both', async () => {
  const { mock, store } = createWorld()
  const one = await resolveClient(server, [here], { store })
  const two = await resolveClient(server, [there], { store })
  expect(await resolveClient(server, [here], { store })).toEqual(one)
  expect(await resolveClient(server, [there], { store })).toEqual(two)
  expect(mock.requestsTo('register')).toHaveLength(2)
  expect(await knownRedirectUris(server, { store })).toEqual([here, there])
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

it('uses no registration of another issuer', async () => {
  const { mock, store } = createWorld()
  await resolveClient(server, [here], { store })
  const other = { ...server, issuer: 'https://other.example.com' }
  await resolveClient(other, [here], { store })
  expect(mock.requestsTo('register')).toHaveLength(2)
})

it('uses a metadata document where the server takes them, and registers where it does not', async () => {
  const { mock } = createWorld()
  const client = { metadataUrl: 'https://app.example.com/client.json' }
  const taking = { ...server, clientIdMetadataDocumentSupported: true }
  expect(await resolveClient(taking, [here], { client })).toEqual({
    clientId: client.metadataUrl,
    tokenEndpointAuthMethod: 'none',
  })
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
  expect(await resolveClient(server, [here], {})).toEqual({
    clientId: 'c',
    clientSecret: 's',
    tokenEndpointAuthMethod: 'client_secret_basic',
    redirectUris: [here],
    secretExpiresAt: undefined,
  })
})

it.each([
  [
    'refuses with a reason',
    () => Response.json({ error: 'invalid_redirect_uri', error_description: 'no loopback' }, { status: 400 }),
    'invalid_redirect_uri',
    /no loopback.*http:\/\/127\.0\.0\.1:3030\/callback/,
  ],
  ['refuses in plain text', () => new Response('Forbidden', { status: 403 }), 'refused', /HTTP 403/],
  [
    'gives no client_id',
    () => Response.json({ client_secret: 's' }, { status: 201 }),
    'invalid_response',
    /without a client_id/,
  ],
  [
    'wants another authentication',
    () => Response.json({ client_id: 'c', token_endpoint_auth_method: 'tls_client_auth' }),
    'invalid_response',
    /tls_client_auth/,
  ],
  ['is out of order', () => new Response(null, { status: 502 }), 'unreachable', /502/],
] as const)('says so where the server %s', async (_, answer, code, message) => {
  const { mock, store } = createWorld()
  mock.override.register = answer
  await expect(resolveClient(server, [here], { store })).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
  expect(await store.keys()).toEqual([])
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
      code: 'no_client',
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

it('reads a damaged record of clients as none', async () => {
  const { mock, store } = createWorld()
  await store.update(`client:${issuer}`, async () => '{"clients":[{"clientId":7},null]}')
  await resolveClient(server, [here], { store })
  expect(mock.requestsTo('register')).toHaveLength(1)
})
