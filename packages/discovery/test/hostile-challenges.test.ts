import { describe, expect, it } from 'vitest'
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
])('finds the metadata that Bearer names in %s', async (_, challenges) => {
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
])('looks at the well-known URLs where the challenge is %s', async (challenge) => {
  const sent = refusing([challenge], { place: `${wellKnown}/mcp` })
  expect((await discover(serverUrl)).server.issuer).toBe(issuer)
  expect(asked(sent)).toEqual(ahead.toSorted())
})

it('asks a server that names no metadata and has none, as Intercom, for its own authorization server', async () => {
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
  it('is the scope to ask for where a 401 says insufficient_scope', async () => {
    refusing([`Bearer error="insufficient_scope", scope="mcp:write", ${metadata}`])
    expect((await discover(serverUrl)).challenge).toMatchObject({ error: 'insufficient_scope', scope: 'mcp:write' })
  })

  it.each(['invalid_token', 'insufficient_scope'])('is a challenge too where a 403 says %s', async (error) => {
    const sent = refusing([`Bearer error="${error}", ${metadata}`], { status: 403 })
    expect((await discover(serverUrl)).challenge).toMatchObject({ error, resourceMetadata: named })
    expect(asked(sent)).toEqual([...ahead, `GET ${named}`].toSorted())
  })

  it('is not taken for a server that asks for no authorization', async () => {
    const sent = refusing(['Bearer error="invalid_token"'], { status: 403 })
    await expect(discover(serverUrl, { legacy: false })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl} wants authorization but names no authorization server (RFC 9728): ${wellKnown}/mcp answered 404; ${wellKnown} answered 404. If you know which it is, set the option issuer; if it may be its own, set the option allow.legacyServers: true.`,
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
