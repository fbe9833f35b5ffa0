import { describe, expect, it } from 'vitest'
import { discover, discoverAuthorizationServer } from '../src/index.ts'
import { lines, network } from './world.ts'

const serverUrl = 'https://mcp.example/mcp'
const wellKnown = 'https://mcp.example/.well-known/oauth-protected-resource'
const issuer = 'https://as.example/tenant1'
const serverPlaces = [
  'https://as.example/.well-known/oauth-authorization-server/tenant1',
  'https://as.example/.well-known/openid-configuration/tenant1',
  'https://as.example/tenant1/.well-known/openid-configuration',
]
const last = 'https://as.example/tenant1/.well-known/oauth-authorization-server'
const server = {
  issuer,
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
}
const evil = 'https://evil.example/metadata?key=hush'
const to = (location: string) => () => new Response(null, { status: 302, headers: { location } })
const elsewhere = (where: string) => `redirects to "${where}" and is not followed`

const away = [
  ['another origin', evil, elsewhere('https://evil.example')],
  ['http', 'http://as.example/metadata', elsewhere('http://as.example')],
  ['a file', 'file:///etc/passwd', elsewhere('file:')],
  ['the port beside', 'https://as.example:8443/metadata', elsewhere('https://as.example:8443')],
] as const

describe('metadata of an authorization server', () => {
  it.each(serverPlaces.flatMap((place) => away.map((row) => [place, ...row] as const)))(
    'is not fetched where %s leads to %s',
    async (place, _, location, reason) => {
      const sent = network({ [place]: to(location), 'https://evil.example/': server })
      const tried = [...serverPlaces, last].map((url) => `${url} ${url === place ? reason : 'answered 404'}`).join('; ')
      await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
        code: 'no_metadata',
        message: `The authorization server ${issuer} has no metadata: ${tried}. If it has another name on this origin, set the option issuer; if you have its metadata, set the option authorizationServer.`,
      })
      expect(lines(sent).toSorted()).toEqual([...serverPlaces, last].map((url) => `GET ${url}`).toSorted())
    },
  )

  it.each(serverPlaces)('is taken from elsewhere where %s redirects to another origin', async (place) => {
    const others = serverPlaces.filter((other) => other !== place)
    const sent = network({ ...Object.fromEntries(others.map((other) => [other, server])), [place]: to(evil) })
    expect(await discoverAuthorizationServer(issuer)).toMatchObject({ issuer })
    expect(lines(sent)).not.toContain(`GET ${evil}`)
  })

  it('is given up where eleven redirects lead in a circle', async () => {
    const hops = Array.from({ length: 11 }, (_, hop) => `https://as.example/${hop}`)
    const circle = hops.map((url, hop) => [url, to(`https://as.example/${(hop + 1) % 11}`)] as const)
    const sent = network({ ...Object.fromEntries(circle), [serverPlaces[0] ?? '']: to(hops[0] ?? '') })
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
      code: 'no_metadata',
      message: expect.stringContaining(`${serverPlaces[0]} redirects more than 5 times; `),
    })
    expect(sent).toHaveLength(4 + 5)
  })
})

describe('resource metadata', () => {
  const circle = ['itself', `${wellKnown}/mcp`, 'redirects more than 5 times'] as const

  it.each([...away, circle])('is not fetched where its place leads to %s', async (_, location, reason) => {
    const sent = network({ [`${wellKnown}/mcp`]: to(location) })
    await expect(discover(serverUrl, { challenge: {}, legacy: false })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl} wants authorization but names no authorization server (RFC 9728): ${wellKnown}/mcp ${reason}; ${wellKnown} answered 404. If you know which it is, set the option issuer; if it may be its own, set the option allow.legacyServers: true.`,
    })
    expect(new Set(lines(sent))).toEqual(new Set([`GET ${wellKnown}/mcp`, `GET ${wellKnown}`]))
  })

  it.each(away)('is not fetched where the place that the challenge names leads to %s', async (_, location, reason) => {
    const sent = network({ 'https://mcp.example/named?key=hush': to(location) })
    const challenge = { resourceMetadata: 'https://mcp.example/named?key=hush' }
    await expect(discover(serverUrl, { challenge })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl} names its resource metadata as https://mcp.example/named?key=…, which ${reason}. If you know its authorization server, set the option issuer.`,
    })
    expect(lines(sent)).toEqual(['GET https://mcp.example/named?key=hush'])
  })
})

it.each([...away, ['itself', `${serverUrl}?key=hush`, 'redirects more than 5 times'] as const])(
  'says of a server that leads to %s that it has moved',
  async (_, location, reason) => {
    const sent = network({ [`${serverUrl}?key=hush`]: to(location) })
    await expect(discover(`${serverUrl}?key=hush`)).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl}?key=… ${reason}, whatever the settings. If it has moved, use its new URL.`,
    })
    expect(lines(sent).filter((line) => !line.includes('https://mcp.example/'))).toEqual([])
  },
)
