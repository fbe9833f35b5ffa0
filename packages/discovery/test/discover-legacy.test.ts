import { describe, expect, it } from 'vitest'
import { type DiscoverOptions, type DiscoveryEvent, discover } from '../src/index.ts'
import { lines, mocked, rounds } from './world.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const origin = 'https://mcp.example.com'

async function discovered(options: DiscoverOptions = {}, url = serverUrl) {
  const events: DiscoveryEvent[] = []
  const target = await discover(url, { ...options, onEvent: (event) => events.push(event) })
  return { target, events }
}

describe('a server of MCP 2025-03-26', () => {
  it('is its own authorization server, and that is reported', async () => {
    mocked({ resourceMetadata: 'none' })
    const { target, events } = await discovered()
    expect(target).toMatchObject({
      serverUrl,
      resource: serverUrl,
      server: { issuer: origin, tokenEndpoint: `${origin}/token`, codeChallengeMethodsSupported: ['S256'] },
      legacy: 'metadata',
    })
    expect(events).toMatchObject([{ type: 'notice', rule: 'legacy_server', serverUrl, issuer: origin }])
  })

  it('has the default endpoints where it has no metadata, and that is reported', async () => {
    mocked({ resourceMetadata: 'none', authorizationServerMetadata: 'none' })
    const { target, events } = await discovered()
    expect(target).toEqual({
      serverUrl,
      resource: serverUrl,
      server: {
        issuer: origin,
        authorizationEndpoint: `${origin}/authorize`,
        tokenEndpoint: `${origin}/token`,
        registrationEndpoint: `${origin}/register`,
        authorizationResponseIssParameterSupported: false,
        clientIdMetadataDocumentSupported: false,
      },
      challenge: expect.anything(),
      legacy: 'default_endpoints',
      isUnannounced: true,
    })
    expect(events).toMatchObject([{ type: 'notice', rule: 'legacy_server', serverUrl, issuer: origin }])
  })

  it('is asked for everything once', async () => {
    mocked({ resourceMetadata: 'none', authorizationServerMetadata: 'none' })
    expect(await rounds((fetch) => discover(serverUrl, { fetch }))).toEqual([
      [
        `GET ${origin}/.well-known/oauth-authorization-server`,
        `GET ${origin}/.well-known/oauth-protected-resource/mcp`,
        `POST ${serverUrl}`,
      ],
      [`GET ${origin}/.well-known/oauth-protected-resource`],
      [`GET ${origin}/.well-known/openid-configuration`],
    ])
  })

  it('is told the version of MCP in every request that its own metadata takes', async () => {
    const mock = mocked({ resourceMetadata: 'none' })
    await discovered()
    const versions = mock.requests.map(({ headers }) => headers.get('mcp-protocol-version'))
    expect(new Set(versions)).toEqual(new Set(['2026-07-28']))
  })

  it('is served after a 401 without a challenge', async () => {
    const mock = mocked({ resourceMetadata: 'none' })
    mock.override.mcp = () => new Response(null, { status: 401 })
    const { target } = await discovered()
    expect([target.legacy, target.challenge]).toEqual(['metadata', undefined])
  })

  it('is served after the challenge of a refused request', async () => {
    const mock = mocked({ resourceMetadata: 'none' })
    const { target } = await discovered({ challenge: { error: 'invalid_token' } })
    expect(target).toMatchObject({ legacy: 'metadata', challenge: { error: 'invalid_token' } })
    expect(lines(mock.requests)).not.toContain(`POST ${serverUrl}`)
  })

  it.each([
    ['https://mcp.example.com', 'https://mcp.example.com'],
    ['https://mcp.example.com/', 'https://mcp.example.com'],
    ['https://MCP.example.com/a?b=c#d', 'https://mcp.example.com/a?b=c'],
    ['HTTPS://mcp.example.com:443/mcp', 'https://mcp.example.com/mcp'],
    ['https://mcp.example.com/mcp/', 'https://mcp.example.com/mcp/'],
  ])('is named %s as the resource %s (Q4)', async (url, resource) => {
    mocked({ serverUrl: url, resourceMetadata: 'none', authorizationServerMetadata: 'none' })
    expect((await discovered({}, url)).target).toMatchObject({ serverUrl: url, resource })
  })

  it.each([origin, `${origin}/`])('is served where the option chooses the issuer %s', async (issuer) => {
    mocked({ resourceMetadata: 'none' })
    expect((await discovered({ issuer })).target.legacy).toBe('metadata')
  })
})

describe('refusals', () => {
  it('refuses where legacy servers are not wanted, and says what is missing (P3)', async () => {
    const mock = mocked({ resourceMetadata: 'none' })
    await expect(discover(serverUrl, { legacy: false })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl} wants authorization but names no authorization server (RFC 9728): ${origin}/.well-known/oauth-protected-resource/mcp answered 404; ${origin}/.well-known/oauth-protected-resource answered 404. If you know which it is, set the option issuer; if it may authorize itself, set the option allow.legacyServers: true.`,
      attempts: [
        { url: `${origin}/.well-known/oauth-protected-resource/mcp`, reason: 'answered 404' },
        { url: `${origin}/.well-known/oauth-protected-resource`, reason: 'answered 404' },
      ],
    })
    expect(lines(mock.requests)).not.toContain(`GET ${origin}/.well-known/openid-configuration`)
  })

  it.each([408, 429, 500, 503])('never takes a server for one after a %d of its resource metadata', async (status) => {
    const mock = mocked({ resourceMetadata: 'none' })
    mock.override.resourceMetadata = () => new Response(null, { status })
    await expect(discover(serverUrl)).rejects.toMatchObject({ code: 'unreachable' })
  })

  it.each([408, 429, 500, 503])('never uses default endpoints after a %d of the metadata', async (status) => {
    const mock = mocked({ resourceMetadata: 'none', authorizationServerMetadata: 'none' })
    mock.override.authorizationServerMetadata = () => new Response(null, { status })
    await expect(discover(serverUrl)).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('never takes a server for one whose challenge names resource metadata', async () => {
    mocked({ resourceMetadata: 'none' })
    const challenge = { resourceMetadata: `${origin}/gone` }
    await expect(discover(serverUrl, { challenge })).rejects.toMatchObject({ code: 'no_metadata' })
  })

  it('ends where the metadata is of another issuer', async () => {
    const mock = mocked({ resourceMetadata: 'none' })
    mock.override.authorizationServerMetadata = () => Response.json({ issuer: 'https://evil.example' })
    await expect(discover(serverUrl)).rejects.toMatchObject({ code: 'issuer_mismatch' })
  })
})
