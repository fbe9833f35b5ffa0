import { expect, it } from 'vitest'
import type { MockServer, TokenEndpointAuthMethod } from '../src/index.ts'
import { authorize, post, REDIRECT_URI, refusal, VERIFIER, withApp } from './client.ts'

// Characters that change when they are form-encoded, and a colon, which also divides the two.
const ID = 'app:1+2'
const SECRET = 'a b%&/:ü'

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})
const encoded = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length)

function server(tokenEndpointAuthMethod: TokenEndpointAuthMethod): MockServer {
  const clientSecret = tokenEndpointAuthMethod === 'none' ? undefined : SECRET
  return withApp({ clients: [{ clientId: ID, clientSecret, redirectUris: [REDIRECT_URI], tokenEndpointAuthMethod }] })
}

async function exchange(mock: MockServer, form: Record<string, string>, headers: Record<string, string> = {}) {
  const { code = '' } = await authorize(mock, { client_id: ID })
  const rest = { redirect_uri: REDIRECT_URI, code_verifier: VERIFIER, resource: mock.resource }
  return post(
    `${mock.issuer}/token`,
    new URLSearchParams({ grant_type: 'authorization_code', code, ...rest, ...form }),
    headers,
  )
}

it.each([
  ['none', { client_id: ID }, {}],
  ['client_secret_post', { client_id: ID, client_secret: SECRET }, {}],
  ['client_secret_basic', {}, basic(encoded(ID), encoded(SECRET))],
] as const)('takes a client that registered %s and uses it', async (method, form, headers) => {
  expect((await exchange(server(method), form, headers)).status).toBe(200)
})

it.each([
  ['none', 'a secret that it does not have', { client_id: ID, client_secret: SECRET }, {}],
  ['none', 'another name', { client_id: 'app' }, {}],
  ['none', 'no name', {}, {}],
  ['client_secret_post', 'no secret', { client_id: ID }, {}],
  ['client_secret_post', 'a wrong secret', { client_id: ID, client_secret: 'x' }, {}],
  ['client_secret_post', 'Basic', {}, basic(encoded(ID), encoded(SECRET))],
  ['client_secret_basic', 'the form', { client_id: ID, client_secret: SECRET }, {}],
  ['client_secret_basic', 'a wrong secret', {}, basic(encoded(ID), 'x')],
  ['client_secret_basic', 'credentials that are not form-encoded', {}, basic(ID, SECRET)],
  ['client_secret_basic', 'a bearer token', {}, { authorization: 'Bearer x' }],
] as const)('refuses a client that registered %s and uses %s', async (method, _, form, headers) => {
  const mock = server(method)
  const response = await exchange(mock, form, headers)
  expect(response.headers.get('www-authenticate')).toMatch(/^Basic/)
  expect(await refusal(response)).toEqual([401, 'invalid_client'])
  expect(mock.accessTokens).toEqual([])
})

it('refuses a client that authenticates in two ways', async () => {
  const headers = basic(encoded(ID), encoded(SECRET))
  const response = await exchange(server('client_secret_basic'), { client_id: ID, client_secret: SECRET }, headers)
  expect(await refusal(response)).toEqual([400, 'invalid_request'])
})
