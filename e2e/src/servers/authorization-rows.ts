import { withMembers } from '../with-members.ts'
import { empty, json, page, toOldClients } from './answers.ts'
import { given } from './options.ts'
import { everyone, nobody, onlyOurs, onlySdks, onlyV1 } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'

const login = rowsOf('login')
const dead = rowsOf('dead')
/** Another redirect back. */
const back =
  (change: (parameters: URLSearchParams) => void, status = 302): Odd =>
  () => ({
    authorize: async (_, answer) => {
      const own = await answer()
      const location = new URL(own.headers.get('location') ?? '')
      change(location.searchParams)
      return new Response(null, { status, headers: { location: location.href } })
    },
  })
/** A client that the server has forgotten, with its tokens. */
const forgets =
  (authorize: Parameters<typeof toOldClients>[1], refresh = json({ error: 'invalid_grant' }, 400)): Odd =>
  (mock) => {
    mock.revokeRefreshTokens()
    mock.expireAccessTokens()
    return { authorize: toOldClients(mock, authorize), token: toOldClients(mock, refresh) }
  }
const unknown = json({ error: 'invalid_request', error_description: 'Client ID not found' }, 400)
const ownPage = empty(302, { location: 'https://auth.example.com/error?error=invalid_client' })
const iss = 'every answer from the browser names the issuer that was asked, where that one says so (RFC 9207)'
const state = 'an answer from the browser counts only with our state (RFC 6749 §10.12)'

/** Answers of the authorization endpoint, and the redirect back. */
export const authorizationRows: readonly Row[] = [
  login('the redirect back is a 303', everyone, { odd: back(() => undefined, 303) }),
  login('the redirect back has more parameters', everyone, {
    odd: back((to) => {
      to.set('scope', 'a b')
      to.set('session_state', 'x.y')
    }),
  }),
  login('the redirect back has an empty `error` beside the code', everyone, { odd: back((to) => to.set('error', '')) }),
  login('`iss` is announced and left out', onlyV1, {
    odd: back((to) => to.delete('iss')),
    rule: iss,
    option: given(),
  }),
  login('`iss` is sent and not announced', everyone, {
    odd: () => ({
      authorizationServerMetadata: withMembers({ authorization_response_iss_parameter_supported: undefined }),
    }),
  }),
  login('`iss` has a slash more than the issuer', onlyV1, {
    odd: back((to) => to.set('iss', 'https://auth.example.com/')),
    rule: iss,
    option: given('https://auth.example.com/'),
  }),
  login('`iss` is another issuer', onlyV1, { odd: back((to) => to.set('iss', 'https://evil.example')), rule: iss }),
  login('`state` does not come back', onlySdks, { odd: back((to) => to.delete('state')), rule: state }),
  login('`state` comes back in small letters', onlySdks, {
    odd: back((to) => to.set('state', String(to.get('state')).toLowerCase())),
    rule: state,
  }),
  login('`code` comes back twice', onlySdks, {
    odd: back((to) => to.append('code', String(to.get('code')))),
    rule: 'an answer from the browser has each parameter once (RFC 6749 §3.1)',
  }),
  login('the person is sent through a page of an identity provider', everyone, {
    odd: () => ({
      authorize: ({ url }) => (url.includes('&hop') ? undefined : Response.redirect(`${url}&hop=1`)),
    }),
  }),
  rowsOf('again')('a person signs in once more', everyone),
  dead('a forgotten client: 400 in JSON, the refresh says invalid_client', everyone, {
    later: forgets(unknown, json({ error: 'invalid_client' }, 401)),
  }),
  dead('a forgotten client: 422 in JSON (Supabase), the refresh says unauthorized_client', everyone, {
    later: forgets(json({ message: 'Unrecognized client_id' }, 422), json({ error: 'unauthorized_client' }, 400)),
  }),
  dead('a forgotten client: 400 in JSON', onlyOurs, { later: forgets(unknown) }),
  dead('a forgotten client: 302 to an own page with `error=invalid_client`', onlyOurs, { later: forgets(ownPage) }),
  dead('a forgotten client: 403 unauthorized_client', onlyOurs, {
    later: forgets(json({ error: 'unauthorized_client' }, 403)),
  }),
  dead('a forgotten client: 403 without a body', onlyOurs, { later: forgets(empty(403)) }),
  dead('a forgotten client: 404 with a page', onlyOurs, { later: forgets(page(404)) }),
  dead('a forgotten client: 500', onlyOurs, { later: forgets(page(500)) }),
  dead('a forgotten client: a page with 200', nobody, { later: forgets(page(200)) }),
]
