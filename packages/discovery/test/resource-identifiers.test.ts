import { expect, it } from 'vitest'
import { discover, discoverProtectedResource } from '../src/index.ts'
import { lines, network } from './world.ts'

const serverUrl = 'https://mcp.example/api'
const root = 'https://mcp.example/.well-known/oauth-protected-resource'
const place = `${root}/api`
const document = (resource: unknown) => ({ resource, authorization_servers: ['https://as.example'] })

it.each([
  ['https://evil.example/api', '"https://evil.example/api"'],
  ['https://mcp.example.evil.example/api', '"https://mcp.example.evil.example/api"'],
  ['https://mcp.example:8443/api', '"https://mcp.example:8443/api"'],
  ['http://mcp.example/api', '"http://mcp.example/api"'],
  ['https://mcp.example/api123', '"https://mcp.example/api123"'],
  ['https://mcp.example/ap', '"https://mcp.example/ap"'],
  ['https://mcp.example/api/tools', '"https://mcp.example/api/tools"'],
  ['https://mcp.example/api#', '"https://mcp.example/api#"'],
  ['https://mcp.example/api#tools', '"https://mcp.example/api#tools"'],
  ['https://mcp.example/api?', '"https://mcp.example/api?"'],
  ['https://mcp.example/api?a=b', '"https://mcp.example/api?…"'],
  ['https://mcp.example/api?a=b#c', '"https://mcp.example/api?…#c"'],
  ['', '""'],
  ['api', '"api"'],
  ['javascript:alert(1)', '"javascript:alert(1)"'],
  [null, undefined],
  [undefined, undefined],
  [['https://mcp.example/api'], undefined],
  [{ href: 'https://mcp.example/api' }, undefined],
  [7, undefined],
])('asks no authorization server on the word of metadata for %j (H8, P6)', async (resource, shown) => {
  const sent = network({ [place]: document(resource), [root]: document(serverUrl) })
  const why = shown
    ? `is for ${shown}, not for ${serverUrl}. It is not used. If that is how the server calls itself, use its URL there; no setting changes that.`
    : 'names no resource (RFC 9728 §2). It is not used. No setting changes that.'
  await expect(discover(serverUrl, { challenge: {} })).rejects.toMatchObject({
    code: 'resource_mismatch',
    message: `The resource metadata ${place} ${why}`,
  })
  expect(lines(sent)).toEqual([`GET ${place}`])
})

it.each([
  ['letters that look like ours', 'https://m\u0441p.example/api', '"https://m%D1%81p.example/api"'],
  ['wide letters', 'https://\uff4dcp.example/apis', '"https://%EF%BD%8Dcp.example/apis"'],
  ['a turned direction', 'https://mcp.example/\u202eipa', '"https://mcp.example/%E2%80%AEipa"'],
  ['what a terminal obeys', 'https://mcp.example/\u001b[2J\u0000', '"https://mcp.example/\ufffd[2J\ufffd"'],
  ['half a character', 'https://mcp.example/\ud800', '"https://mcp.example/\ufffd"'],
  ['far too much', `https://mcp.example/${'x'.repeat(200_000)}`, `"https://mcp.example/${'x'.repeat(180)}…"`],
])('shows %s in a resource as what it is', async (_, resource, shown) => {
  network({ [place]: document(resource) })
  await expect(discoverProtectedResource(serverUrl, undefined)).rejects.toMatchObject({
    code: 'resource_mismatch',
    message: `The resource metadata ${place} is for ${shown}, not for ${serverUrl}. It is not used. If that is how the server calls itself, use its URL there; no setting changes that.`,
  })
})

it('shows no key that the metadata repeats from our query, as servers behind a proxy do', async () => {
  network({ [`${place}?key=hush`]: document('http://10.0.0.7:8080/api?key=hush') })
  await expect(discover(`${serverUrl}?key=hush`, { challenge: {} })).rejects.toMatchObject({
    code: 'resource_mismatch',
    message: `The resource metadata ${place}?key=… is for "http://10.0.0.7:8080/api?…", not for ${serverUrl}?key=…. It is not used. If that is how the server calls itself, use its URL there; no setting changes that.`,
  })
})

it.each(['https://mcp.example', 'https://mcp.example/', 'https://mcp.example/a', 'https://mcp.example/a/'])(
  'takes metadata for the parent path %s, and keeps that as it is written (H8)',
  async (resource) => {
    const deep = 'https://mcp.example/a/b'
    network({ 'https://mcp.example/.well-known/oauth-protected-resource/a/b': document(resource) })
    expect(await discoverProtectedResource(deep, undefined)).toMatchObject({ resource })
  },
)

it.each([
  ['absent', undefined],
  ['null', null],
  ['empty', []],
  ['an object', { 0: 'https://as.example' }],
  ['a list of objects', [{ issuer: 'https://as.example' }]],
])('asks nobody but the server itself where authorization_servers is %s (H9)', async (_, servers) => {
  const sent = network({ [place]: { resource: serverUrl, authorization_servers: servers } })
  expect(await discover(serverUrl, { challenge: {} })).toMatchObject({
    resource: serverUrl,
    server: { issuer: 'https://mcp.example' },
    legacy: 'default_endpoints',
  })
  expect(lines(sent)).toEqual([
    `GET ${place}`,
    'GET https://mcp.example/.well-known/oauth-authorization-server',
    'GET https://mcp.example/.well-known/openid-configuration',
  ])
})
