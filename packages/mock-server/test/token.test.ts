import { expect, it } from 'vitest'
import { APP, authorize, call, exchange, post, refusal, signIn, withApp } from './client.ts'

const WITH_OTHER = {
  clients: [APP, { ...APP, clientId: 'other' }],
}

it('exchanges a code for tokens that the MCP server takes', async () => {
  const mock = withApp({ now: () => 1_000 })
  const { code } = await authorize(mock)
  const response = await exchange(mock, code)
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const [access] = mock.accessTokens
  const [refresh] = mock.refreshTokens
  expect(await response.json()).toEqual({
    access_token: access?.value,
    token_type: 'Bearer',
    expires_in: 3600,
    refresh_token: refresh?.value,
    scope: 'mcp:read',
  })
  expect(access).toMatchObject({ clientId: 'app', scope: 'mcp:read', issuedAt: 1_000, expiresAt: 3_601_000 })
  expect((await call(mock, access?.value)).status).toBe(200)
})

it('grants all scopes to a request that names none', async () => {
  expect(await signIn(withApp(), { scope: undefined })).toHaveProperty('scope', 'mcp:read mcp:write')
})

it('says nothing of a lifetime that has no end', async () => {
  const mock = withApp({ accessTokenLifetime: undefined, now: () => 0 })
  expect(await signIn(mock)).not.toHaveProperty('expires_in')
  expect(mock.accessTokens[0]?.expiresAt).toBeUndefined()
})

it('issues no refresh token where it was told so', async () => {
  expect(await signIn(withApp({ refreshTokens: false }))).not.toHaveProperty('refresh_token')
})

it('issues no refresh token to a client that did not register for one', async () => {
  const clients = WITH_OTHER.clients.map((client) => ({ ...client, grantTypes: ['authorization_code'] }))
  expect(await signIn(withApp({ clients }))).not.toHaveProperty('refresh_token')
})

it('refuses a code that was used before, and takes back what it gave for it', async () => {
  const mock = withApp()
  const { code } = await authorize(mock)
  const { access_token } = (await (await exchange(mock, code)).json()) as { access_token: string }
  expect(await refusal(await exchange(mock, code))).toEqual([400, 'invalid_grant'])
  expect((await call(mock, access_token)).status).toBe(401)
  expect(mock.refreshTokens.map((token) => token.state)).toEqual(['revoked'])
})

it.each([
  ['a wrong verifier', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
  ['no verifier', { code_verifier: undefined }, 'invalid_grant'],
  ['a wrong redirect URI', { redirect_uri: 'http://127.0.0.1:51234/other' }, 'invalid_grant'],
  ['no redirect URI', { redirect_uri: undefined }, 'invalid_grant'],
  ["another client's code", { client_id: 'other' }, 'invalid_grant'],
  ['an unknown code', { code: 'code-0' }, 'invalid_grant'],
  ['no code', { code: undefined }, 'invalid_grant'],
  ['no resource', { resource: undefined }, 'invalid_target'],
  ['another resource', { resource: 'https://other.example.com/mcp' }, 'invalid_target'],
  ['no grant type', { grant_type: undefined }, 'invalid_request'],
  ['an unknown grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
])('refuses an exchange with %s', async (_, changes, error) => {
  const mock = withApp(WITH_OTHER)
  const { code } = await authorize(mock)
  expect(await refusal(await exchange(mock, code, changes))).toEqual([400, error])
  expect(mock.accessTokens).toEqual([])
})

it('does not give a code a second chance after a wrong verifier', async () => {
  const mock = withApp()
  const { code } = await authorize(mock)
  await exchange(mock, code, { code_verifier: 'x'.repeat(43) })
  expect(await refusal(await exchange(mock, code))).toEqual([400, 'invalid_grant'])
})

it('refuses an old code', async () => {
  let time = 0
  const mock = withApp({ now: () => time })
  const { code } = await authorize(mock)
  time = 600_000
  expect(await refusal(await exchange(mock, code))).toEqual([400, 'invalid_grant'])
})

it('takes the resource of the sign-in only, where none is required', async () => {
  const mock = withApp({ resourceMetadata: 'none' })
  const { code } = await authorize(mock)
  expect(await refusal(await exchange(mock, code, { resource: undefined }))).toEqual([400, 'invalid_target'])
})

it('refuses a parameter that is given twice', async () => {
  const mock = withApp()
  const form = new URLSearchParams('grant_type=authorization_code&client_id=app&code=1&code=2')
  expect(await refusal(await post(`${mock.issuer}/token`, form))).toEqual([400, 'invalid_request'])
})

it('refuses what is no form', async () => {
  const { issuer } = withApp()
  const response = await fetch(`${issuer}/token`, { method: 'POST', body: '{}' })
  expect(await refusal(response)).toEqual([400, 'invalid_request'])
})

it('takes nothing but POST', async () => {
  const { issuer } = withApp()
  const response = await fetch(`${issuer}/token?grant_type=refresh_token`)
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
})
