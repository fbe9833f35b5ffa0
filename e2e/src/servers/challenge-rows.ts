import { challenging } from '../challenging.ts'
import { withMembers } from '../with-members.ts'
import { empty, json, methodOf, page, withoutToken } from './answers.ts'
import { trusting } from './options.ts'
import { everyone, nobody, onlyOurs, onlySdks } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'

const login = rowsOf('login')
const url = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp'
const named =
  (text: string): Odd =>
  () => ({ mcp: challenging(`Bearer resource_metadata="${text}"`) })
const remapped = { 'x-amzn-remapped-www-authenticate': `Bearer resource_metadata="${url}"` }
const badRequest = json({ error: 'Bad Request' }, 400)
/** Open to all but calls of tools. */
const open = json({
  jsonrpc: '2.0',
  id: 0,
  result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'open', version: '1' } },
})
const elsewhere = 'https://meta.example/.well-known/oauth-protected-resource'
const unnamed = { resourceMetadata: 'none', issuer: 'https://auth.example.com' } as const
const moved = empty(307, { location: '/mcp?slash' })

/** Answers to a request without a token. */
export const challengeRows: readonly Row[] = [
  login('401 with a JSON body, without a challenge', everyone, {
    odd: () => ({ mcp: withoutToken(json({ message: 'Unauthorized' }, 401)) }),
  }),
  login('401 with the page of a gateway, without a challenge', everyone, {
    odd: () => ({ mcp: withoutToken(page(401)) }),
  }),
  login('401 with "Bearer" alone', everyone, { server: { resourceMetadata: 'path' } }),
  login('a challenge with the scheme in small letters and a URL without quotation marks', everyone, {
    odd: () => ({ mcp: challenging(`bearer resource_metadata=${url}`) }),
  }),
  login('a Basic challenge before the Bearer challenge', everyone, {
    odd: () => ({ mcp: challenging(`Basic realm="x", Bearer resource_metadata="${url}"`) }),
  }),
  login('the challenge in a header that a gateway renamed (x-amzn-remapped-www-authenticate)', everyone, {
    odd: () => ({ mcp: withoutToken(empty(401, remapped)) }),
  }),
  login('a challenge with quotation marks that are not escaped', everyone, {
    odd: () => ({
      mcp: challenging(`Bearer error_description="Missing "Authorization" header", resource_metadata="${url}"`),
    }),
  }),
  login('`resource_metadata` is a relative URL', everyone, { odd: named(new URL(url).pathname) }),
  login('`resource_metadata` has no scheme', everyone, { odd: named(url.slice(8)) }),
  login('`resource_metadata` is empty', everyone, { odd: named('') }),
  login('`resource_metadata` is http of the own host, behind a TLS proxy', everyone, {
    odd: named(url.replace('https', 'http')),
  }),
  login('`resource_metadata` names another origin', onlySdks, {
    server: { endpoints: { revoke: 'https://meta.example/revoke' } },
    odd: (mock) => ({
      mcp: challenging(`Bearer resource_metadata="${elsewhere}"`),
      resourceMetadata: json({ resource: mock.resource, authorization_servers: [mock.issuer] }),
      authorizationServerMetadata: withMembers({ revocation_endpoint: undefined }),
    }),
    rule: 'metadata of a resource comes from its own origin (RFC 9728 §3)',
    option: {
      library: { allow: { metadataOrigins: ['https://meta.example'] } },
      cli: ['--set', 'allow.metadataOrigins=https://meta.example'],
    },
  }),
  login(
    '`resource_metadata` names a document that is not there, and the server is its own authorization server',
    onlySdks,
    {
      server: { issuer: 'https://mcp.example.com', resourceParameter: 'optional' },
      odd: named(`${url}/none`),
      rule: 'a place that the server names is not replaced by a guess',
      option: {
        library: { issuer: 'https://mcp.example.com' },
        cli: ['--issuer', 'https://mcp.example.com'],
      },
    },
  ),
  login('400 to all but `initialize`', everyone, {
    odd: () => ({
      mcp: withoutToken(async (request, answer) =>
        (await methodOf(request)) === 'initialize' ? undefined : badRequest(request, answer),
      ),
    }),
  }),
  login('400 to POST, 401 to GET alone, as at an SSE endpoint', onlyOurs, {
    odd: () => ({
      mcp: withoutToken((request, answer) => (request.method === 'GET' ? undefined : badRequest(request, answer))),
    }),
  }),
  login('200 to all but tools/call', everyone, {
    odd: () => ({
      mcp: withoutToken(async (request, answer) =>
        (await methodOf(request)) === 'tools/call' ? undefined : open(request, answer),
      ),
    }),
  }),
  login('403 with the challenge instead of 401', onlyOurs, {
    odd: () => ({ mcp: challenging(`Bearer resource_metadata="${url}"`, 403) }),
  }),
  login('404 to requests without a token', onlyOurs, { odd: () => ({ mcp: withoutToken(empty(404)) }) }),
  ...[403, 404, 405].map((status) =>
    login(`${status} to requests without a token, and no resource metadata`, nobody, {
      server: unnamed,
      odd: () => ({ mcp: withoutToken(empty(status)) }),
      option: trusting(unnamed.issuer),
    }),
  ),
  login('302 to a login page, for all but a token', onlyOurs, {
    odd: () => ({ mcp: withoutToken(empty(302, { location: 'https://login.example.com/' })) }),
  }),
  login('302 to the login page of a proxy before the whole server (Cloudflare Access)', nobody, {
    odd: () => ({
      mcp: empty(302, { location: 'https://login.example.com/' }),
      resourceMetadata: empty(302, { location: 'https://login.example.com/' }),
    }),
  }),
  login('307 of each request to another URL of the server', everyone, {
    odd: () => ({ mcp: (request, answer) => (request.url.includes('?') ? undefined : moved(request, answer)) }),
  }),
]
