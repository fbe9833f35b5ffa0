import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import {
  type Arbitrary,
  assert,
  asyncProperty,
  constant,
  constantFrom,
  integer,
  oneof,
  record,
  string,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile } from '../../../scripts/hostile.ts'
import { readYaml } from './world.ts'

const schema: Readonly<Record<string, unknown>> = JSON.parse(
  await readFile(new URL('../schema.json', import.meta.url), 'utf8'),
)
const validate = new Ajv2020({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  strictTypes: false,
}).compile(schema)

/** Whether no server of it has an error. What is JSON is YAML too. */
async function isRead(document: unknown): Promise<boolean> {
  const { servers } = await readYaml(JSON.stringify(document), {
    URL: 'https://a.example/b',
    PORT: '1',
    WORD: 'a',
    YES: 'yes',
  })
  return servers.every(({ error }) => error === undefined)
}

const url = 'https://a.example/mcp'
const server = (settings: unknown): unknown => ({ mcp: { servers: { x: settings } } })
const auth = (settings: unknown): unknown => server({ url, auth: settings })
const use = (name: string): string => `\${${name}}`

const accepted: readonly unknown[] = [
  {},
  [],
  null,
  { mcp: null, default_model: 'a' },
  { mcp: { servers: null, targets: null } },
  server(null),
  server({ url }),
  server({ url, transport: 'sse', load_on_start: true }),
  server({ url: use('URL') }),
  server({ url: 'http://localhost:8001/mcp?login#a' }),
  server({ url: 'HTTPS://A.example/@b' }),
  server({ url: '', command: 'a' }),
  server({ command: 'npx', args: ['a'] }),
  server({ target: url }),
  server({ target: 'npx a' }),
  server({ url, headers: { 'X-A': 'b', 'X-B': 1, 'X-C': true, 'X-D': null, 'X-E': use('WORD') } }),
  server({ url, headers: { Host: null, 'Content-Length': '', 'X-Proxy-A': 'a', Te2: 'a' } }),
  server({ url, headers: null, access_token: 'Bearer a' }),
  server({ url, headers: { authorization: 'a' }, access_token: '' }),
  server({ url, auth: null }),
  { mcp: { targets: [{ target: url }, { name: 'a', target: 'b' }, null] } },
  auth({}),
  auth({ unknown: 1, forward: 'huggingface' }),
  ...[true, false, null, 0, 1, 'YES', 'off', '1', use('YES')].map((oauth) => auth({ oauth })),
  ...[0, 3030, 65_535, null, '0', '3030', '65535', use('PORT')].map((redirect_port) => auth({ redirect_port })),
  ...['/', '/callback', '/a/b.c/%20', '//', `/${use('WORD')}`].map((redirect_path) => auth({ redirect_path })),
  ...['localhost', '127.0.0.1', '::1', '[::1]', '', null].map((redirect_host) => auth({ redirect_host })),
  ...['a b', '', ['a', 'b'], [], null, [use('WORD')]].map((scope) => auth({ scope })),
  ...['keyring', 'memory', 'file', null].map((persist) => auth({ persist })),
  auth({ persist: 'redis', redis_url: 'redis://localhost:6379' }),
  ...['https://a/b', 'https://a.example/b?c', '', null].map((client_metadata_url) => auth({ client_metadata_url })),
  auth({ client_id: 'a', client_metadata_url: '' }),
  auth({ client_id: 'a', client_secret: 'b', issuer: 'https://as.example' }),
  auth({ client_secret: '' }),
  ...['https://as.example/a', 'http://localhost:9000', 'http://127.0.0.1', 'http://[::1]:1', ''].map((issuer) =>
    auth({ issuer }),
  ),
  ...['none', 'client_secret_post', '', null].map((method) =>
    auth({ client_id: 'a', token_endpoint_auth_method: method }),
  ),
  auth({ authorization_params: { a: 'b', c: 1, d: false, e: null } }),
  ...[true, 'no', null].map((unadvertised_pkce) => auth({ allow: { unadvertised_pkce } })),
  ...['private', ['loopback', 'link_local'], [], '', null].map((networks) => auth({ allow: { networks } })),
  ...['a.b', '[fd00::1]:80', ['10.0.0.1:8080', 'a'], [], '', null].map((http) => auth({ allow: { http } })),
  ...['https://a.b', 'http://a:1/', ['HTTPS://a'], [], ''].map((metadata_origins) =>
    auth({ allow: { metadata_origins } }),
  ),
  ...[{}, null].flatMap((value) => [auth({ allow: value }), auth({ quirks: value })]),
  ...['omit', '', null].map((resource_parameter) => auth({ quirks: { resource_parameter } })),
  ...['repeat', '', null].map((refresh_scope) => auth({ quirks: { refresh_scope } })),
  ...['resource', '', null].map((audience_parameter) => auth({ quirks: { audience_parameter } })),
  ...[{}, null, { issuer: 'a', b: [1, { c: true }] }].map((document) => auth({ authorization_server: document })),
  auth({ account: 'a' }),
]

