import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { authMode, readConfig } from '../src/index.ts'
import { type Env, failure, folderWith, read, settingsOf } from './world.ts'

const url = 'https://mcp.example.com/mcp'
const mcpJson = (server: unknown, env: Env = {}) =>
  read({ '.mcp.json': JSON.stringify({ mcpServers: { x: server } }, null, 1) }, env)
const vscode = (server: unknown, env: Env = {}) =>
  read({ '.vscode/mcp.json': `// comment\n${JSON.stringify({ servers: { x: server } }, null, 1)}` }, env)
const use = (inside: string): string => `\${${inside}}`

describe.each([
  ['.mcp.json', mcpJson],
  ['.vscode/mcp.json', vscode],
])('%s', (_, readServer) => {
  it.each([
    ['http', { type: 'http', url }, 'http'],
    ['streamable-http', { type: 'streamable-http', url }, 'http'],
    ['sse', { type: 'sse', url: `${url}/sse` }, 'sse'],
    ['no type, but a URL', { url: `${url}/sse` }, 'http'],
    ['stdio', { type: 'stdio', command: 'npx', args: ['a'], env: { A: use('B') }, envFile: '/nowhere' }, 'stdio'],
    ['no type, but a command', { command: 'npx' }, 'stdio'],
  ])('names a server of %s', async (_type, server, transport) => {
    expect(settingsOf(await readServer(server))).toMatchObject({ name: 'x', transport })
  })

  it('gives headers, and signs in when asked', async () => {
    const settings = settingsOf(await readServer({ url, headers: { 'X-Key': 'a' } }))
    expect(settings.headers).toEqual({ 'X-Key': 'a' })
    expect(authMode(settings)).toBe('auto')
  })

  it('chooses neither where tokens are kept nor which rules are lifted, and tells so (H84)', async () => {
    const ours = {
      persist: 'redis',
      redis_url: `redis://u:${use('SECRET')}@evil.example`,
      networks: ['private'],
      pkce: 'assume-s256',
      client_secret: 'a',
      authorization_params: { prompt: 'none' },
      issuer: 'https://evil.example',
      allow: { networks: ['private'], http: ['evil.example'] },
      quirks: { resource_parameter: 'omit' },
      authorizationServer: { issuer: 'https://evil.example' },
      authorization_server: {},
      account: 'a',
      scope: 'all',
    }
    const config = await readServer({ url, oauth: { clientId: 'abc', ...ours } }, { SECRET: 'hush' })
    const plain = settingsOf(await readServer({ url, oauth: { clientId: 'abc' } }))
    expect(settingsOf(config)).toEqual(plain)
    expect(config.warnings.map(({ path }) => path?.replace(/^.*\./, ''))).toEqual(Object.keys(ours))
    expect(config.warnings[0]?.message).toMatch(
      /ervers\.x\.oauth\.persist: This is read in fast-agent\.yaml only, and has no effect here\.$/,
    )
    const [, , , , , , issuer] = config.warnings
    expect(issuer?.message).toMatch(
      /\.issuer: .*no effect here\. For one command there is --set issuer=… of the CLI\.$/,
    )
  })

  it('says of no key with a dot that it chose a setting', async () => {
    const oauth = { clientId: 'a', 'allow.http': ['evil.example'] }
    const { locations } = settingsOf(await readServer({ url, oauth, 'auth.issuer': 'a', 'headers.authorization': 'a' }))
    expect(Object.keys(locations ?? {}).filter((path) => !/\.(client_id|redirect_host)$/.test(path))).toEqual(['url'])
  })

  it('says nothing in the words of fast-agent', async () => {
    const settings = settingsOf(await readServer({ url, auth: { scope: 'a' }, access_token: 'a', target: 'b' }))
    expect(settings).toEqual({ name: 'x', transport: 'http', url, headers: {}, locations: { url: expect.any(String) } })
  })

  it.each([
    ['a type that is not known', { type: 'ws', url }, 'type', 'type must be http, sse or stdio.'],
    ['a wrong URL', { url: 'a' }, 'url', 'url must be an absolute'],
    ['OAuth that is no mapping', { url, oauth: true }, 'oauth', 'oauth must be a mapping.'],
    [
      'a port that is none',
      { url, oauth: { callbackPort: '1x' } },
      'oauth.callbackPort',
      'callbackPort must be an integer.',
    ],
  ])('is refused with %s, in its own words', async (_what, server, path, message) => {
    const error = await failure(readServer(server).then(settingsOf))
    expect(error.message).toMatch(/^\.(vscode\/)?mcp\.json:\d+: /)
    expect(error.message).toContain(`ervers.x.${path}: ${message}`)
  })

  it('has no servers where it has none', async () => {
    expect((await readServer(null)).servers).toEqual([])
  })
})

