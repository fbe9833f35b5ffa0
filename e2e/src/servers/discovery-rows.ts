import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'
import { challenging } from '../challenging.ts'
import { withMembers } from '../with-members.ts'
import { cut, dressed, empty, json, methodOf, page, withoutToken } from './answers.ts'
import { everyone, nobody, notV2, onlyOurs, onlySdks } from './outcomes.ts'
import { type Odd, type Row, rowsOf } from './row.ts'

const login = rowsOf('login')
const issuer = 'https://auth.example.com'
const legacy = { resourceMetadata: 'none' } as const
/** Only for the question of today; `initialize` is refused as it should be. */
const toDiscover = (odd: OverrideEndpoint): Odd => {
  const mcp = withoutToken(async (request, answer) =>
    (await methodOf(request)) === 'server/discover' ? odd(request, answer) : undefined,
  )
  return () => ({ mcp })
}
const noMethod = json({ jsonrpc: '2.0', id: 0, error: { code: -32601, message: 'Method not found' } })
const stream: OverrideEndpoint = () =>
  new Response(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode(': ping\n\n')) }), {
    headers: { 'content-type': 'text/event-stream' },
  })

const place = 'https://mcp.example.com/.well-known/oauth-protected-resource/elsewhere'
/** Resource metadata at a place that the challenge alone tells. */
const placed = (mcp: OverrideEndpoint): Odd => {
  return ({ resource }) => ({
    mcp,
    resourceMetadata: ({ url }) =>
      url === place
        ? Response.json({ resource, authorization_servers: [issuer] })
        : new Response(null, { status: 404 }),
  })
}
const says = (text: string): Odd => placed(challenging(text))
const resource = (members: Readonly<Record<string, unknown>>): Odd => {
  return () => ({ resourceMetadata: withMembers(members) })
}
const everywhere = (odd: OverrideEndpoint): Odd => {
  return () => ({ resourceMetadata: odd, authorizationServerMetadata: odd })
}
const ofTomorrow: OverrideEndpoint = ({ headers }) =>
  headers.get('mcp-protocol-version') === '2026-07-28' ? Response.json({}, { status: 400 }) : undefined
const forJsonAlone: OverrideEndpoint = ({ headers }) =>
  headers.get('accept')?.includes('*/*') ? undefined : new Response(null, { status: 406 })
const own = 'https://mcp.example.com'
const local = (serverUrl: string, at: string): Row =>
  login(`the MCP server is at ${serverUrl}, its authorization server at ${at}`, everyone, {
    server: { serverUrl, issuer: at },
  })

/** Servers that are found by more answers than one. */
export const discoveryRows: readonly Row[] = [
  login('`server/discover` is answered 500, `initialize` 401', everyone, { odd: toDiscover(empty(500)) }),
  login('`server/discover` is answered 502 with a page, `initialize` 401', everyone, { odd: toDiscover(page(502)) }),
  login('`server/discover` is answered 429, `initialize` 401', everyone, { odd: toDiscover(empty(429)) }),
  login('the connection is cut at `server/discover`, `initialize` is answered 401', everyone, { odd: toDiscover(cut) }),
  login('`server/discover` is answered 200 "Method not found" by a server of 2025-03-26', everyone, {
    server: legacy,
    odd: toDiscover(noMethod),
  }),
  login('`server/discover` is answered 202 by a server of 2025-03-26', everyone, {
    server: legacy,
    odd: toDiscover(empty(202)),
  }),
  login('`server/discover` is answered by a stream of a server of 2025-03-26', everyone, {
    server: legacy,
    odd: toDiscover(stream),
  }),
  login('the challenge to `initialize` alone tells where the metadata is', everyone, {
    odd: placed(
      withoutToken(async (request, answer) =>
        (await methodOf(request)) === 'server/discover'
          ? noMethod(request, answer)
          : challenging(`Bearer resource_metadata="${place}"`)(request, answer),
      ),
    ),
  }),
  login('400 with the challenge instead of 401', onlyOurs, {
    odd: () => ({ mcp: challenging('Bearer error="invalid_request"', 400) }),
  }),
  login('a challenge in capitals', onlyOurs, { odd: says(`BEARER RESOURCE_METADATA="${place}"`) }),
  login('a challenge with blanks around its signs of equality', onlyOurs, {
    odd: says(`Bearer realm = "mcp", resource_metadata = "${place}"`),
  }),
  login('`resource_metadata` is escaped as in JSON', onlyOurs, {
    odd: says(`Bearer resource_metadata="${place.replaceAll('/', '\\/')}"`),
  }),
  login('white space at the end of `resource_metadata`', everyone, {
    odd: says(`Bearer resource_metadata="${place} "`),
  }),
  login('white space at the end of `resource`', everyone, { odd: resource({ resource: `${own}/mcp\n` }) }),
  login('white space at the end of the issuer in `authorization_servers`', everyone, {
    odd: resource({ authorization_servers: [`${issuer} `] }),
  }),
  login('the issuer in `authorization_servers` is in capitals', notV2, {
    odd: resource({ authorization_servers: ['https://AUTH.Example.com'] }),
  }),
  login('the issuer in `authorization_servers` has the default port', notV2, {
    odd: resource({ authorization_servers: [`${issuer}:443`] }),
  }),
  login('the first of two authorization servers has http for https', notV2, {
    odd: resource({ authorization_servers: ['http://auth.example.com', issuer] }),
  }),
  login('resource metadata answered 201', everyone, { odd: () => ({ resourceMetadata: dressed(201) }) }),
  login('server metadata answered 206', everyone, { odd: () => ({ authorizationServerMetadata: dressed(206) }) }),
  login('200 {} where a server of 2025-03-26 is asked for resource metadata', everyone, {
    server: legacy,
    odd: () => ({ resourceMetadata: json({}) }),
  }),
  login('500 where a server of 2025-03-26 is asked for resource metadata', onlySdks, {
    server: legacy,
    odd: () => ({ resourceMetadata: empty(500) }),
    rule: 'metadata that is out of order is not replaced by a guess',
    option: { library: { issuer: own }, cli: ['--issuer', own] },
  }),
  login('401 to requests for any metadata: the paths of 2025-03-26', everyone, {
    server: legacy,
    odd: everywhere(empty(401)),
  }),
  login('400 to requests for metadata in a protocol version of tomorrow', everyone, { odd: everywhere(ofTomorrow) }),
  login('406 to requests for metadata that take JSON alone', onlyOurs, { odd: everywhere(forJsonAlone) }),
  login('server metadata demands that requests are pushed (PAR), and others are refused', nobody, {
    odd: () => ({
      authorizationServerMetadata: withMembers({ require_pushed_authorization_requests: true }),
      authorize: json({ error: 'invalid_request' }, 400),
    }),
  }),
  local('http://localhost:8000/mcp', 'http://127.0.0.1:9000'),
  local('http://127.0.0.1:8000/mcp', 'http://localhost:9000'),
  local('http://localhost:8000/mcp', 'http://[::1]:9000'),
]
