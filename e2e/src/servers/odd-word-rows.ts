import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'
import { challenging } from '../challenging.ts'
import { withMembers } from '../with-members.ts'
import { atRefresh, dressed, empty, formOf } from './answers.ts'
import { everyone, onlyOurs } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'

const login = rowsOf('login')
const refresh = rowsOf('refresh')
const call = rowsOf('call')
const form = dressed(undefined, { 'content-type': 'application/x-www-form-urlencoded' })
const says =
  (members: Readonly<Record<string, unknown>>): Odd =>
  () => ({ token: withMembers(members) })
/** The error beside a good code. */
const beside =
  (error: string): Odd =>
  () => ({
    authorize: async (_, answer) => {
      const location = new URL((await answer()).headers.get('location') ?? '')
      location.searchParams.set('error', error)
      return new Response(null, { status: 302, headers: { location: location.href } })
    },
  })
/** A refresh token with a line break at its end, which is not of it. */
const broken: OverrideEndpoint = async (request, answer) => {
  const own = await answer()
  if (!own.ok || (await formOf(request)).get('refresh_token')?.endsWith('\n')) return own
  const body = (await own.json()) as { readonly refresh_token: string }
  return Response.json({ ...body, refresh_token: `${body.refresh_token}\n` })
}
/** The answer to tokens that have come of age. */
const toOld =
  (challenge: string): Odd =>
  ({ accessTokens }) => {
    const old = accessTokens.map(({ value }) => `Bearer ${value}`)
    const refuse = empty(401, { 'www-authenticate': challenge })
    return {
      mcp: (request, answer) =>
        old.includes(request.headers.get('authorization') ?? '') ? refuse(request, answer) : undefined,
    }
  }
/** The stream that a session opens by itself. */
const stream =
  (status: number): Odd =>
  () => ({
    mcp: ({ method, headers }) =>
      method === 'GET' && headers.has('authorization') ? new Response(null, { status }) : undefined,
  })

/** Answers in the words of another answer or with a wrong label. */
export const oddWordRows: readonly Row[] = [
  login('the registration is JSON that is called a form', everyone, { odd: () => ({ register: form }) }),
  login('the redirect back has the `error` "null" beside the code', everyone, { odd: beside('null') }),
  login('the redirect back has the `error` "undefined" beside the code', everyone, { odd: beside('undefined') }),
  login('tokens in JSON that is called a form', everyone, { odd: () => ({ token: form }) }),
  login('the challenge asks for a scope beyond ASCII', everyone, {
    odd: () => ({ mcp: challenging('Bearer scope="mcp:read caf\u00e9"') }),
  }),
  login('the stream of a session is answered 401 for ever', everyone, { odd: stream(401) }),
  login('the stream of a session is answered 403 for ever', everyone, { odd: stream(403) }),
  refresh('`refresh_token` ends with a line break', onlyOurs, { odd: () => ({ token: broken }) }),
  refresh('`expires_in` was a text with a unit', onlyOurs, { odd: says({ expires_in: '3600s' }) }),
  refresh('`expires_in` was a date', onlyOurs, { odd: says({ expires_in: '2026-11-30T12:00:00Z' }) }),
  refresh('`expires_in` was in ms since 1970', everyone, { odd: says({ expires_in: 1_900_000_000_000 }) }),
  refresh('a refresh answered in JSON that is called a form', everyone, { later: () => ({ token: atRefresh(form) }) }),
  ...[409, 423, 425, 520].map((status) =>
    rowsOf('passing')(`a refresh is answered once by ${status}`, everyone, {
      later: (mock) => {
        mock.expireAccessTokens()
        return { token: atRefresh(empty(status)) }
      },
    }),
  ),
  call('an old token is answered 401 insufficient_scope without a scope', everyone, {
    later: toOld('Bearer error="insufficient_scope"'),
  }),
]
