import { expect, it } from 'vitest'
import type { MockServer } from '../src/index.ts'
import { APP, call, post, refresh, refusal, signIn, withApp } from './client.ts'

const revoke = (mock: MockServer, form: Record<string, string>) =>
  post(`${mock.issuer}/revoke`, new URLSearchParams({ client_id: 'app', ...form }))

it('ends the family of a refresh token', async () => {
  const mock = withApp()
  const { access_token, refresh_token } = await signIn(mock)
  expect((await revoke(mock, { token: refresh_token, token_type_hint: 'refresh_token' })).status).toBe(200)
  expect(await refusal(await refresh(mock, refresh_token))).toEqual([400, 'invalid_grant'])
  expect((await call(mock, access_token)).status).toBe(401)
})

it('ends an access token alone', async () => {
  const mock = withApp()
  const { access_token, refresh_token } = await signIn(mock)
  expect((await revoke(mock, { token: access_token })).status).toBe(200)
  expect((await call(mock, access_token)).status).toBe(401)
  expect((await refresh(mock, refresh_token)).status).toBe(200)
})

it('says the same of a token that it does not know', async () => {
  expect((await revoke(withApp(), { token: 'x' })).status).toBe(200)
})

it("leaves another client's tokens alone", async () => {
  const clients = [APP, { ...APP, clientId: 'other' }]
  const mock = withApp({ clients })
  const { access_token, refresh_token } = await signIn(mock)
  expect((await revoke(mock, { client_id: 'other', token: refresh_token })).status).toBe(400)
  expect((await call(mock, access_token)).status).toBe(200)
})

it.each([
  ['no token', {}, [400, 'invalid_request']],
  ['an unknown client', { token: 'x', client_id: 'nobody' }, [401, 'invalid_client']],
])('refuses a revocation with %s', async (_, form, expected) => {
  expect(await refusal(await revoke(withApp(), form))).toEqual(expected)
})
