import { HttpResponse, http } from 'msw'
import { expect, it, vi } from 'vitest'
import { createMockServer } from '../src/index.ts'
import { authorizationUrl, authorize, exchange, listen, mocked, REDIRECT_URI, withApp } from './client.ts'

it('sends the browser back at once, with a code, the state and the issuer', async () => {
  const mock = withApp()
  const response = await fetch(authorizationUrl(mock), { redirect: 'manual' })
  expect(response.status).toBe(302)
  const location = new URL(response.headers.get('location') ?? '')
  expect(location.href).toContain(`${REDIRECT_URI}?`)
  expect(Object.fromEntries(location.searchParams)).toEqual({
    code: expect.stringMatching(/./),
    state: 'state-1',
    iss: 'https://auth.example.com',
  })
})

it('sends no issuer where it was told so, and no state where there was none', async () => {
  expect(Object.keys(await authorize(withApp({ iss: false }), { state: undefined }))).toEqual(['code'])
})

it('keeps the query of the redirect URI', async () => {
  const redirectUri = 'https://app.example.com/callback?tenant=1'
  const clients = [{ clientId: 'app', redirectUris: [redirectUri], tokenEndpointAuthMethod: 'none' }] as const
  expect(await authorize(withApp({ clients }), { redirect_uri: redirectUri })).toMatchObject({ tenant: '1' })
})

it.each([
  ['an unknown client', { client_id: 'nobody' }],
  ['no client', { client_id: undefined }],
  ['no redirect URI', { redirect_uri: undefined }],
  ['another path', { redirect_uri: 'http://127.0.0.1:51234/other' }],
  ['another port', { redirect_uri: 'http://127.0.0.1:51235/callback' }],
  ['a longer redirect URI', { redirect_uri: `${REDIRECT_URI}/x` }],
])('redirects nowhere for %s', async (_, changes) => {
  const mock = withApp()
  const response = await fetch(authorizationUrl(mock, changes), { redirect: 'manual' })
  expect([response.status, response.headers.get('location')]).toEqual([400, null])
})

it('redirects nowhere where a parameter is given twice', async () => {
  const url = authorizationUrl(withApp())
  url.searchParams.append('redirect_uri', 'https://evil.example.com')
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(400)
})

it.each([
  ['a response type other than code', { response_type: 'token' }, 'unsupported_response_type'],
  ['no challenge', { code_challenge: undefined }, 'invalid_request'],
  ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['no challenge method', { code_challenge_method: undefined }, 'invalid_request'],
  ['a padded challenge', { code_challenge: `${'a'.repeat(43)}=` }, 'invalid_request'],
  ['no resource', { resource: undefined }, 'invalid_target'],
  ['another resource', { resource: 'https://mcp.example.com/mcp/' }, 'invalid_target'],
])('sends the browser back with an error for %s', async (_, changes, error) => {
  const answer = await authorize(withApp(), changes)
  expect(answer).toMatchObject({ error, state: 'state-1', iss: 'https://auth.example.com' })
  expect(answer).not.toHaveProperty('code')
})

it.each([
  ['required', 'error', 'code'],
  ['optional', 'code', 'code'],
  ['refused', 'code', 'error'],
] as const)(
  'answers a request without and with the resource as %s: %s, %s',
  async (resourceParameter, without, with_) => {
    const mock = withApp({ resourceParameter })
    expect(await authorize(mock, { resource: undefined })).toHaveProperty(without)
    expect(await authorize(mock)).toHaveProperty(with_)
  },
)

it('does without a resource where there is no resource metadata, but takes no other', async () => {
  const mock = withApp({ resourceMetadata: 'none' })
  expect(await authorize(mock, { resource: undefined })).toHaveProperty('code')
  expect(await authorize(mock, { resource: 'https://other.example.com' })).toHaveProperty('error', 'invalid_target')
})

it('says that the person declined', async () => {
  expect(await authorize(withApp({ consent: 'deny' }))).toEqual({
    error: 'access_denied',
    error_description: expect.stringMatching(/./),
    state: 'state-1',
    iss: 'https://auth.example.com',
  })
})

