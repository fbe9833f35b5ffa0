import { setImmediate } from 'node:timers/promises'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { expect, it } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import type { SentRefusal } from '../src/internal.ts'
import { createTestSession, createWorld, type TestSession, type World, type WorldOptions } from './world.ts'

const server = 'https://mcp.example.com/mcp'

const told = ({ events }: World): readonly unknown[] => events.filter(({ type }) => type === 'login_required')

async function signedIn(options: WorldOptions = {}): Promise<World & { session: TestSession; tokens: TokenSet }> {
  const world = createWorld(options)
  const session = createTestSession(server, world.options)
  return { ...world, session, tokens: await session.login() }
}

const challenge = { scope: 'mcp:read' }
const wantsMore = { error: 'insufficient_scope', scope: 'mcp:admin' }

it.each<{ refusal: string; asked: SentRefusal<TokenSet>; events: readonly unknown[] }>([
  { refusal: 'before the first sign-in', asked: {}, events: [{ challenge: undefined }] },
  { refusal: 'with the reason', asked: { challenge }, events: [{ challenge }] },
  { refusal: 'for more scope', asked: { challenge: wantsMore }, events: [{ challenge: wantsMore }] },
  { refusal: 'of a path beside the server', asked: { background: true }, events: [{}] },
  { refusal: 'of what a transport sends by itself', asked: { background: true, unasked: true }, events: [] },
])(
  'an event says that a person is needed, since hosts swallow the error: $refusal (H139)',
  async ({ asked, events }) => {
    const world = createWorld()
    await expect(createTestSession(server, world.options).renew(asked)).rejects.toMatchObject({
      code: 'login_required',
    })
    expect(told(world)).toEqual(
      events.map((event) => ({ type: 'login_required', serverUrl: server, ...(event as object) })),
    )
  },
)

it('for want of scope, the error names the sign-in that asks for it, and that works (C4)', async () => {
  const world = await signedIn({ challengeScope: 'mcp:read', scopesSupported: ['mcp:read', 'mcp:write'] })
  const more = { error: 'insufficient_scope', scope: 'mcp:write' }
  const error: unknown = await world.session.renew({ rejected: world.tokens, challenge: more }).catch((e) => e)
  expect(error).toMatchObject({
    code: 'login_required',
    challenge: more,
    message: expect.stringMatching(/\. Call login\(\{ challenge: error\.challenge \}\), then try again\.$/),
  })
  await world.session.login()
  expect(world.windows).toHaveLength(1)
  expect((await world.session.login({ challenge: more })).scope).toBe('mcp:read mcp:write')
})

it('nobody is told so where the request may ask by itself, or is answered', async () => {
  const world = await signedIn()
  await world.session.renew({ rejected: world.tokens })
  await world.session.renew({ rejected: world.tokens, interactive: true })
  expect(told(world)).toEqual([])
})

it('who signs in when the event comes is not given the token that was just refused (H139)', async () => {
  const memory = memoryTokenStore()
  const store: TokenStore = {
    ...memory,
    // As on a disk.
    update: (key, change, options) => setImmediate().then(() => memory.update(key, change, options)),
  }
  const world = await signedIn({ refreshTokens: false, store })
  let login: Promise<TokenSet> | undefined
  const session: TestSession = createTestSession(server, {
    ...world.options,
    onEvent: ({ type }) => {
      if (type === 'login_required') login = session.login()
    },
  })
  await expect(session.renew({ rejected: world.tokens })).rejects.toMatchObject({ code: 'login_required' })
  expect((await login)?.accessToken).not.toBe(world.tokens.accessToken)
  expect(world.windows).toHaveLength(2)
})