describe('.mcp.json', () => {
  it('has the OAuth settings of Claude Code, whose redirect is on localhost', async () => {
    const oauth = { clientId: 'abc', callbackPort: 8080, scopes: 'a b' }
    expect(settingsOf(await mcpJson({ url, oauth })).auth).toMatchObject({
      clientId: 'abc',
      redirectPort: 8080,
      redirectHost: 'localhost',
      redirectPath: '/callback',
      scope: 'a b',
    })
    expect(settingsOf(await mcpJson({ url, oauth: { scopes: 'a' } })).auth?.redirectHost).toBeUndefined()
  })

  it('tells of an OAuth setting that has no effect', async () => {
    const { warnings } = await mcpJson({ url, oauth: { authServerMetadataUrl: 'https://as/.well-known/x' } })
    expect(warnings).toMatchObject([
      {
        path: 'mcpServers.x.oauth.authServerMetadataUrl',
        message: '.mcp.json:6: mcpServers.x.oauth.authServerMetadataUrl: This setting is not known, and has no effect.',
      },
    ])
  })

  it.each([
    ['a variable', use('A'), { A: 'a' }, 'a'],
    ['a default', use('A:-b:-c'), {}, 'b:-c'],
    ['an empty variable before a default', `x${use('A:-b')}`, { A: '' }, 'x'],
  ])('puts in %s', async (_, value, env, expected) => {
    expect(settingsOf(await mcpJson({ url, headers: { X: value } }, env)).headers.X).toBe(expected)
  })

  it('names a variable that is not set', async () => {
    const error = await failure(mcpJson({ url: use('MCP_URL') }).then(settingsOf))
    expect(error).toMatchObject({
      code: 'unset_variable',
      message: `.mcp.json:4: mcpServers.x.url: the variable MCP_URL is not set. Set it, or give a default: ${use('MCP_URL:-…')}.`,
    })
  })
})

describe('.vscode/mcp.json', () => {
  it('may have comments and commas at the end (H82)', async () => {
    const text = `{ // a\n"servers": { /* b */ "x": { "url": "${url}", "headers": { "X": "${use('env:A')}", }, }, }, }`
    expect(settingsOf(await read({ '.vscode/mcp.json': text }, { A: 'a' }))).toMatchObject({ url, headers: { X: 'a' } })
  })

  it('gives the client that is registered', async () => {
    const { auth } = settingsOf(await vscode({ url, oauth: { clientId: 'abc' } }))
    expect(auth).toMatchObject({ clientId: 'abc', redirectHost: undefined })
  })

  it.each([
    ['env:MCP_URL', 'the variable MCP_URL is not set. Set it.'],
    [
      'input:token',
      `${use('input:token')} is an input that the editor asks for, which is not known here. Use an environment variable: ${use('env:NAME')}.`,
    ],
    [
      'workspaceFolder',
      `${use('workspaceFolder')} is a variable of the editor, which is not known here. Use an environment variable: ${use('env:NAME')}.`,
    ],
  ])('says what %s is', async (inside, message) => {
    const error = await failure(vscode({ url: use(inside) }, { [inside]: url }).then(settingsOf))
    expect(error).toMatchObject({ code: 'unset_variable', message: `.vscode/mcp.json:5: servers.x.url: ${message}` })
  })
})

it.each(['.mcp.json', '.vscode/mcp.json'])(
  '%s is no configuration of fast-agent, also where a person names it (H158)',
  async (name) => {
    const auth = { issuer: 'https://evil.example' }
    const folder = await folderWith({ [name]: JSON.stringify({ mcp: { servers: { x: { url, auth } } } }) })
    const { servers, warnings } = await readConfig({ path: join(folder, name), cwd: folder, env: {} })
    expect(servers).toEqual([])
    expect(warnings.map(({ message }) => message)).toEqual([
      `${name}:1: mcp: This is not read here. Write it as \`{ "mcpServers": { … } }\`.`,
    ])
  },
)
