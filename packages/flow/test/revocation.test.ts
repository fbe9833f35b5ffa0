import { expect, it } from 'vitest'
import { server } from './token-answers.ts'
import { createTestSession, createWorld } from './world.ts'

const form = 'application/x-www-form-urlencoded'

it.each([201, 202, 204])('a revocation that is answered with %d is one', async (status) => {
  const { mock, options } = createWorld()
  const session = createTestSession(server, options)
  await session.login()
  mock.override.revoke = () => new Response(null, { status })
  expect(await session.logout()).toEqual({ deleted: true, revoked: true })
  const types = mock.requestsTo('revoke').map(({ headers }) => headers.get('content-type'))
  expect(types).toEqual([form, form])
})

it.each([
  ['invalid_client', 401, 2],
  ['unauthorized_client', 400, 2],
  ['unsupported_token_type', 400, 1],
])(
  'after a revocation that is answered with %s (%d), %d clients were registered by the next sign-in',
  async (error, status, clients) => {
    const { mock, options } = createWorld()
    const session = createTestSession(server, options)
    const first = await session.login()
    mock.override.revoke = () => Response.json({ error }, { status })
    expect(await session.logout()).toMatchObject({
      deleted: true,
      revoked: false,
      error: { code: expect.any(String) },
    })
    const second = await session.login()
    expect(mock.requestsTo('register')).toHaveLength(clients)
    expect(second.clientId === first.clientId).toBe(clients === 1)
  },
)
