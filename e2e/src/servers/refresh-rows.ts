import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'
import { withMembers } from '../with-members.ts'
import { atRefresh, cut, dressed, empty, formOf, json, moved, page } from './answers.ts'
import { everyone, notV2, onlyOurs } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'

const refresh = rowsOf('refresh')
const at =
  (odd: OverrideEndpoint): Odd =>
  () => ({ token: atRefresh(odd) })
const keeps = { rotation: false }
/** Refused, where this parameter is sent. */
const refuses =
  (name: string, error: string): OverrideEndpoint =>
  async (request) =>
    (await formOf(request)).has(name) ? Response.json({ error }, { status: 400 }) : undefined
const oauth = (error: string, status = 400): OverrideEndpoint => json({ error }, status)
const text: OverrideEndpoint = () => new Response('Bad refresh token', { status: 400 })

const passing = (name: string, expected: Row['expected'], odd: OverrideEndpoint): Row =>
  rowsOf('passing')(`a refresh is answered once by ${name}`, expected, {
    later: (mock) => {
      mock.expireAccessTokens()
      return { token: atRefresh(odd) }
    },
  })

const dead = (name: string, expected: Row['expected'], odd: OverrideEndpoint): Row =>
  rowsOf('dead')(`a dead refresh token is answered ${name}`, expected, { later: at(odd) })

/** Answers of the token endpoint to a refresh token. */
export const refreshRows: readonly Row[] = [
  refresh('a refresh answered 201', everyone, { later: at(dressed(201)) }),
  refresh('a refresh behind a 307 within the origin', everyone, { later: () => ({ token: moved(307, '/token') }) }),
  refresh('no new refresh token', everyone, { server: keeps, later: at(withMembers({ refresh_token: undefined })) }),
  refresh('the new refresh token is null', onlyOurs, {
    server: keeps,
    later: at(withMembers({ refresh_token: null })),
  }),
  refresh('the new refresh token is empty', everyone, { server: keeps, later: at(withMembers({ refresh_token: '' })) }),
  refresh('`token_type` and `expires_in` only at the sign-in', onlyOurs, {
    later: at(withMembers({ token_type: undefined, expires_in: undefined })),
  }),
  refresh('`error` is empty beside the new tokens', everyone, { later: at(withMembers({ error: '' })) }),
  refresh('metadata is out of order meanwhile', everyone, {
    later: () => ({ authorizationServerMetadata: empty(503), resourceMetadata: empty(503) }),
  }),
  refresh('`resource` is refused at a refresh: invalid_target', onlyOurs, {
    server: { resourceParameter: 'optional' },
    later: at(refuses('resource', 'invalid_target')),
  }),
  refresh('`resource` is refused at a refresh: invalid_request', onlyOurs, {
    server: { resourceParameter: 'optional' },
    later: at(refuses('resource', 'invalid_request')),
  }),
  refresh('`scope` is refused at a refresh', everyone, { later: at(refuses('scope', 'invalid_scope')) }),
  passing('503', everyone, empty(503)),
  passing('429 with Retry-After', everyone, empty(429, { 'retry-after': '5' })),
  passing('a cut connection', everyone, cut),
  passing('the page of a captive portal, 200', everyone, page(200)),
  passing('302 to a captive portal', everyone, empty(302, { location: 'https://portal.example/' })),
  passing('500 server_error', everyone, oauth('server_error', 500)),
  passing('invalid_client', onlyOurs, oauth('invalid_client', 401)),
  passing('403 of a firewall', everyone, page(403)),
  passing('404 during a deployment', everyone, page(404)),
  dead('400 invalid_grant', everyone, oauth('invalid_grant')),
  dead('400 invalid_request', onlyOurs, oauth('invalid_request')),
  dead('401 invalid_token', onlyOurs, oauth('invalid_token', 401)),
  dead('403 access_denied', onlyOurs, oauth('access_denied', 403)),
  dead('400 without a body', everyone, empty(400)),
  dead('400 with a text', everyone, text),
  dead('404 with a page', everyone, page(404)),
  dead('401 {"message"}', everyone, json({ message: 'Unauthorized' }, 401)),
  dead('400 {"error_code"} (Supabase)', everyone, json({ error_code: 'refresh_token_not_found' }, 400)),
  dead('200 {"ok":false} (Slack)', notV2, json({ ok: false, error: 'token_revoked' })),
  dead('200 with the login page', everyone, page(200)),
  dead('302 to the login page', everyone, empty(302, { location: 'https://auth.example.com/login' })),
  dead('500 server_error', everyone, oauth('server_error', 500)),
  dead('503 for good', everyone, empty(503)),
  dead('by a cut connection', everyone, cut),
]
