import { expect, it, vi } from 'vitest'
import { nearest } from '../src/nearest.ts'
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

vi.mock(import('../src/nearest.ts'), async (original) => ({ nearest: vi.fn((await original()).nearest) }))

const url = 'https://mcp.example.com/mcp'
const secret = 'SECRETKEY12345678'

it('many misplaced keys in many servers are told of up to a limit, and then counted (H131)', async () => {
  const keys =
    'clientId callbackPort scope scopes uri urls address endpoint serverUrl httpUrl transport ClientId Scope URL'
  const server = { url, ...Object.fromEntries(keys.split(' ').map((key) => [key, 'a'])) }
  const mcpServers = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`s${i}`, server]))
  const { warnings, servers, files } = await read({ '.mcp.json': JSON.stringify({ mcpServers }) })
  expect([servers.length, warnings.length]).toEqual([1500, 21])
  expect(warnings.at(-1)).toEqual({
    message: '.mcp.json: 20980 more settings of this file are not read where they are, and have no effect.',
    file: files[0],
  })
})

it('settings that fast-agent.yaml alone has count as well', async () => {
  const server = { url, persist: 'file', redis_url: 'a' }
  const mcpServers = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`s${i}`, server]))
  const { warnings } = await read({ '.mcp.json': JSON.stringify({ mcpServers }) })
  expect(warnings).toHaveLength(21)
  expect(warnings.at(-1)?.message).toMatch(/: 40 more settings of this file are not read where they are/)
})

it('an unknown key in a client of .mcp.json is short, and without what it holds', async () => {
  const oauth = { [`https://a?k=${secret}`]: 1, ['k'.repeat(40_000)]: 1 }
  const { warnings } = await read({ '.mcp.json': JSON.stringify({ mcpServers: { x: { url, oauth } } }) })
  expect(warnings.map(({ path }) => path)).toEqual([
    'mcpServers.x.oauth.https://a?…',
    `mcpServers.x.oauth.${'k'.repeat(100)}…`,
  ])
})

it('the limit is that of each file by itself', async () => {
  const json = (key: string): string =>
    JSON.stringify({
      [key]: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${key}${i}`, { url, uri: url }])),
    })
  const { warnings } = await read({ '.mcp.json': json('mcpServers'), '.vscode/mcp.json': json('servers') })
  expect(warnings).toHaveLength(42)
})

it('a word that is like an unknown key is not sought without end (H131)', async () => {
  vi.mocked(nearest).mockClear()
  const keys = Array.from({ length: 60_000 }, (_, i) => `k${i}: 1\n`).join('')
  const { warnings } = await readYaml(`${keys}mcp: { servers: { x: { url: "${url}" } } }`)
  expect(warnings).toEqual([])
  expect(vi.mocked(nearest).mock.calls.length).toBeLessThan(1000)
})

it('a server with a name without end is read, and its warnings are short (H131)', async () => {
  const name = 'n'.repeat(40_000)
  const auth = '{ url: a, headers: {}, command: a, transport: a, target: a, port: 1, colour: red }'
  const { servers, warnings } = await readYaml(
    `mcp:\n  servers:\n    ? ${name}\n    : { url: "${url}", auth: ${auth} }`,
  )
  expect(servers.map((server) => server.name)).toEqual([name])
  expect(warnings).toHaveLength(7)
  for (const { message, path } of warnings) expect([message, path]).toEqual([cut, cut])
})

const cut = expect.stringMatching(/^(?=.{0,400}$).*n{100}….*$/)

it.each([
  ['a query', `https://x.example/mcp?api_key=${secret}`, 'https://x.example/mcp?…'],
  ['a user', `https://me:${secret}@x.example/mcp`, 'https://…@x.example/mcp'],
  ['a fragment', `https://x.example/mcp#${secret}`, 'https://x.example/mcp#…'],
  [
    'a long path before a query',
    `https://x.example/${'a'.repeat(200)}?k=${secret}`,
    `https://x.example/${'a'.repeat(82)}…`,
  ],
])('a server whose name is a URL with %s is shown without it', async (_, name, shown) => {
  const yaml = `mcp:\n  servers:\n    "${name}": { url: "${url}", scopes: a, auth: { colour: red } }`
  const json = JSON.stringify({ mcpServers: { [name]: { url } } })
  const { warnings } = await read({ 'fast-agent.yaml': yaml, '.mcp.json': json })
  expect(warnings.map(({ path }) => path)).toEqual([
    `mcpServers.${shown}`,
    `mcp.servers.${shown}.scopes`,
    `mcp.servers.${shown}.auth.colour`,
  ])
  expect(JSON.stringify(warnings)).not.toContain(secret)
})
