import { expect, it } from 'vitest'
import { mocked, REDIRECT_URI, refusal } from './client.ts'

const register = (metadata: unknown) =>
  fetch('https://auth.example.com/register', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  })

it('registers a public client and returns all its metadata', async () => {
  const mock = mocked({ now: () => 5_000 })
  const response = await register({ redirect_uris: [REDIRECT_URI], client_name: 'App', application_type: 'native' })
  expect(response.status).toBe(201)
  const [client] = mock.clients
  expect(await response.json()).toEqual({
    client_id: client?.clientId,
    client_id_issued_at: 5,
    client_name: 'App',
    application_type: 'native',
    redirect_uris: [REDIRECT_URI],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'none',
  })
})

it('gives a secret, and the method of its choice, whatever was asked for', async () => {
  mocked({ tokenEndpointAuthMethod: 'client_secret_basic' })
  const response = await register({ redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: 'none' })
  expect(await response.json()).toMatchObject({
    token_endpoint_auth_method: 'client_secret_basic',
    client_secret: expect.stringMatching(/./),
    client_secret_expires_at: 0,
  })
})

it.each([
  ['https', 'https://app.example.com/callback'],
  ['IPv4 loopback', 'http://127.0.0.1/callback'],
  ['IPv6 loopback', 'http://[::1]:3000/callback'],
  ['localhost', 'http://localhost:3000/callback'],
])('accepts a redirect URI on %s', async (_, uri) => {
  mocked()
  expect((await register({ redirect_uris: [uri] })).status).toBe(201)
})

it.each([
  ['that is not https', ['http://app.example.com/callback']],
  ['with a private scheme', ['com.example.app:/callback']],
  ['that only looks like loopback', ['http://127.0.0.1.example.com/callback']],
  ['with a fragment', ['https://app.example.com/callback#x']],
  ['that is no URL', ['callback']],
  ['of a good list with one bad entry', [REDIRECT_URI, 'http://app.example.com/']],
  ['that is missing', undefined],
  ['in an empty list', []],
])('refuses a redirect URI %s', async (_, redirect_uris) => {
  const mock = mocked()
  expect(await refusal(await register({ redirect_uris }))).toEqual([400, 'invalid_redirect_uri'])
  expect(mock.clients).toEqual([])
})

it('refuses metadata that is no object', async () => {
  mocked()
  expect(await refusal(await register(['x']))).toEqual([400, 'invalid_client_metadata'])
})

it('has no registration where it was told so', async () => {
  mocked({ registration: 'none' })
  expect((await register({ redirect_uris: [REDIRECT_URI] })).status).toBe(404)
})
