import { expect, it } from 'vitest'
import { type Env, type Files, read } from './world.ts'

const url = 'https://mcp.example.com/mcp'
const servers = `servers:\n  x: { url: ${url} }\n`
const yaml = (text: string): Files => ({ 'fast-agent.yaml': text })
const server = (lines: string): Files => yaml(`mcp:\n  servers:\n    x:\n${lines.replace(/^/gm, '      ')}`)
const mcpJson = (value: unknown): Files => ({ '.mcp.json': JSON.stringify(value, undefined, 1) })
const vscode = (value: unknown): Files => ({ '.vscode/mcp.json': JSON.stringify(value, undefined, 1) })
const indented = `mcp:\n  ${servers.replaceAll('\n', '\n  ')}`

async function warningsOf(files: Files, env: Env = {}): Promise<readonly string[]> {
  return (await read(files, env)).warnings.map(({ message }) => message)
}

const authKeys = `persist: file\nscope: a\nclient_id: a\nissuer: https://as.example\nredirect_port: 1\naccount: a\noauth: false`

it.each<[string, Files, readonly string[]]>([
  ['servers at the root', yaml(servers), ['fast-agent.yaml:1: servers: … as `mcp: { servers: { ~ } }`.']],
  ['targets at the root', yaml('a: 1\ntargets: []'), ['fast-agent.yaml:2: targets: … as `mcp: { targets: [ ~ ] }`.']],
  ['mcpServers in YAML', yaml(`mcpServers: {}`), ['fast-agent.yaml:1: mcpServers: … as `mcp: { servers: { ~ } }`.']],
  [
    'mcpServers under mcp',
    yaml('mcp: { mcpServers: {} }'),
    ['fast-agent.yaml:1: mcp.mcpServers: … as `servers: { ~ }`.'],
  ],
  [
    'mcp.server',
    yaml(indented.replace('servers', 'server')),
    ['fast-agent.yaml:2: mcp.server: … as `servers: { ~ }`.'],
  ],
  ['MCP in capitals', yaml(indented.replace('mcp', 'MCP')), ['fast-agent.yaml:1: MCP: … as `mcp: { ~ }`.']],
  [
    'secrets',
    { ...yaml(indented), 'fast-agent.secrets.yaml': servers },
    ['fast-agent.secrets.yaml:1: servers: … as `mcp: { servers: { ~ } }`.'],
  ],
  [
    'auth keys beside url',
    server(`url: ${url}\n${authKeys}`),
    authKeys.split('\n').map((line, index) => {
      const key = line.replace(/:.*/, '')
      return `fast-agent.yaml:${index + 5}: mcp.servers.x.${key}: … as \`auth: { ${key}: ~ }\`.`
    }),
  ],
  [
    'keys of the server in auth',
    server(`url: ${url}\nauth:\n  headers: { a: b }`),
    ['fast-agent.yaml:6: mcp.servers.x.auth.headers: … beside auth, as `headers: { ~ }`.'],
  ],
  ['uri', server(`uri: ${url}`), ['fast-agent.yaml:4: mcp.servers.x.uri: … as `url: ~`.']],
  [
    'words of other programs',
    server(`serverUrl: ${url}\ntype: http`),
    [
      'fast-agent.yaml:4: mcp.servers.x.serverUrl: … as `url: ~`.',
      'fast-agent.yaml:5: mcp.servers.x.type: … as `transport: ~`.',
    ],
  ],
  [
    'a target',
    yaml(`mcp:\n  targets:\n    - target: ${url}\n      persist: file`),
    ['fast-agent.yaml:4: mcp.targets[0].persist: … as `auth: { persist: ~ }`.'],
  ],
  [
    '"servers" in .mcp.json',
    mcpJson({ servers: { x: { url } } }),
    ['.mcp.json:2: servers: … as `{ "mcpServers": { ~ } }`.'],
  ],
  ['"mcp" in .mcp.json', mcpJson({ mcp: { servers: {} } }), ['.mcp.json:2: mcp: … as `{ "mcpServers": { ~ } }`.']],
  [
    '"mcpServers" in .vscode',
    vscode({ mcpServers: {} }),
    ['.vscode/mcp.json:2: mcpServers: … as `{ "servers": { ~ } }`.'],
  ],
  [
    'a client beside url in .mcp.json',
    mcpJson({ mcpServers: { x: { url, clientId: 'a' } } }),
    ['.mcp.json:5: mcpServers.x.clientId: … as `"oauth": { "clientId": ~ }`.'],
  ],
  [
    'a port beside url in .mcp.json',
    mcpJson({ mcpServers: { x: { url, redirect_port: 1 } } }),
    ['.mcp.json:5: mcpServers.x.redirect_port: … as `"oauth": { "callbackPort": ~ }`.'],
  ],
  [
    'a client in auth in .mcp.json',
    mcpJson({ mcpServers: { x: { url, auth: { clientId: 'a', persist: 'file' } } } }),
    ['.mcp.json:5: mcpServers.x.auth: … as `"oauth": { ~ }`.'],
  ],
  [
    'auth in .vscode/mcp.json',
    vscode({ servers: { x: { uri: url, auth: {} } } }),
    [
      '.vscode/mcp.json:4: servers.x.uri: … as `"url": ~`.',
      '.vscode/mcp.json:5: servers.x.auth: … as `"oauth": { ~ }`.',
    ],
  ],
  [
    'a path as a key',
    yaml(`mcp.servers: {}\nmcp.targets: []\n${indented}`),
    [
      'fast-agent.yaml:1: mcp.servers: … as `mcp: { servers: { ~ } }`.',
      'fast-agent.yaml:2: mcp.targets: … as `mcp: { targets: [ ~ ] }`.',
    ],
  ],
  [
    'a path beside url',
    server(`url: ${url}\nauth.persist: file\nauth.client-id: a`),
    [
      'fast-agent.yaml:5: mcp.servers.x.auth.persist: … as `auth: { persist: ~ }`.',
      'fast-agent.yaml:6: mcp.servers.x.auth.client-id: … as `auth: { client_id: ~ }`.',
    ],
  ],
  [
    'a path in .mcp.json',
    mcpJson({ mcpServers: { x: { url, 'oauth.clientId': 'a' } } }),
    ['.mcp.json:5: mcpServers.x.oauth.clientId: … as `"oauth": { "clientId": ~ }`.'],
  ],
])('says of a key that is not read where it belongs: %s', async (_, files, expected) => {
  const advice = 'This is not read here. Write it'
  expect(await warningsOf(files)).toEqual(expected.map((text) => text.replace('…', advice).replace('~', '…')))
})

