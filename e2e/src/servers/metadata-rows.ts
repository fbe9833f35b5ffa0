import { withMembers } from '../with-members.ts'
import { empty, json, metadataOf, page, times } from './answers.ts'
import { given, trusting } from './options.ts'
import { everyone, nobody, notV2, onlyOurs, onlySdks, onlyV1 } from './outcomes.ts'
import { type Odd, type Row, type RowOptions, rowsOf } from './row.ts'

const login = rowsOf('login')
const says =
  (members: Readonly<Record<string, unknown>>): Odd =>
  () => ({ authorizationServerMetadata: withMembers(members) })
const tenant = { issuer: 'https://auth.example.com/tenant' }
const byId = 'https://auth.example.com/6f3a8c1e'
const origin = { resourceMetadata: 'none', issuer: 'https://auth.example.com' } as const
const first = 'https://auth.example.com/.well-known/oauth-authorization-server'
/** Answered where metadata is asked for first; openid-configuration is good. */
const atFirst = (odd: ReturnType<typeof empty>): RowOptions => ({
  server: { authorizationServerMetadata: 'oidc' },
  odd: () => ({
    authorizationServerMetadata: (request, answer) => (request.url === first ? odd(request, answer) : undefined),
  }),
})
const exactly = 'metadata counts only for the issuer whose it says that it is (RFC 8414 §3.3)'
const elsewhere = 'the origin of a server without resource metadata authorizes for itself alone'

/** Answers where the authorization server's metadata is asked for. */
export const metadataRows: readonly Row[] = [
  login('only openid-configuration, for an issuer with a path (Entra, Okta)', everyone, {
    server: { ...tenant, authorizationServerMetadata: 'oidc' },
  }),
  login('only `<issuer>/.well-known/oauth-authorization-server`, for an issuer with a path', onlyOurs, {
    server: { ...tenant, authorizationServerMetadata: 'none' },
    odd: ({ issuer }) => ({
      authorizationServerMetadata: ({ url }) =>
        url === `${issuer}/.well-known/oauth-authorization-server` ? metadataOf(issuer) : undefined,
    }),
  }),
  login('a page where metadata is asked for first, then good openid-configuration', onlyOurs, atFirst(page(200))),
  login('500 where metadata is asked for first, then good openid-configuration', onlyOurs, atFirst(empty(500))),
  login('{} where metadata is asked for first, then good openid-configuration', onlyOurs, atFirst(json({}))),
  login('503 to the first request for server metadata', onlyOurs, {
    odd: () => ({ authorizationServerMetadata: times(1, empty(503)) }),
  }),
  login('optional members of server metadata are null', onlyOurs, {
    odd: says({ introspection_endpoint: null, scopes_supported: null, jwks_uri: null, op_policy_uri: null }),
  }),
  login('`response_types_supported` left out', onlyOurs, { odd: says({ response_types_supported: undefined }) }),
  login('`code_challenge_methods_supported` left out', onlySdks, {
    odd: says({ code_challenge_methods_supported: undefined }),
    rule: 'no sign-in without PKCE (MCP authorization, 2025-11-25)',
    option: { library: { allow: { unadvertisedPkce: true } }, cli: ['--set', 'allow.unadvertisedPkce=true'] },
  }),
  login('`code_challenge_methods_supported` names plain alone', nobody, {
    odd: says({ code_challenge_methods_supported: ['plain'] }),
    option: given(),
  }),
  login('the issuer has a slash more at its path', notV2, {
    server: { issuer: `${tenant.issuer}/` },
    odd: () => ({ resourceMetadata: withMembers({ authorization_servers: [tenant.issuer] }) }),
  }),
  login('the issuer has a slash less than the resource says', everyone, {
    server: tenant,
    odd: () => ({ resourceMetadata: withMembers({ authorization_servers: [`${tenant.issuer}/`] }) }),
  }),
  login('the issuer names the tenant by its id, the resource by its domain', onlyV1, {
    server: { issuer: byId },
    odd: () => ({
      resourceMetadata: withMembers({ authorization_servers: [tenant.issuer] }),
      authorizationServerMetadata: ({ url }) => (url === `${first}/tenant` ? metadataOf(byId) : undefined),
    }),
    rule: exactly,
    option: trusting(byId),
  }),
  login('the issuer is http of the own host, behind a TLS proxy', onlyV1, {
    odd: says({ issuer: 'http://auth.example.com' }),
    rule: exactly,
    option: given(),
  }),
  login('the issuer is another origin', onlyV1, {
    odd: says({ issuer: 'https://evil.example' }),
    rule: exactly,
    option: given(),
  }),
  login('no resource metadata, and server metadata of the origin is a redirect elsewhere', nobody, {
    server: origin,
    odd: () => ({
      authorizationServerMetadata: ({ url }) => (url.startsWith('https://mcp') ? Response.redirect(first) : undefined),
    }),
    option: trusting('https://auth.example.com'),
  }),
  login('no resource metadata, and server metadata of the origin names another issuer', onlyV1, {
    server: origin,
    odd: ({ issuer }) => ({
      authorizationServerMetadata: ({ url }) => (url.startsWith('https://mcp') ? metadataOf(issuer) : undefined),
    }),
    rule: elsewhere,
    option: trusting('https://auth.example.com'),
  }),
  login('no server metadata anywhere, beside resource metadata', onlySdks, {
    server: { authorizationServerMetadata: 'none' },
    rule: 'endpoints come from metadata, and are guessed for servers of 2025-03-26 alone',
    option: given(),
  }),
  login('server metadata of 2 MB', onlySdks, {
    odd: says({ padding: 'x'.repeat(2_000_000) }),
    rule: 'answers of strangers are read to 1 MiB',
    option: given(),
  }),
]
