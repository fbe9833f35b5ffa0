import { createClientMetadata } from '@fast-agent-auth/cimd'
import type { MockClient } from '@fast-agent-auth/mock-server'
import { expect, it } from 'vitest'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { signInRequests } from '../src/sent-requests.ts'

const issuer = 'https://auth.example.com'
const here = 'http://127.0.0.1:3030/callback'
const metadataUrl = 'https://app.example.com/client.json'
const document = createClientMetadata({ url: metadataUrl, name: 'My agent' })
const registered: MockClient = { clientId: 'mine', redirectUris: [here], tokenEndpointAuthMethod: 'none' }

/** A server that takes every kind of client. */
const open = {
  clients: [registered],
  clientIdMetadataDocumentSupported: true,
  fetch: async () => Response.json(document),
}

/** The client for which the person was asked. */
const clientIds = ({ windows }: MockWorld) => windows.map(({ searchParams }) => searchParams.get('client_id'))

it('uses the client that was registered beforehand, whatever else the server takes (R1)', async () => {
  const world = createMockWorld({ server: open, auth: { client: { id: 'mine' } } })
  await world.auth.login()
  expect(clientIds(world)).toEqual(['mine'])
  expect(signInRequests(world.mock)).toEqual(['authorize', 'token'])
})

it('is known by its metadata document before it registers (R1)', async () => {
  const world = createMockWorld({ server: open, auth: { client: { metadataUrl } } })
  await world.auth.login()
  expect(clientIds(world)).toEqual([metadataUrl])
  expect(signInRequests(world.mock)).toEqual(['authorize', 'token'])
})

it('registers itself where it has no metadata document (R1)', async () => {
  const world = createMockWorld({ server: open })
  await world.auth.login()
  expect(clientIds(world)).toEqual([world.mock.clients.at(-1)?.clientId])
  expect(signInRequests(world.mock)).toEqual(['register', 'authorize', 'token'])
})

it('says which application to register by hand where there is no other way (R1)', async () => {
  const world = createMockWorld({ server: { registration: 'none' }, auth: { client: { metadataUrl } } })
  await expect(world.auth.login()).rejects.toMatchObject({
    code: 'registration_required',
    message: expect.stringMatching(
      `^${issuer} registers no clients by itself. Register .* ${here}, and set .*client: {`,
    ),
  })
  expect([signInRequests(world.mock), world.windows]).toEqual([[], []])
})

it('registers itself where the server takes no metadata documents (R2)', async () => {
  const world = createMockWorld({ auth: { client: { metadataUrl } } })
  await world.auth.login()
  expect(clientIds(world)).toEqual([world.mock.clients[0]?.clientId])
  expect(signInRequests(world.mock)).toEqual(['register', 'authorize', 'token'])
})

it('proves with a static secret who it is (R3)', async () => {
  const client = { ...registered, clientSecret: 'hush', tokenEndpointAuthMethod: 'client_secret_basic' as const }
  const world = createMockWorld({
    server: { registration: 'none', clients: [client] },
    auth: { client: { id: 'mine', secret: 'hush' }, issuer },
  })
  await world.auth.login()
  const [request] = world.mock.requestsTo('token')
  expect(request?.headers.get('authorization')).toBe(`Basic ${btoa('mine:hush')}`)
  expect(request?.form?.has('client_secret')).toBe(false)
})

it('registers as native where the browser comes back to this machine, and as web where to a server (R8)', async () => {
  const { auth, mock } = createMockWorld()
  await auth.login()
  await auth.begin({ redirectUri: 'https://app.example.com/callback' })
  expect(mock.requestsTo('register').map(({ json }) => json)).toMatchObject([
    { application_type: 'native', redirect_uris: expect.arrayContaining([here]) },
    { application_type: 'web', redirect_uris: ['https://app.example.com/callback'] },
  ])
})

it('tries again with localhost alone where the server refuses the redirect URIs (R9)', async () => {
  const { auth, mock, windows } = createMockWorld()
  const answers = [Response.json({ error: 'invalid_redirect_uri' }, { status: 400 })]
  mock.override.register = () => answers.pop()
  await auth.login()
  expect(mock.requestsTo('register').map(({ json }) => json)).toMatchObject([
    { redirect_uris: [here, 'http://127.0.0.1:3031/callback'] },
    { redirect_uris: ['http://localhost:3030/callback'] },
  ])
  expect(windows.map(({ searchParams }) => searchParams.get('redirect_uri'))).toEqual([
    'http://localhost:3030/callback',
  ])
})

it('says what the server has against the redirect URIs, and what to do, without one that was refused (R9)', async () => {
  const { auth, mock, windows } = createMockWorld()
  const refusal = { error: 'invalid_redirect_uri', error_description: 'no loopback here' }
  mock.override.register = () => Response.json(refusal, { status: 400 })
  await expect(auth.login()).rejects.toMatchObject({
    code: 'invalid_redirect_uri',
    message: expect.stringMatching(
      `^${issuer} refused .* \\("invalid_redirect_uri: no loopback here"\\). Register an application there with a redirect URI .*set the option client: `,
    ),
  })
  expect([signInRequests(mock), windows]).toEqual([['register', 'register'], []])
})