it('asks the person who is given as a function', async () => {
  const consent = vi.fn(async () => 'deny' as const)
  const mock = withApp({ consent })
  expect(await authorize(mock)).toHaveProperty('error', 'access_denied')
  const asked = { clientId: 'app', redirectUri: REDIRECT_URI, scope: 'mcp:read', resource: mock.resource }
  expect(consent.mock.calls).toEqual([[asked]])
})

it.each([
  ['IPv4', 'http://127.0.0.1:51235/callback', true],
  ['IPv6', 'http://[::1]:51235/callback', true],
  ['a name', 'http://localhost:51235/callback', false],
  ['another path', 'http://127.0.0.1:51235/other', false],
])('leaves the loopback port free where it was told so: %s', async (_, redirect_uri, allowed) => {
  const redirectUris = ['127.0.0.1', '[::1]', 'localhost'].map((host) => `http://${host}/callback`)
  const clients = [{ clientId: 'app', redirectUris, tokenEndpointAuthMethod: 'none' }] as const
  const mock = withApp({ anyLoopbackPort: true, clients })
  const response = await fetch(authorizationUrl(mock, { redirect_uri }), { redirect: 'manual' })
  expect(response.status).toBe(allowed ? 302 : 400)
})

const DOCUMENT_URL = 'https://app.example.com/client.json'
const DOCUMENT = { client_id: DOCUMENT_URL, client_name: 'App', redirect_uris: [REDIRECT_URI] }

it('reads the metadata document that a client_id points to', async () => {
  const mock = mocked({ clientIdMetadataDocumentSupported: true, fetch: async () => HttpResponse.json(DOCUMENT) })
  const { code } = await authorize(mock, { client_id: DOCUMENT_URL })
  expect((await exchange(mock, code, { client_id: DOCUMENT_URL })).status).toBe(200)
})

it('reads metadata documents through the handlers of the test', async () => {
  const mock = createMockServer({ clientIdMetadataDocumentSupported: true })
  listen(
    ...mock.handlers,
    http.get(DOCUMENT_URL, () => HttpResponse.json(DOCUMENT)),
  )
  expect(await authorize(mock, { client_id: DOCUMENT_URL })).toHaveProperty('code')
})

it.each([
  ['another client_id', () => HttpResponse.json({ ...DOCUMENT, client_id: `${DOCUMENT_URL}?` })],
  ['another redirect URI', () => HttpResponse.json({ ...DOCUMENT, redirect_uris: ['https://app.example.com/'] })],
  ['no name', () => HttpResponse.json({ ...DOCUMENT, client_name: undefined })],
  ['no JSON', () => HttpResponse.text('x')],
  ['another status', () => HttpResponse.json(DOCUMENT, { status: 203 })],
  ['no answer', () => HttpResponse.error()],
])('refuses a metadata document with %s', async (_, answer) => {
  const fetchDocument = async () => {
    const response = answer()
    if (response.type === 'error') throw new TypeError('fetch failed')
    return response
  }
  const mock = mocked({ clientIdMetadataDocumentSupported: true, fetch: fetchDocument })
  const response = await fetch(authorizationUrl(mock, { client_id: DOCUMENT_URL }), { redirect: 'manual' })
  expect(response.status).toBe(400)
})

it('refuses a client_id that no document can be read from, such as one with a password', async () => {
  const mock = createMockServer({ clientIdMetadataDocumentSupported: true })
  listen(...mock.handlers)
  const url = authorizationUrl(mock, { client_id: 'https://me:pw@app.example.com/client.json' })
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(400)
})

it('reads no metadata document where it does not support them', async () => {
  const read = vi.fn(async () => HttpResponse.json(DOCUMENT))
  const mock = mocked({ fetch: read })
  const response = await fetch(authorizationUrl(mock, { client_id: DOCUMENT_URL }), { redirect: 'manual' })
  expect([response.status, read.mock.calls]).toEqual([400, []])
})
