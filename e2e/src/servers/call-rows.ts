import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'
import { withMembers } from '../with-members.ts'
import { cut, empty, json, page } from './answers.ts'
import { everyone, nobody, notV1, onlyOurs } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'
import { strictScopes } from './strict-scopes.ts'

const call = rowsOf('call')
const refresh = rowsOf('refresh')
/** The answer to tokens that have come of age; renewed ones are as good as ever. */
const toOld =
  (odd: OverrideEndpoint): Odd =>
  ({ accessTokens }) => {
    const old = accessTokens.map(({ value }) => `Bearer ${value}`)
    return { mcp: (request, answer) => (old.includes(tokenOf(request)) ? odd(request, answer) : undefined) }
  }
const tokenOf = (request: Request): string => request.headers.get('authorization') ?? ''
const refused = (error: string, status: number): OverrideEndpoint =>
  empty(status, { 'www-authenticate': `Bearer error="${error}"` })
/** A clock that is behind: each token is refused at its first use. */
const slowClock: Odd = () => {
  const seen = new Set<string>()
  return {
    mcp: (request, answer) => {
      const token = tokenOf(request)
      if (token === '' || seen.has(token)) return undefined
      seen.add(token)
      return refused('invalid_token', 401)(request, answer)
    },
  }
}
const passing = (name: string, odd: OverrideEndpoint): Row =>
  rowsOf('passing')(`for a moment, good tokens are answered ${name}`, everyone, { later: () => ({ mcp: odd }) })
const login = empty(302, { location: 'https://login.example.com/' })

const more = rowsOf('more')
/** The resource lists less than a tool needs. */
const narrow = { scopesSupported: ['mcp:read'] }
/** Another refusal of the tool that needs more. */
const refuses =
  (status: number, challenge: string): Odd =>
  () => ({
    mcp: async (_, answer) => {
      const own = await answer()
      return own.status === 403 ? empty(status, { 'www-authenticate': challenge })(_, answer) : own
    },
  })

/** A tool needs more scope than was asked for. */
const moreRows: readonly Row[] = [
  more('a tool needs more scope', notV1, { server: narrow }),
  more('a tool needs more scope, and the token response does not tell the scope', notV1, {
    server: narrow,
    odd: () => ({ token: withMembers({ scope: undefined }) }),
  }),
  more('a tool needs more scope than the client registered for, and it gets no other', onlyOurs, {
    server: narrow,
    odd: strictScopes,
  }),
  more('a tool needs more scope, and is refused with 401', onlyOurs, {
    server: narrow,
    odd: refuses(401, 'Bearer error="insufficient_scope", scope="mcp:write"'),
  }),
  more('a tool needs more scope, and 403 does not tell which', nobody, {
    server: narrow,
    odd: refuses(403, 'Bearer error="insufficient_scope"'),
  }),
]

/** Answers to requests with a token. */
export const callRows: readonly Row[] = [
  call('an old token is answered 401 without a challenge', everyone, {
    later: toOld(json({ message: 'expired' }, 401)),
  }),
  call('an old token is answered 401 with a page', everyone, { later: toOld(page(401)) }),
  call('an old token is answered 403 invalid_token', onlyOurs, { later: toOld(refused('invalid_token', 403)) }),
  refresh('an expired token is answered 403 invalid_token', onlyOurs, { later: toOld(refused('invalid_token', 403)) }),
  refresh('an expired token is answered 403 insufficient_scope', everyone, {
    later: toOld(refused('insufficient_scope', 403)),
  }),
  refresh('an expired token is answered 302 to a login page', onlyOurs, { later: toOld(login) }),
  refresh('an expired token is answered 400 invalid_token', onlyOurs, { later: toOld(refused('invalid_token', 400)) }),
  refresh('an expired token is answered 500', onlyOurs, { later: toOld(empty(500)) }),
  rowsOf('login')('each new token is refused at first, by a clock that is a second behind', onlyOurs, {
    odd: slowClock,
  }),
  ...moreRows,
  passing('401 invalid_token', refused('invalid_token', 401)),
  passing('401 without a challenge', empty(401)),
  passing('403 of a gateway', page(403)),
  passing('403 invalid_token', refused('invalid_token', 403)),
  passing('403 insufficient_scope', refused('insufficient_scope', 403)),
  passing('302 to a login page', login),
  passing('429', empty(429, { 'retry-after': '5' })),
  passing('503', empty(503)),
  passing('404 during a deployment', page(404)),
  passing('by a cut connection', cut),
]
