import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { discover } from '../src/index.ts'
import { lines, network } from './world.ts'

const serverUrl = 'https://mcp.example/mcp'
const named = 'https://mcp.example/named'
const wellKnown = 'https://mcp.example/.well-known/oauth-protected-resource'
// Beside the question that may be given up before it arrives: whether the server authorizes itself.
const ahead = [`POST ${serverUrl}`, `GET ${wellKnown}/mcp`]
const issuer = 'https://as.example'
const metadata = `resource_metadata="${named}"`

/** A server that refuses with these headers; its metadata stands at `place`. */
function refusing(challenges: readonly string[], { status = 401, place = named } = {}) {
  const headers = challenges.map((challenge): [string, string] => ['www-authenticate', challenge])
  return network({
    [serverUrl]: () => new Response(null, { status, headers }),
    [place]: { resource: serverUrl, authorization_servers: [issuer] },
    [`${issuer}/.well-known/oauth-authorization-server`]: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
    },
  })
}

const asked = (sent: ReturnType<typeof refusing>) =>
  lines(sent)
    .filter((line) => !line.includes(issuer) && !line.endsWith('/oauth-authorization-server'))
    .toSorted()

it.each([
  ['a header of its own after Basic', ['Basic realm="x"', `Bearer ${metadata}`]],
  ['a header of its own before Basic', [`Bearer ${metadata}`, 'Basic realm="x"']],
  ['one header after Basic', [`Basic realm="x", Bearer ${metadata}`]],
  ['one header before Basic', [`Bearer ${metadata}, Basic realm="x"`]],
  ['one header after DPoP', [`DPoP algs="ES256 RS256", Bearer ${metadata}`]],
  ['one header before DPoP', [`Bearer ${metadata}, DPoP algs="ES256"`]],
  ['one header between two others', [`Negotiate YWJj==, Bearer realm="x", ${metadata}, Basic realm="y"`]],
  ['three headers, where only the last has it', ['Bearer', 'Basic realm="Bearer"', `Bearer ${metadata}`]],
  ['lower case', [`bearer ${metadata}`]],
  ['upper case', [`BEARER ${metadata.replace('resource_metadata', 'RESOURCE_METADATA')}`]],
  ['words that end with a comma', [`Bearer ${metadata},`]],
  ['words full of commas', [`,, Bearer realm="x",,${metadata} , ,`]],
  ['words without quotes', [`Bearer resource_metadata=${named}`]],
])('finds the metadata that Bearer names in %s (H22, H23)', async (_, challenges) => {
  const sent = refusing(challenges)
  expect((await discover(serverUrl)).challenge?.resourceMetadata).toBe(named)
  expect(asked(sent)).toEqual([...ahead, `GET ${named}`].toSorted())
})

it.each([
  'Bearer',
  'bearer',
  'Bearer,',
  'Bearer ',
  'Bearer, Basic realm="x"',
  'Bearer realm="resource_metadata=https://evil.example"',
  'Bearer error="invalid_token", error_description="No token"',
])('looks at the well-known URLs where the challenge is %s (H23)', async (challenge) => {
  const sent = refusing([challenge], { place: `${wellKnown}/mcp` })
  expect((await discover(serverUrl)).server.issuer).toBe(issuer)
  expect(asked(sent)).toEqual(ahead.toSorted())
})

it('asks a server that names no metadata and has none, as Intercom, for its own authorization server (H16)', async () => {
  const origin = 'https://mcp.example'
  const endpoints = { authorization_endpoint: `${origin}/oauth`, token_endpoint: `${origin}/token` }
  const sent = network({
    [serverUrl]: () =>
      new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }),
    [`${origin}/.well-known/oauth-authorization-server`]: { issuer: origin, ...endpoints },
  })
  expect(await discover(serverUrl)).toMatchObject({ server: { issuer: origin }, legacy: 'metadata' })
  expect(asked(sent)).toEqual([...ahead, `GET ${wellKnown}`].toSorted())
})