it.each<[string, Files, string]>([
  ['servers at the root', yaml(servers), 'mcp: { servers: { x: { url: "https://mcp.example.com/mcp" } } }'],
  ['a path as a key', yaml('mcp.servers: {}'), 'mcp: { servers: { x: { url: "https://mcp.example.com/mcp" } } }'],
  ['"servers" in .mcp.json', mcpJson({ servers: {} }), JSON.stringify({ mcpServers: { x: { url } } }, undefined, 1)],
])('has no warning once its advice is followed to the letter: %s', async (_, files, written) => {
  const [name = ''] = Object.keys(files)
  const [before = ''] = await warningsOf(files)
  const copied = /`(.*)`/.exec(before)?.[1] ?? ''
  const value = name.endsWith('.json') ? `{ "x": { "url": "${url}" } }` : `{ x: { url: "${url}" } }`
  const after = copied.replace('{ … }', value)
  expect(after.replaceAll(/\s/g, '')).toBe(written.replaceAll(/\s/g, ''))
  const { servers: named, warnings } = await read({ [name]: after })
  expect([named.length, warnings]).toEqual([1, []])
})

it.each<[string, Files, readonly string[]]>([
  [
    'persist beside url',
    mcpJson({ mcpServers: { x: { url, persist: 'file' } } }),
    ['.mcp.json:5: mcpServers.x.persist'],
  ],
  [
    'persist in VS Code',
    vscode({ servers: { x: { url, persist: 'file' } } }),
    ['.vscode/mcp.json:5: servers.x.persist'],
  ],
  [
    'an auth block',
    mcpJson({ mcpServers: { x: { url, auth: { persist: 'file' } } } }),
    ['.mcp.json:5: mcpServers.x.auth'],
  ],
  [
    'settings beside url',
    vscode({ servers: { x: { url, redis_url: 'redis://a', access_token: 'b' } } }),
    ['.vscode/mcp.json:5: servers.x.redis_url', '.vscode/mcp.json:6: servers.x.access_token'],
  ],
])(
  'says of a setting in a file of another program that fast-agent.yaml alone has it: %s',
  async (_, files, locations) => {
    const advice = ': This is read in fast-agent.yaml only, and has no effect here.'
    expect(await warningsOf(files)).toEqual(locations.map((place) => place + advice))
  },
)

