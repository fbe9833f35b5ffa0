import { createClientMetadata, validateClientMetadata } from '@fast-agent-auth/cimd'
import { expect, it } from 'vitest'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { inTokenRequests, signInRequests } from '../src/sent-requests.ts'
import { withMembers } from '../src/with-members.ts'

const issuer = 'https://auth.example.com'
const here = 'http://127.0.0.1:3030/callback'
const metadataUrl = 'https://app.example.com/client.json'
const document = createClientMetadata({ url: metadataUrl, name: 'My agent' })

/** A server that takes clients with such a document, and registers others. */
const taking = (published: object = document) => ({
  clientIdMetadataDocumentSupported: true,
  fetch: async () => Response.json(published),
})

/** The client for which the person was asked. */
const clientIds = ({ windows }: MockWorld) => windows.map(({ searchParams }) => searchParams.get('client_id'))

it('sends the URL of its metadata document as client_id, character by character (R4)', async () => {
  const url = 'https://App.example.com:443/a%7Eb/Client.json'
  const world = createMockWorld({
    server: taking({ ...document, client_id: url }),
    auth: { client: { metadataUrl: url } },
  })
  await world.auth.login()
  expect(clientIds(world)).toEqual([url])
  expect(inTokenRequests(world.mock, 'client_id')).toEqual([url])
})

it.each([
  ['http://app.example.com/client.json', 'is not https'],
  ['https://app.example.com', 'has no path'],
  ['https://app.example.com/', 'has no path'],
  ['https://app.example.com/a/../client.json', 'has a dot segment'],
  ['https://app.example.com/%2e%2e/client.json', 'has a dot segment'],
  ['https://user:pw@app.example.com/client.json', 'holds a user name or password'],
  ['https://app.example.com/client.json#mine', 'has a fragment'],
])('refuses %s as the URL of a metadata document (R4)', async (url, why) => {
  const world = createMockWorld({ server: taking(), auth: { client: { metadataUrl: url } } })
  await expect(world.auth.login()).rejects.toMatchObject({
    code: 'invalid_option',
    message: expect.stringMatching(`^The URL of the client metadata document ${why}.*client.metadataUrl`),
  })
  expect([signInRequests(world.mock), world.windows]).toEqual([[], []])
})

it('makes documents with client_id, client_name and redirect_uris, and misses each of them (R5)', () => {
  expect(document).toMatchObject({ client_id: metadataUrl, client_name: 'My agent' })
  expect(document.redirect_uris).toContain(here)
  for (const member of ['client_id', 'client_name', 'redirect_uris']) {
    const findings = validateClientMetadata({ ...document, [member]: undefined }, metadataUrl)
    expect(findings.filter(({ level }) => level === 'error').map(({ rule }) => rule)).toEqual([member])
  }
})

it('comes back to a redirect URI that its document lists (R5)', async () => {
  const redirectUris = ['http://127.0.0.1:4141/elsewhere']
  const world = createMockWorld({
    server: taking({ ...document, redirect_uris: redirectUris }),
    auth: { client: { metadataUrl, redirectUris } },
  })
  await world.auth.login()
  expect(world.windows.map(({ searchParams }) => searchParams.get('redirect_uri'))).toEqual(redirectUris)
  expect(inTokenRequests(world.mock, 'redirect_uri')).toEqual(redirectUris)
})

it.each([`${metadataUrl}?v=1`, 'https://app.example.com:443/client.json', 'https://APP.example.com/client.json'])(
  'finds that a document of %s is not at its own URL (R6)',
  (elsewhere) => {
    const findings = validateClientMetadata(document, elsewhere)
    expect(findings.filter(({ level }) => level === 'error').map(({ rule }) => rule)).toEqual(['client_id'])
  },
)

it('opens no window where a server takes documents only with private_key_jwt (R7)', async () => {
  const world = createMockWorld({ server: taking(), auth: { client: { metadataUrl } } })
  world.mock.override.authorizationServerMetadata = withMembers({
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  })
  await expect(world.auth.login()).rejects.toMatchObject({
    code: 'registration_required',
    message: expect.stringContaining(`${issuer} takes only the client authentication "private_key_jwt"`),
  })
  expect([signInRequests(world.mock), world.windows]).toEqual([[], []])
})