const refused: readonly unknown[] = [
  server('https://a.example'),
  server([]),
  server({}),
  server({ auth: {} }),
  server({ url: 'a.example/mcp' }),
  server({ url: 'localhost:1' }),
  server({ url: 'ftp://a' }),
  server({ url: 'https://a:b@c' }),
  server({ url: 'https://a b' }),
  server({ url: true }),
  server({ url, transport: 'ws' }),
  server({ url, headers: 'a' }),
  server({ url, headers: { a: ['b'] } }),
  server({ url, headers: { 'a b': 'c' } }),
  server({ url, headers: { a: 'b\nc' } }),
  ...['HOST', 'Content-Length', 'te', 'Proxy-Authorization'].map((name) => server({ url, headers: { [name]: 'a' } })),
  server({ url, headers: { Authorization: 'a' }, access_token: 'b' }),
  server({ target: 'file:///a' }),
  { mcp: { targets: [{ target: url, auth: 1 }] } },
  ...[true, 'keyring', [], 1].map(auth),
  ...['maybe', '', 2, []].map((oauth) => auth({ oauth })),
  ...[true, 'a', '', 1.5, -1, 65_536, '65536', '-1', []].map((redirect_port) => auth({ redirect_port })),
  ...['', 'callback', '/a?b', '/a#b', '/a b', '/a/../b', '/.', '/%2e%2E/', 1, true].map((redirect_path) =>
    auth({ redirect_path }),
  ),
  ...['0.0.0.0', 'a.example', true].map((redirect_host) => auth({ redirect_host })),
  ...[true, {}, [1], [['a']]].map((scope) => auth({ scope })),
  ...['disk', '', true].map((persist) => auth({ persist })),
  auth({ persist: 'redis' }),
  auth({ persist: 'redis', redis_url: '' }),
  auth({ redis_url: 'http://localhost' }),
  ...['http://a/b', 'https://a', 'https://a/', 'https://a/?b', 'a/b', true].map((value) =>
    auth({ client_metadata_url: value }),
  ),
  auth({ client_id: 'a', client_metadata_url: 'https://a/b' }),
  auth({ client_secret: 'a' }),
  auth({ client_id: 'a', client_secret: 'b' }),
  auth({ client_id: '', client_secret: 'b', issuer: 'https://as.example' }),
  ...['ftp://as.example', 'as.example', 'https://a?b', 'https://a:b@c', true].map((issuer) => auth({ issuer })),
  auth({ client_id: 'a', token_endpoint_auth_method: 'private_key_jwt' }),
  ...['a', [], { a: {} }].map((value) => auth({ authorization_params: value })),
  ...['none', true, 2, []].map((offline_access) => auth({ quirks: { offline_access } })),
  ...['none', '', 2].map((unadvertised_pkce) => auth({ allow: { unadvertised_pkce } })),
  ...['public', ['private', 'all'], [''], {}].map((networks) => auth({ allow: { networks } })),
  ...['a b', 'http://a', 'a/', 'a@b', 1, [2], ['']].map((http) => auth({ allow: { http } })),
  ...['a', 'https://a/b', 'https://a?b', 'https://a@b', 1, ['']].map((metadata_origins) =>
    auth({ allow: { metadata_origins } }),
  ),
  ...['a', [], 1].flatMap((value) => [auth({ allow: value }), auth({ authorization_server: value })]),
  ...['', ' ', true].map((account) => auth({ account })),
]