it.each<[string, Files, string]>([
  ['a server', server(`url: ${url}\nheaderz: {}`), 'fast-agent.yaml:5: mcp.servers.x.headerz: … headers?'],
  ['.mcp.json', mcpJson({ mcpServer5: {} }), '.mcp.json:2: mcpServer5: … mcpServers?'],
])('guesses what a key of %s was to be that is one letter off', async (_, files, expected) => {
  const advice = 'This setting is not known, and has no effect. Did you mean'
  expect(await warningsOf(files)).toEqual([expected.replace('…', advice)])
})

it('names the key that an environment variable should end in', async () => {
  expect(await warningsOf({}, { MCP__SERVERS__X__URL: url, MCP__SERVERS__X__PERSIST: 'file' })).toEqual([
    'environment variable MCP__SERVERS__X__PERSIST: This setting is not known, and has no effect. Did you mean auth.persist?',
  ])
})

it.each<[string, Files, string]>([
  ['is empty', yaml(''), 'fast-agent.yaml: This file is empty, or has only comments.'],
  ['has comments only', yaml('# mcp:\n---\n'), 'fast-agent.yaml: This file is empty, or has only comments.'],
  ['is an empty .mcp.json', { '.mcp.json': '' }, '.mcp.json: This file is empty, or has only comments.'],
  ['is a list', yaml('[]'), 'fast-agent.yaml: This file must hold a mapping. Nothing is read from it.'],
  ['is text', yaml('text'), 'fast-agent.yaml: This file must hold a mapping. Nothing is read from it.'],
  ['has text for mcp', yaml('mcp: x'), 'fast-agent.yaml:1: mcp: This must be a mapping with the key servers.'],
  ['is JSON without servers', mcpJson({}), '.mcp.json: This file names no servers: mcpServers is not in it.'],
  ['is an editor’s with inputs only', vscode({ inputs: [] }), '.vscode/mcp.json: This file names no servers: servers'],
])('says of a file of which nothing is read why: it %s', async (_, files, start) => {
  expect(await warningsOf(files)).toEqual([expect.stringContaining(start)])
})

it.each<[string, Files]>([
  ['fast-agent itself', yaml('default_model: a\nlogger: {}\nmcp_timeline: {}\nmcp: { ui: a, servers: {} }')],
  [
    'a server of fast-agent',
    server(
      `url: ${url}\nname: a\ndescription: b\nroots: [{ uri: "file:///a" }]\nargs: []\nenv: {}\ncwd: a\nsampling: {}`,
    ),
  ],
  ['a program', server('command: a\npersist: b\nuri: c')],
  [
    'Claude Code',
    mcpJson({ mcpServers: { x: { url, type: 'http', headersHelper: 'a', timeout: 1, disabled: true } } }),
  ],
  ['VS Code', vscode({ inputs: [], servers: { x: { url, type: 'http', dev: {}, gallery: true, version: '1' } } })],
])('says nothing of keys that others read: %s', async (_, files) => {
  expect(await warningsOf(files)).toEqual([])
})
