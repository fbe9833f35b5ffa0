import { expect, it } from 'vitest'
import { APP, call, refresh, refusal, signIn, type TokenResponse, withApp } from './client.ts'

const BOTH = { scope: 'mcp:read mcp:write' }

it('replaces the refresh token at every refresh', async () => {
  const mock = withApp()
  const first = await signIn(mock)
  const second = (await (await refresh(mock, first.refresh_token)).json()) as TokenResponse
  expect(second).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'mcp:read' })
  expect(second.refresh_token).not.toBe(first.refresh_token)
  expect((await call(mock, second.access_token)).status).toBe(200)
  expect((await refresh(mock, second.refresh_token)).status).toBe(200)
})

it('ends the whole family when a replaced refresh token comes back', async () => {
  const mock = withApp()
  const bystander = await signIn(mock)
  const first = await signIn(mock)
  const second = (await (await refresh(mock, first.refresh_token)).json()) as TokenResponse
  expect(await refusal(await refresh(mock, first.refresh_token))).toEqual([400, 'invalid_grant'])
  expect(await refusal(await refresh(mock, second.refresh_token))).toEqual([400, 'invalid_grant'])
  expect((await call(mock, second.access_token)).status).toBe(401)
  expect((await call(mock, bystander.access_token)).status).toBe(200)
})

it('keeps the refresh token, and does not repeat it, without rotation', async () => {
  const mock = withApp({ rotation: false })
  const { refresh_token } = await signIn(mock)
  expect(await (await refresh(mock, refresh_token)).json()).not.toHaveProperty('refresh_token')
  expect((await refresh(mock, refresh_token)).status).toBe(200)
})

it.each([
  ['an unknown refresh token', { refresh_token: 'x' }, 'invalid_grant'],
  ['no refresh token', { refresh_token: undefined }, 'invalid_grant'],
  ['no resource', { resource: undefined }, 'invalid_target'],
  ['another resource', { resource: 'https://other.example.com/mcp' }, 'invalid_target'],
  ['a wider scope', { scope: 'mcp:read mcp:write' }, 'invalid_scope'],
  ['another client', { client_id: 'other' }, 'invalid_grant'],
])('refuses a refresh with %s', async (_, changes, error) => {
  const clients = [APP, { ...APP, clientId: 'other' }]
  const mock = withApp({ clients })
  const { refresh_token } = await signIn(mock)
  expect(await refusal(await refresh(mock, refresh_token, changes))).toEqual([400, error])
  expect((await refresh(mock, refresh_token)).status).toBe(200)
})

it('narrows the scope of one access token only', async () => {
  const mock = withApp()
  const { refresh_token } = await signIn(mock, BOTH)
  const narrow = (await (await refresh(mock, refresh_token, { scope: 'mcp:read' })).json()) as TokenResponse
  expect(narrow.scope).toBe('mcp:read')
  const wide = (await (await refresh(mock, narrow.refresh_token)).json()) as TokenResponse
  expect(wide.scope).toBe(BOTH.scope)
})

it('refuses all refresh tokens that were taken away, and goes on taking access tokens', async () => {
  const mock = withApp()
  const { access_token, refresh_token } = await signIn(mock)
  mock.revokeRefreshTokens()
  expect(await refusal(await refresh(mock, refresh_token))).toEqual([400, 'invalid_grant'])
  expect((await call(mock, access_token)).status).toBe(200)
  const later = await signIn(mock)
  expect((await refresh(mock, later.refresh_token)).status).toBe(200)
})