describe('the schema and the reader agree', () => {
  it.each(accepted.map((document) => [JSON.stringify(document), document]))('that %s is right', async (_, document) => {
    expect({ schema: validate(document), read: await isRead(document) }).toEqual({ schema: true, read: true })
  })

  it.each(refused.map((document) => [JSON.stringify(document), document]))('that %s is wrong', async (_, document) => {
    expect({ schema: validate(document), read: await isRead(document) }).toEqual({ schema: false, read: false })
  })

  it('on any auth block', async () => {
    const odd = oneof(
      constantFrom(true, false, null, '', ' ', 'a', 0, 1, -1, 1.5),
      constant([]),
      constant({}),
      constant(['a']),
    )
    const path: Arbitrary<string> = string({
      unit: constantFrom('/', '.', 'a', '%2e', '?', '#', ' ', '~'),
      maxLength: 8,
    }).map((end) => `/${end}`)
    const around = (...values: readonly unknown[]): Arbitrary<unknown> =>
      oneof({ weight: 3, arbitrary: constantFrom(...values) }, odd)
    const block = record(
      {
        oauth: around('yes', 'NO', 'on', 2),
        redirect_port: oneof(integer({ min: -10, max: 70_000 }), integer({ min: 0, max: 70_000 }).map(String), odd),
        redirect_path: oneof(path, odd),
        redirect_host: around('localhost', '127.0.0.1', '::1', '0.0.0.0'),
        scope: around('a b', ['a', 'b'], ['']),
        persist: around('keyring', 'memory', 'file', 'redis'),
        client_metadata_url: around('https://a/b', 'http://a/b', 'https://a/'),
        client_id: around('b'),
        client_secret: around('b'),
        token_endpoint_auth_method: around('none', 'client_secret_basic'),
        issuer: around('https://as', 'ftp://as', 'http://localhost:1/a'),
        authorization_params: around({ a: 'b' }, { a: 1 }, { a: [] }),
        allow: around({ networks: ['private'] }, { networks: 'public' }, { unadvertised_pkce: 'no' }),
        authorization_server: around({ issuer: 'a' }),
        account: around('b'),
        redis_url: around('redis://a', 'rediss://a:1', 'http://a'),
        more: odd,
      },
      { requiredKeys: [] },
    )
    await assert(
      asyncProperty(block, async (settings) => {
        expect(validate(auth(settings))).toBe(await isRead(auth(settings)))
      }),
      hostile(500),
    )
  })
})

it('says of every setting what it is for, and its default where it has one', () => {
  const { $defs, description } = schema as {
    $defs: { auth: { properties: Record<string, { description?: string; default?: unknown }> } }
    description: string
  }
  const { properties } = $defs.auth
  expect(Object.keys(properties).filter((key) => !properties[key]?.description)).toEqual([])
  expect(
    Object.entries(properties).flatMap(([key, value]) => (value.default === undefined ? [] : [[key, value.default]])),
  ).toEqual([
    ['oauth', true],
    ['redirect_port', 3030],
    ['redirect_path', '/callback'],
    ['persist', 'keyring'],
  ])
  expect(description).toContain(use('VARIABLE'))
})
