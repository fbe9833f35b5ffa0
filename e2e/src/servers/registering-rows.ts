import { withMembers } from '../with-members.ts'
import { empty } from './answers.ts'
import { everyone, notV2, onlyOurs } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'

type Members = Readonly<Record<string, unknown>>
const [login, again] = [rowsOf('login'), rowsOf('again')]
/** A server that refuses registrations of this kind. */
const refuses =
  (isRefused: (members: Members) => boolean, body: Members, status = 400): Odd =>
  () => ({
    register: async (request) =>
      isRefused((await request.clone().json()) as Members) ? Response.json(body, { status }) : undefined,
  })
const answers =
  (members: Members): Odd =>
  () => ({
    register: async (_, answer) => {
      const response = await answer()
      return Response.json({ ...((await response.json()) as Members), ...members }, response)
    },
  })
const secret = { tokenEndpointAuthMethod: 'client_secret_post' } as const
const known = ['redirect_uris', 'grant_types', 'response_types', 'token_endpoint_auth_method', 'client_name', 'scope']
/** A page that is shown to browsers alone. */
const noPrograms: Odd = () => ({
  register: empty(429),
  authorize: ({ headers }) =>
    headers.get('accept')?.includes('json') ? new Response(null, { status: 403 }) : undefined,
})

/** More answers of the registration endpoint: refusals that give no reason, and clients with odd members. */
export const registeringRows: readonly Row[] = [
  login('a registration with the method none is refused as an unknown client (401), and it is listed', everyone, {
    server: secret,
    odd: refuses(({ token_endpoint_auth_method: method }) => method === 'none', { error: 'invalid_client' }, 401),
  }),
  login('only private_key_jwt is listed, and clients without a key are taken', everyone, {
    odd: () => ({
      authorizationServerMetadata: withMembers({ token_endpoint_auth_methods_supported: ['private_key_jwt'] }),
    }),
  }),
  login('a registration with `application_type` native is refused as invalid_redirect_uri', notV2, {
    odd: refuses(({ application_type: type }) => type === 'native', { error: 'invalid_redirect_uri' }),
  }),
  login('a registration with members that are not known is refused with 422 (pydantic)', notV2, {
    odd: refuses((members) => !Object.keys(members).every((name) => known.includes(name)), { detail: [] }, 422),
  }),
  login('a registration with `scope` is refused as invalid_scope', onlyOurs, {
    odd: refuses(({ scope }) => scope !== undefined, { error: 'invalid_scope' }),
  }),
  login('`client_secret_expires_at` is a text', onlyOurs, {
    server: secret,
    odd: answers({ client_secret_expires_at: '0' }),
  }),
  login('`client_secret_expires_at` is a date', onlyOurs, {
    server: secret,
    odd: answers({ client_secret_expires_at: '2030-01-01T00:00:00Z' }),
  }),
  login('registration answered with `redirect_uris` null', onlyOurs, { odd: answers({ redirect_uris: null }) }),
  login('registration answered with `grant_types` as a text', onlyOurs, {
    odd: answers({ grant_types: 'authorization_code refresh_token' }),
  }),
  again('the authorization endpoint answers programs 403, and no second registration is given', everyone, {
    later: noPrograms,
  }),
]
