import { withMembers } from '../with-members.ts'
import { dressed, empty, moved, page } from './answers.ts'
import { everyone, nobody, notV2, onlyOurs } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'
import { strictScopes } from './strict-scopes.ts'

type Members = Readonly<Record<string, unknown>>
const login = rowsOf('login')
const membersOf = async (message: Request | Response): Promise<Members> => (await message.clone().json()) as Members
/** A server that refuses registrations of this kind. */
const refuses =
  (error: string, isRefused: (members: Members) => boolean): Odd =>
  () => ({
    register: async (request) =>
      isRefused(await membersOf(request)) ? Response.json({ error }, { status: 400 }) : undefined,
  })
const answers =
  (members: Members): Odd =>
  () => ({
    register: async (_, answer) => {
      const response = await answer()
      return Response.json({ ...(await membersOf(response)), ...members }, response)
    },
  })
const metadata = 'invalid_client_metadata'
const secret = { tokenEndpointAuthMethod: 'client_secret_post' } as const
const asksNone = refuses(metadata, ({ token_endpoint_auth_method: method }) => method === 'none')

/** Answers of the registration endpoint. */
export const registrationRows: readonly Row[] = [
  login('registration answered 200', everyone, { odd: () => ({ register: dressed(200) }) }),
  login('registration answered as text/plain', everyone, {
    odd: () => ({ register: dressed(undefined, { 'content-type': 'text/plain' }) }),
  }),
  login('registration answered with `client_id` alone', onlyOurs, {
    odd: () => ({
      register: async (_, answer) => Response.json({ client_id: (await membersOf(await answer())).client_id }),
    }),
  }),
  login('registration answered with null for what is not set', onlyOurs, {
    odd: answers({ logo_uri: null, client_secret: null, client_uri: null, client_secret_expires_at: null }),
  }),
  login('registration answered with empty texts for what is not set', onlyOurs, {
    odd: answers({ logo_uri: '', client_secret: '', client_uri: '', jwks_uri: '' }),
  }),
  login('registration answered with another redirect URI, without the port', everyone, {
    odd: answers({ redirect_uris: ['http://127.0.0.1/callback'] }),
  }),
  login('registration answered with `scope` as a list', onlyOurs, {
    odd: answers({ scope: ['mcp:read', 'mcp:write'] }),
  }),
  login('`client_id` is a number', nobody, { odd: answers({ client_id: 42 }) }),
  login('a secret is issued and wanted, though none was asked for (Figma)', everyone, { server: secret }),
  login('a secret is issued and wanted, and the answer does not say how', everyone, {
    server: { tokenEndpointAuthMethod: 'client_secret_basic' },
    odd: answers({ token_endpoint_auth_method: undefined }),
  }),
  login('registration answered with a method that nobody asked for (private_key_jwt)', everyone, {
    odd: answers({ token_endpoint_auth_method: 'private_key_jwt' }),
  }),
  login('a secret is issued that expired long ago', everyone, {
    server: secret,
    odd: answers({ client_secret_expires_at: 1 }),
  }),
  login('a client gets only the scopes of its registration (Clerk, better-auth, MCP Python SDK)', everyone, {
    odd: strictScopes,
  }),
  login('a registration with `scope` is refused', onlyOurs, {
    odd: refuses(metadata, ({ scope }) => scope !== undefined),
  }),
  login('a registration without `scope` is refused', everyone, { odd: refuses(metadata, ({ scope }) => !scope) }),
  login('a registration with refresh_token among its grant types is refused', onlyOurs, {
    odd: refuses(metadata, ({ grant_types: types }) => String(types).includes('refresh_token')),
  }),
  login('a registration with `application_type` is refused', notV2, {
    odd: refuses(metadata, ({ application_type: type }) => type !== undefined),
  }),
  login('a registration without `client_name` is refused', onlyOurs, {
    odd: refuses(metadata, ({ client_name: name }) => name === undefined),
  }),
  login('a registration with 127.0.0.1 is refused, localhost is taken', onlyOurs, {
    odd: refuses('invalid_redirect_uri', ({ redirect_uris: uris }) => String(uris).includes('127.0.0.1')),
  }),
  login('a registration with the method none is refused, though it is listed', everyone, {
    server: secret,
    odd: asksNone,
  }),
  login('a registration with the method none is refused, and it is not listed', everyone, {
    server: secret,
    odd: (mock) => ({
      ...asksNone(mock),
      authorizationServerMetadata: withMembers({ token_endpoint_auth_methods_supported: ['client_secret_post'] }),
    }),
  }),
  login('registration behind a 307 within the origin', everyone, {
    odd: () => ({ register: moved(307, '/register') }),
  }),
  login('registration behind a 301', nobody, { odd: () => ({ register: moved(301, '/register') }) }),
  login('403 to clients that are not on a list (Figma)', nobody, { odd: () => ({ register: empty(403) }) }),
  login('429 to the registration, with a Retry-After of an hour', nobody, {
    odd: () => ({ register: empty(429, { 'retry-after': '3600' }) }),
  }),
  login('the login page instead of a registration', nobody, { odd: () => ({ register: page(200) }) }),
]
