import { describe, expect, it } from 'vitest'
import { type Env, failure, read, readYaml, serverYaml, settingsOf } from './world.ts'

const url = 'https://mcp.example.com/mcp'
const yaml = serverYaml(`url: ${url}\nheaders: { X-Api-Key: a, Accept: b }\nauth: { redirect_port: 1, scope: a }`)
const readWith = async (env: Env, config: string = yaml) => settingsOf(await readYaml(config, env))

describe('an environment variable', () => {
  it.each([
    ['a URL', { MCP__SERVERS__X__URL: 'https://other.example' }, { url: 'https://other.example' }],
    [
      'a setting for signing in',
      { MCP__SERVERS__X__AUTH__REDIRECT_PORT: '2' },
      { auth: { redirectPort: 2, scope: 'a' } },
    ],
    ['what is not configured', { MCP__SERVERS__X__AUTH__OAUTH: 'no' }, { auth: { oauth: false, redirectPort: 1 } }],
    ['any case', { mcp__Servers__x__auth__Scope: 'b' }, { auth: { scope: 'b' } }],
    ['a list in JSON', { MCP__SERVERS__X__AUTH__SCOPE: '["b", "c"]' }, { auth: { scope: 'b c' } }],
    [
      'a mapping in JSON',
      { MCP__SERVERS__X__AUTH: '{ "persist": "memory" }' },
      { auth: { persist: 'memory', redirectPort: 1 } },
    ],
    [
      'a departure from a rule',
      { MCP__SERVERS__X__AUTH__ALLOW__NETWORKS: '["private"]', MCP__SERVERS__X__AUTH__ALLOW__HTTP: 'auth:1' },
      { auth: { allow: { networks: ['private'], http: ['auth:1'] } } },
    ],
    [
      'a whole server in JSON',
      { MCP__SERVERS__X: '{ "auth": { "scope": null } }' },
      { url, auth: { redirectPort: 1 } },
    ],
    [
      'headers in JSON',
      { MCP__SERVERS__X__HEADERS: '{ "Accept": "c" }' },
      { headers: { 'X-Api-Key': 'a', Accept: 'c' } },
    ],
    [
      'one configured header',
      { MCP__SERVERS__X__HEADERS__X_API_KEY: 'c' },
      { headers: { 'X-Api-Key': 'c', Accept: 'b' } },
    ],
    [
      'a new header',
      { MCP__SERVERS__X__HEADERS__X_NEW: 'c' },
      { headers: { 'X-Api-Key': 'a', Accept: 'b', 'x-new': 'c' } },
    ],
    ['text that only begins like JSON', { MCP__SERVERS__X__AUTH__SCOPE: '[b' }, { auth: { scope: '[b' } }],
    [
      'text where no JSON can be',
      { MCP__SERVERS__X__ACCESS_TOKEN: '{"a":1}' },
      { headers: { Authorization: 'Bearer {"a":1}' } },
    ],
    [
      'text with what looks like a variable',
      { MCP__SERVERS__X__AUTH__ACCOUNT: `\${HOME}` },
      { auth: { account: `\${HOME}` } },
    ],
    [
      'one setting, whatever another says of all',
      { MCP__SERVERS__X__AUTH__SCOPE: 'b', MCP__SERVERS__X__AUTH: '{ "scope": "c" }' },
      { auth: { scope: 'b' } },
    ],
  ])('wins over files with %s', async (_, env: Env, expected) => {
    expect(await readWith(env)).toMatchObject(expected)
  })

  it('wins over a secrets file', async () => {
    const files = { 'fast-agent.yaml': yaml, 'fast-agent.secrets.yaml': serverYaml('auth: { scope: b }') }
    expect(settingsOf(await read(files, { MCP__SERVERS__X__AUTH__SCOPE: 'c' })).auth?.scope).toBe('c')
  })

  it('wins over the files of other programs', async () => {
    const json = '{ "mcpServers": { "x": { "url": "https://a", "oauth": { "callbackPort": 1 } } } }'
    const config = await read({ '.mcp.json': json }, { MCP__SERVERS__X__AUTH__REDIRECT_PORT: '2' })
    expect(settingsOf(config).auth).toMatchObject({ redirectPort: 2, redirectHost: 'localhost' })
  })

  it.each([
    ['my-server', 'MY_SERVER'],
    ['my.server:1', 'MY_SERVER_1'],
    ['my__server', 'MY__SERVER'],
    ['trailing-', 'TRAILING_'],
  ])('means the server %s by %s', async (name, written) => {
    const config = await readYaml(`mcp: { servers: { "my": {url: "${url}"}, "${name}": {url: "${url}"} } }`, {
      [`MCP__SERVERS__${written}__AUTH__SCOPE`]: 'a',
    })
    expect(config.servers.map((server) => [server.name, server.settings?.auth?.scope])).toEqual([
      ['my', undefined],
      [name, 'a'],
    ])
  })

  it('means the server that has that very name, where there are two', async () => {
    const servers = `{ a-b: { url: "${url}" }, A_B: { url: "${url}" } }`
    const config = await readYaml(`mcp: { servers: ${servers} }`, { MCP__SERVERS__A_B__AUTH__SCOPE: 'a' })
    expect(config.servers.map(({ settings }) => settings?.auth?.scope)).toEqual([undefined, 'a'])
  })

  it('makes a server that no file names', async () => {
    const env = { MCP__SERVERS__New__URL: url, MCP__SERVERS__NEW__AUTH__SCOPE: 'a' }
    expect((await read({}, env)).servers).toMatchObject([
      { name: 'new', file: 'environment', line: undefined, settings: { name: 'new', url, auth: { scope: 'a' } } },
    ])
  })

  it('makes a server of one that is null', async () => {
    expect(await readWith({ MCP__SERVERS__X__URL: url }, 'mcp: { servers: { x: null } }')).toMatchObject({ url })
  })

  it.each([
    'MCP__SERVERS__',
    'MCP__SERVERS____URL',
    'MCP__SERVERS__X__',
    'MCP__SERVERS',
    'XMCP__SERVERS__Y__URL',
    'MCP_SERVERS__X__URL',
  ])('says nothing by the name %s', async (name) => {
    const config = await readYaml(yaml, { [name]: 'https://other.example' })
    expect(config.servers).toHaveLength(1)
    expect(settingsOf(config).url).toBe(url)
  })

  it.each([
    ['MCP__SERVERS__X__AUTH__REDIRECT_PORT', 's3cret', 'redirect_port must be an integer.', 'auth.redirect_port'],
    [
      'mcp__servers__x__url',
      's3cret',
      'url must be an absolute http or https URL. Write it with its scheme: https://…',
      'url',
    ],
    [
      'MCP__SERVERS__X__AUTH',
      '{"persist":"s3cret"}',
      'persist must be keyring, memory, file or redis.',
      'auth.persist',
    ],
    [
      'MCP__SERVERS__X__AUTH',
      '{"s3cret',
      'auth must be a mapping. Write `auth: {}` to always sign in, `auth: { oauth: false }` never to, or leave it out.',
      'auth',
    ],
  ])('is named where it is wrong: %s, and its value is not', async (variable, value, message, path) => {
    expect(await failure(readWith({ [variable]: value }))).toMatchObject({
      code: 'invalid_value',
      file: 'environment',
      path: `mcp.servers.x.${path}`,
      message: `environment variable ${variable}: ${message}`,
    })
  })
})
