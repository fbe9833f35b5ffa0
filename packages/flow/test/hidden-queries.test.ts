import { expect, it, vi } from 'vitest'
import type { TokenSet } from '../src/index.ts'
import { createTestSession, createWorld, type TestSession } from './world.ts'

const url = 'https://mcp.example.com/mcp'
const named = `${url}?key=…`
const insufficient = { error: 'insufficient_scope', scope: 'mcp:read' }

/** Another process keeps every turn. */
function keepTurns(): void {
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('late')))
}

type Failing = (session: TestSession, held: TokenSet) => Promise<unknown>

it.each<readonly [string, Failing, string]>([
  [
    'a person has to sign in',
    (session, rejected) => session.renew({ rejected }),
    `${named} wants a person to sign in. Sign in, then try again.`,
  ],
  [
    'a scope is wanted that was granted',
    (session, rejected) => session.renew({ rejected, challenge: insufficient, interactive: true }),
    `${named} refused the request for lack of the scope "mcp:read", which was granted. No setting changes that: tell its operator.`,
  ],
  [
    'another process is signing in for too long',
    (session) => {
      keepTurns()
      return session.login({ force: true })
    },
    `Another process has been signing in to ${named} for too long. Is it stopped?`,
  ],
])('the key in the URL of a server is not shown where %s', async (_, fail, message) => {
  const { options, mock } = createWorld({ serverUrl: `${url}?key=hush`, refreshTokens: false })
  const session = createTestSession(mock.serverUrl, options)
  const held = await session.login()
  await expect(fail(session, held)).rejects.toMatchObject({ message })
})

it('the key in the URL of a server is not shown where another process is refreshing for too long', async () => {
  const { options, mock } = createWorld({ serverUrl: `${url}?key=hush` })
  const session = createTestSession(mock.serverUrl, options)
  const rejected = await session.login()
  keepTurns()
  await expect(session.renew({ rejected })).rejects.toMatchObject({
    message: `Another process has been holding the tokens for ${named} for 60 s. Is it stopped?`,
  })
})
