import { describe, expect, it } from 'vitest'
import { ask, change, formsOf, recordsOf, server, type TokenAnswer } from './token-answers.ts'
import { createTestSession, createWorld, type WorldOptions } from './world.ts'

const resourcesOf = (world: Parameters<typeof formsOf>[0]): readonly unknown[] =>
  formsOf(world).map(({ resource }) => resource)

it.each([
  ['by its metadata', 'root'],
  ['by nothing but its answers', 'none'],
] as const)(
  'a server of MCP 2025-03-26, known %s, gets no resource (Q3, Q4)',
  async (_, authorizationServerMetadata) => {
    const world = createWorld({
      resourceMetadata: 'none',
      resourceParameter: 'refused',
      issuer: new URL(server).origin,
    })
    if (authorizationServerMetadata === 'none')
      world.mock.override.authorizationServerMetadata = () => new Response(null, { status: 404 })
    const session = createTestSession(server, world.options)
    const held = await session.login()
    await session.renew({ rejected: held })
    expect(world.windows.map((url) => url.searchParams.has('resource'))).toEqual([false])
    expect(resourcesOf(world)).toEqual([undefined, undefined])
    expect(held.resource).toBe(server)
  },
)

describe('a server without resource metadata', () => {
  const origin = new URL(server).origin

  it.each([
    ['names an authorization endpoint elsewhere', { authorization_endpoint: 'https://auth.example.com/authorize' }],
    ['names a token endpoint elsewhere', { token_endpoint: 'https://auth.example.com/token' }],
  ])('that %s has tokens issued for itself alone', async (_, members) => {
    const world = createWorld({ resourceMetadata: 'none', issuer: origin })
    change(world, 'authorizationServerMetadata', members)
    const redirectUri = 'http://127.0.0.1:3030/callback'
    const { url, pending } = await createTestSession(server, world.options).begin({ redirectUri })
    expect([url.searchParams.get('resource'), pending.omitsResource]).toEqual([server, undefined])
  })

  it('has tokens issued for itself alone by a server that the person names', async () => {
    const issuer = 'https://auth.example.com'
    const world = createWorld({ resourceMetadata: 'none', issuer })
    const session = createTestSession(server, { ...world.options, issuer })
    await session.renew({ rejected: await session.login() })
    expect(world.windows.map((url) => url.searchParams.get('resource'))).toEqual([server])
    expect(resourcesOf(world)).toEqual([server, server])
  })
})

const optional = { resourceParameter: 'optional' } as const

/** Somebody whose tokens were refreshed with the resource, at a server that answers so from then on. */
async function refreshedOnce(later: TokenAnswer, options: WorldOptions) {
  const world = createWorld(options)
  const session = createTestSession(server, world.options)
  const first = await session.login()
  world.clock.now += 1000
  const held = await session.renew({ rejected: first })
  world.mock.clear()
  world.mock.override.token = later
  return { world, session, held }
}

describe('a refresh that is refused', () => {
  const refusing = (error: string) => async (request: Request, answer: () => Promise<Response>) => {
    const form = await request.clone().formData()
    return form.has('resource') ? Response.json({ error }, { status: 400 }) : answer()
  }

  it.each(['invalid_target', 'invalid_request'])(
    'with %s is made without the resource, and so are later ones',
    async (error) => {
      const asked = await ask('a refresh', refusing(error), optional)
      await asked.session.renew({ rejected: asked.tokens })
      expect(resourcesOf(asked)).toEqual([server, undefined, undefined])
      expect(new Set(formsOf(asked).map((form) => form.refresh_token)).size).toBe(2)
    },
  )

  it.each(['invalid_target', 'invalid_request'])(
    'with %s after one that was taken with the resource is not made without it: the tokens would be for somebody else (H147)',
    async (error) => {
      const { world, session, held } = await refreshedOnce(refusing(error), optional)
      const before = await recordsOf(world.store)
      await expect(session.renew({ rejected: held })).rejects.toMatchObject({ code: 'login_required' })
      expect(resourcesOf(world)).toEqual([server])
      expect(await recordsOf(world.store)).toEqual(before)
    },
  )

  it.each(['invalid_grant', 'invalid_scope', 'no_such_word'])(
    'with %s is not made without the resource',
    async (error) => {
      const asked = await ask('a refresh', refusing(error), optional)
      expect(resourcesOf(asked)).toEqual([server])
    },
  )

  it('is made with the resource again after the next sign-in', async () => {
    const asked = await ask('a refresh', refusing('invalid_target'), optional)
    expect(await recordsOf(asked.store)).toMatchObject({
      [`tokens:${server}`]: expect.stringContaining('omitsResource'),
    })
    asked.mock.override.token = undefined
    const tokens = await asked.session.login({ force: true })
    asked.mock.clear()
    await asked.session.renew({ rejected: tokens })
    expect(resourcesOf(asked)).toEqual([server])
  })
})

it.each(['invalid_target', 'invalid_request'])('a code that is refused with %s is not sent again', async (error) => {
  const asked = await ask('the exchange of a code', () => Response.json({ error }, { status: 400 }))
  expect(asked.error).toMatchObject({ code: error })
  expect(resourcesOf(asked)).toEqual([server])
})
