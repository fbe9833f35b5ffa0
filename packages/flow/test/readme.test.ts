import { expect, it, vi } from 'vitest'
import { createWorld } from './world.ts'

it('runs the example of the README', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const { mock } = createWorld({ now: Date.now })
  await import('../examples/readme.ts')
  expect(log.mock.calls.flat()).toEqual([
    'Signed in at https://auth.example.com for https://mcp.example.com/mcp',
    'Refreshed: true',
  ])
  expect(mock.requestsTo('token').map(({ form }) => form?.get('grant_type'))).toEqual([
    'authorization_code',
    'refresh_token',
  ])
})

it('exports from ./steps the steps of a sign-in and of a session', async () => {
  expect(Object.keys(await import('../src/steps.ts'))).toMatchInlineSnapshot(`
    [
      "authorize",
      "begin",
      "beginKnown",
      "discoverCached",
      "finish",
      "storeTokens",
      "refresh",
      "revoke",
    ]
  `)
})

it('exports what is meant to be used', async () => {
  expect(Object.keys(await import('../src/index.ts'))).toMatchInlineSnapshot(`
    [
      "AuthorizationError",
      "serverKey",
      "createSession",
      "listStatus",
      "readStatus",
    ]
  `)
})
