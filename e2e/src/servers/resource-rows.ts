import { withMembers } from '../with-members.ts'
import { cut, dressed, empty, formOf, page, rewritten, times } from './answers.ts'
import { trusting } from './options.ts'
import { everyone, nobody, onlyOurs, onlySdks, onlyV1 } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'

const login = rowsOf('login')
const says =
  (members: Readonly<Record<string, unknown>>): Odd =>
  () => ({ resourceMetadata: withMembers(members) })
const own = { issuer: 'https://mcp.example.com' }
const root = { resourceMetadata: 'root', resource: 'https://mcp.example.com' } as const
/** Answered at the path; the document at the root is good. */
const atPath = (odd: ReturnType<typeof empty>): { server: typeof root; odd: Odd } => ({
  server: root,
  odd: () => ({
    resourceMetadata: (request, answer) => (request.url.endsWith('/mcp') ? odd(request, answer) : undefined),
  }),
})
const issuer = 'https://auth.example.com'
const down = 'https://down.example'

/** Answers where the resource's metadata is asked for. */
export const resourceRows: readonly Row[] = [
  login('resource metadata at the root alone', everyone, { server: root }),
  login('no resource metadata (2025-03-26)', everyone, { server: { resourceMetadata: 'none' } }),
  login('no resource metadata, and `resource` is refused', everyone, {
    server: { resourceMetadata: 'none', resourceParameter: 'refused' },
  }),
  login('no metadata at all: the paths of 2025-03-26', everyone, {
    server: { resourceMetadata: 'none', authorizationServerMetadata: 'none' },
  }),
  login('`authorization_servers` left out', everyone, { server: own, odd: says({ authorization_servers: undefined }) }),
  login('`authorization_servers` is empty', everyone, { server: own, odd: says({ authorization_servers: [] }) }),
  login('the issuer in `authorization_servers` has a slash more (Google)', everyone, {
    odd: says({ authorization_servers: ['https://auth.example.com/'] }),
  }),
  login('the first of two authorization servers is down', onlyOurs, {
    server: { endpoints: { revoke: `${down}/revoke` } },
    odd: () => ({
      resourceMetadata: withMembers({ authorization_servers: [down, 'https://auth.example.com'] }),
      authorizationServerMetadata: (request, answer) =>
        request.url.startsWith(down)
          ? empty(503)(request, answer)
          : withMembers({ revocation_endpoint: undefined })(request, answer),
    }),
  }),
  login('`authorization_servers` names the URL of the metadata', onlySdks, {
    odd: says({ authorization_servers: ['https://auth.example.com/.well-known/oauth-authorization-server'] }),
    rule: 'endpoints come from metadata, and are guessed for servers of 2025-03-26 alone',
    option: trusting(issuer),
  }),
  login('`authorization_servers` has http for https, behind a TLS proxy', onlyV1, {
    odd: says({ authorization_servers: ['http://auth.example.com'] }),
    rule: 'who authorizes is asked over https alone',
    option: trusting(issuer),
  }),
  login('the issuer in `authorization_servers` has a query', onlyV1, {
    odd: says({ authorization_servers: [`${issuer}/?tenant=1`] }),
    rule: 'an issuer has no query (RFC 8414 §2)',
    option: trusting(issuer),
  }),
  login('`resource` is announced, and refused in the browser', nobody, {
    server: { resourceParameter: 'optional' },
    odd: () => ({
      authorize: ({ url }) => {
        const { searchParams } = new URL(url)
        if (!searchParams.has('resource')) return undefined
        const back = new URL(searchParams.get('redirect_uri') ?? '')
        back.search = String(
          new URLSearchParams({ error: 'invalid_request', state: searchParams.get('state') ?? '', iss: issuer }),
        )
        return Response.redirect(back)
      },
    }),
    option: { library: { quirks: { resourceParameter: 'omit' } }, cli: ['--set', 'quirks.resourceParameter=omit'] },
  }),
  login('`resource` is announced, and refused with the code', nobody, {
    server: { resourceParameter: 'optional' },
    odd: () => ({
      token: async (request) =>
        (await formOf(request)).has('resource')
          ? Response.json({ error: 'invalid_target' }, { status: 400 })
          : undefined,
    }),
    option: { library: { quirks: { resourceParameter: 'omit' } }, cli: ['--set', 'quirks.resourceParameter=omit'] },
  }),
  login('the authorization server is in a private network', onlySdks, {
    server: { issuer: 'https://10.0.0.7' },
    rule: 'a public server names nobody in a private network',
    option: { library: { allow: { networks: ['private'] } }, cli: ['--set', 'allow.networks=private'] },
  }),
  login('the authorization server is on this machine', onlySdks, {
    server: { issuer: 'https://localhost:8443' },
    rule: 'a public server names nobody on this machine',
    option: { library: { allow: { networks: ['loopback'] } }, cli: ['--set', 'allow.networks=loopback'] },
  }),
  login('`resource` left out', nobody, { odd: says({ resource: undefined }) }),
  login('`resource` is the origin, the server has a path (Notion)', everyone, {
    server: { resource: 'https://mcp.example.com' },
  }),
  login('`resource` has a slash more than the URL', onlyOurs, { server: { resource: 'https://mcp.example.com/mcp/' } }),
  login('`resource` has a slash less than the URL', everyone, {
    server: { serverUrl: 'https://mcp.example.com/mcp/', resource: 'https://mcp.example.com/mcp' },
  }),
  login('`resource` is the name of the machine behind the proxy', nobody, {
    server: { resource: 'http://10.0.0.5:8000/mcp' },
  }),
  login('optional members of resource metadata are null', onlyOurs, {
    odd: says({ scopes_supported: null, resource_name: null, jwks_uri: null, resource_documentation: null }),
  }),
  login('`scopes_supported` of the resource is a text', onlyOurs, { odd: says({ scopes_supported: 'mcp:read' }) }),
  login('optional URLs of resource metadata are empty or relative', onlyOurs, {
    odd: says({ jwks_uri: '', resource_policy_uri: '/policy', resource_documentation: '' }),
  }),
  login('resource metadata as text/html', everyone, {
    odd: () => ({ resourceMetadata: dressed(undefined, { 'content-type': 'text/html' }) }),
  }),
  login('resource metadata with a byte order mark', everyone, {
    odd: () => ({ resourceMetadata: rewritten((text) => `\u{FEFF}${text}`) }),
  }),
  login('resource metadata answered 203 by a proxy', everyone, { odd: () => ({ resourceMetadata: dressed(203) }) }),
  login('the page of an application at the path, the document at the root', onlyOurs, atPath(page(200))),
  login('403 of a CDN at the path, the document at the root', everyone, atPath(empty(403))),
  login('500 at the path, the document at the root', onlyOurs, atPath(empty(500))),
  login(
    'the connection for resource metadata is cut once',
    { ...everyone, v2: 'out' },
    {
      odd: () => ({ resourceMetadata: times(1, cut) }),
    },
  ),
]
