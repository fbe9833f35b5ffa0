import { expect, it } from 'vitest'
import { read, readYaml, serverYaml } from './world.ts'

const warningsOf = async (auth: string): Promise<readonly string[]> =>
  (await readYaml(serverYaml(`url: https://a.example\nauth: ${auth}`))).warnings.map(({ message }) => message)
const start = 'fast-agent.yaml:5: mcp.servers.x.auth'

it.each([
  [
    'a misspelt key',
    '{ scopes: a }',
    [`${start}.scopes: This setting is not known, and has no effect. Did you mean scope?`],
  ],
  ['a key like no other', '{ colour: red }', [`${start}.colour: This setting is not known, and has no effect.`]],
  [
    'what is for fast-agent alone',
    '{ forward: huggingface }',
    [`${start}.forward: forward belongs to fast-agent itself, and has no effect here.`],
  ],
  [
    'keys that stand under allow',
    '{ networks: [private], pkce: assume-s256, allow: { pkce: true, netwrks: private } }',
    [
      `${start}.networks: This is not read here. Write it as \`allow: { networks: … }\`.`,
      `${start}.pkce: This is not read here. Write it as \`allow: { unadvertised_pkce: … }\`.`,
      `${start}.allow.pkce: This is not read here. Write it as \`unadvertised_pkce: …\`.`,
      `${start}.allow.netwrks: This setting is not known, and has no effect. Did you mean networks?`,
    ],
  ],
  ['nothing for fast-agent', '{ forward: null }', []],
  [
    'a method without a client',
    '{ token_endpoint_auth_method: none }',
    [`${start}.token_endpoint_auth_method: token_endpoint_auth_method has no effect without client_id.`],
  ],
  [
    'all that is known',
    '{ oauth: true, redirect_port: 1, redirect_path: /, redirect_host: localhost, scope: a, persist: redis, client_id: a, client_secret: a, token_endpoint_auth_method: none, issuer: "https://a", authorization_params: {}, allow: { http: [a], networks: [private], metadata_origins: [], unadvertised_pkce: true, legacy_servers: true }, authorization_server: { unknown: a }, account: a, redis_url: "redis://a", client_metadata_url: null }',
    [],
  ],
])('tells of %s in an auth block', async (_, auth, expected) => {
  expect(await warningsOf(auth)).toEqual(expected)
})

it('names the place of a warning', async () => {
  const { files, warnings } = await readYaml(serverYaml('url: https://a.example\nauth:\n  scpe: a'))
  expect(warnings).toEqual([
    {
      message:
        'fast-agent.yaml:6: mcp.servers.x.auth.scpe: This setting is not known, and has no effect. Did you mean scope?',
      file: files[0],
      line: 6,
      path: 'mcp.servers.x.auth.scpe',
    },
  ])
})

it.each([
  ['servers', 'mcp: { servers: [a] }', 'mcp.servers: This must be a mapping from names to servers. It is ignored.'],
  ['targets', 'mcp: { targets: a }', 'mcp.targets: This must be a list of servers, each with a target. It is ignored.'],
  [
    'a target',
    'mcp: { targets: [a] }',
    'mcp.targets[0]: This must be a mapping with a name and a target. It is ignored.',
  ],
])('tells of %s in the wrong form, and goes on', async (_, yaml, message) => {
  const { servers, warnings } = await readYaml(yaml)
  expect(servers).toEqual([])
  expect(warnings.map((warning) => warning.message)).toEqual([`fast-agent.yaml:1: ${message}`])
})

it('tells which server is hidden by another of its name, and where that is', async () => {
  const json = '{\n"mcpServers": {\n"x": { "url": "https://second.example" }}}'
  const { servers, warnings } = await read({
    'fast-agent.yaml': serverYaml('url: https://first.example'),
    '.mcp.json': json,
    '.vscode/mcp.json': json.replace('mcpServers', 'servers'),
  })
  expect(servers.map(({ settings }) => settings?.url)).toEqual(['https://first.example'])
  expect(warnings.map(({ message }) => message)).toEqual([
    '.mcp.json:3: mcpServers.x: "x" is ignored: it is configured in fast-agent.yaml:3 already.',
    '.vscode/mcp.json:3: servers.x: "x" is ignored: it is configured in fast-agent.yaml:3 already.',
  ])
})
