import { expect, it, vi } from 'vitest'
import { nearest } from '../src/nearest.ts'
import { read, readYaml } from './world.ts'

vi.mock(import('../src/nearest.ts'), async (original) => ({ nearest: vi.fn((await original()).nearest) }))

const url = 'https://mcp.example.com/mcp'
const secret = 'SECRETKEY12345678'

it('many misplaced keys in many servers are told of up to a limit, and then counted', async () => {
  const keys =
    'clientId callbackPort scope scopes uri urls address endpoint serverUrl httpUrl transport ClientId Scope URL'
  const server = { url, ...Object.fromEntries(keys.split(' ').map((key) => [key, 'a'])) }
  const mcpServers = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`s${i}`, server]))
  const { warnings, servers, files } = await read({ '.mcp.json': JSON.stringify({ mcpServers }) })
  expect([servers.length, warnings.length]).toEqual([1500, 21])
  expect(warnings.at(-1)).toEqual({
    message: '.mcp.json: 20980 more settings of it are not read where they stand, and have no effect.',
    file: files[0],
  })
})

it('settings that fast-agent.yaml alone has count as well', async () => {
  const server = { url, persist: 'file', redis_url: 'a' }
  const mcpServers = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`s${i}`, server]))
  const { warnings } = await read({ '.mcp.json': JSON.stringify({ mcpServers }) })
  expect(warnings).toHaveLength(21)
  expect(warnings.at(-1)?.message).toMatch(/: 40 more settings of it are not read where they stand/)
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

it('a word that is like an unknown key is not sought without end', async () => {
  vi.mocked(nearest).mockClear()
  const keys = Array.from({ length: 60_000 }, (_, i) => `k${i}: 1\n`).join('')
  const { warnings } = await readYaml(`${keys}mcp: { servers: { x: { url: "${url}" } } }`)
  expect(warnings).toEqual([])
  expect(vi.mocked(nearest).mock.calls.length).toBeLessThan(1000)
})

it('a server with a name without end is read, and its warnings are short', async () => {
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