describe('an error with another status than its own', () => {
  it('is the scope to ask for where a 401 says insufficient_scope (H24)', async () => {
    refusing([`Bearer error="insufficient_scope", scope="mcp:write", ${metadata}`])
    expect((await discover(serverUrl)).challenge).toMatchObject({ error: 'insufficient_scope', scope: 'mcp:write' })
  })

  it.each(['invalid_token', 'insufficient_scope'])('is a challenge too where a 403 says %s (H24)', async (error) => {
    const sent = refusing([`Bearer error="${error}", ${metadata}`], { status: 403 })
    expect((await discover(serverUrl)).challenge).toMatchObject({ error, resourceMetadata: named })
    expect(asked(sent)).toEqual([...ahead, `GET ${named}`].toSorted())
  })

  it('is not taken for a server that asks for no authorization', async () => {
    const sent = refusing(['Bearer error="invalid_token"'], { status: 403 })
    await expect(discover(serverUrl, { legacy: false })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl} wants authorization but names no authorization server (RFC 9728): ${wellKnown}/mcp answered 404; ${wellKnown} answered 404. If you know which it is, set the option issuer; if it may authorize itself, set the option allow.legacyServers: true.`,
    })
    expect(lines(sent).filter((line) => line.includes(issuer))).toEqual([])
  })

  it.each([[[]], [['Basic realm="x"']]])('is none in a 403 with the challenges %j', async (challenges) => {
    refusing(challenges, { status: 403 })
    await expect(discover(serverUrl)).rejects.toMatchObject({
      code: 'no_metadata',
      message: expect.stringContaining(`${serverUrl} answered 403: access is refused there, and nothing says how`),
    })
  })
})

/** Discovers a server that refuses with this header, which is longer than a connection would take. */
async function discoverRefused(challenge: string) {
  const sent = refusing([])
  const fetch: typeof globalThis.fetch = async (input, init) =>
    init?.method === 'POST'
      ? new Response(null, { status: 401, headers: { 'www-authenticate': challenge } })
      : globalThis.fetch(input, init)
  return { target: await discover(serverUrl, { fetch }), asked: lines(sent) }
}

it.each([
  ['10 000 scopes', Array.from({ length: 10_000 }, (_, index) => `scope:${index}`).join(' ')],
  ['a scope of 100 kB', 'x'.repeat(100_000)],
  ['quotation marks and backslashes', 'a"b c\\d'],
  ['letters that no scope may have', 'lesen schl\u00fcssel'],
  ['tabs', 'a\tb'],
  ['markup', '<script>alert(1)</script>'],
])('hands on as they were sent, for whoever asks for the scope to judge: %s (H26)', async (_, scope) => {
  const { target } = await discoverRefused(`Bearer scope="${scope.replace(/["\\]/g, '\\$&')}", ${metadata}`)
  expect(target.challenge).toMatchObject({ scope, resourceMetadata: named })
})

it.each([
  ['before', `Basic realm="${'x'.repeat(100_000)}", Bearer ${metadata}`],
  ['inside', `Bearer realm="${',\\"'.repeat(33_000)}", ${metadata}`],
  ['after', `Bearer ${metadata}, ${'Basic realm="x", '.repeat(6_000)}`],
])('finds the metadata where 100 kB stand %s the challenge (H25)', async (_, challenge) => {
  const { target, asked } = await discoverRefused(challenge)
  expect(target).toMatchObject({ resource: serverUrl, server: { issuer } })
  expect(asked).toContain(`GET ${named}`)
})

it('names the server whose header is larger than a connection takes (H25)', async () => {
  const listener = createServer((_, response) => {
    response.writeHead(401, { 'www-authenticate': `Bearer realm="${'x'.repeat(100_000)}"` }).end()
  })
  onTestFinished(() => {
    listener.closeAllConnections()
    listener.close()
  })
  const port = await new Promise<number>((resolve) => {
    listener.listen(0, '127.0.0.1', () => resolve(Object(listener.address()).port))
  })
  const url = `http://127.0.0.1:${port}/mcp`
  await expect(discover(`${url}?key=hush`)).rejects.toMatchObject({
    code: 'unreachable',
    message: `${url}?key=… cannot be reached (UND_ERR_HEADERS_OVERFLOW). Is the URL right and the server running?`,
  })
})
