import { withoutRefreshToken } from '../tokens/token-set.ts'
import type { Session } from './session.ts'
import { toSignIn } from './sign-in.ts'
import { type CreateSessionOptions, createTokenSession } from './token-session.ts'

/**
 * The tokens of one server and account: read from the store, refreshed, and requested from a person where one may be
 * asked. No error, no message of an event and no result holds a secret, except for the access token.
 *
 * @example
 * const session = createSession('https://mcp.example.com/mcp', { store: memoryTokenStore(), listen: createListen() })
 * await session.login()
 */
export function createSession(serverUrl: string, options: CreateSessionOptions): Session {
  const session = createTokenSession(serverUrl, options)
  return {
    ...session,
    async token(wait) {
      const tokens = await session.token(wait)
      return tokens && withoutRefreshToken(tokens)
    },
    renew: async (refusal) => withoutRefreshToken(await session.renew(refusal)),
    login: async (request) => toSignIn(await session.login(request)),
    finish: async (...response) => toSignIn({ tokens: await session.finish(...response), prompted: true }),
  }
}
