import { describe, expect, it } from 'vitest'
import { discover, discoverAuthorizationServer, discoverProtectedResource } from '../src/index.ts'
import { lines, network } from './world.ts'

const serverUrl = 'https://mcp.example/public/mcp'
const wellKnown = 'https://mcp.example/.well-known/oauth-protected-resource'
const resourcePlaces = [`${wellKnown}/public/mcp`, `${wellKnown}/public`, wellKnown]
const resource = { resource: serverUrl, authorization_servers: ['https://as.example'] }

const issuer = 'https://as.example/tenant1'
const serverPlaces = [
  'https://as.example/.well-known/oauth-authorization-server/tenant1',
  'https://as.example/.well-known/openid-configuration/tenant1',
  'https://as.example/tenant1/.well-known/openid-configuration',
]
const serverAt = (url: string) => ({
  issuer,
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: `https://as.example/token?from=${encodeURIComponent(url)}`,
})

const useless: readonly (readonly [body: string, reason: string])[] = [
  ['<!doctype html><title>Not found</title>', 'is HTML, not JSON'],
  ['[]', 'is not a JSON object'],
  ['null', 'is not a JSON object'],
  ['"x"', 'is not a JSON object'],
]
/** Some servers answer every path, also with JSON. */
const ofNothing = [...useless, ['{}', 'names no resource'], ['{"error":"not_found"}', 'names no resource']] as const

/** Every place with everything that may stand there. */
const at = <Row extends readonly unknown[]>(places: readonly string[], rows: readonly Row[]) =>
  places.flatMap((place) => rows.map((row) => [place, ...row] as const))
const to = (places: readonly string[]) => places.map((place) => `GET ${place}`)

describe('resource metadata that is none', () => {
  it.each(at(resourcePlaces.slice(0, 2), ofNothing))('at %s costs one more question: %s', async (place, body) => {
    const next = resourcePlaces[resourcePlaces.indexOf(place) + 1] ?? ''
    const sent = network({ [place]: body, [next]: resource })
    expect(await discoverProtectedResource(serverUrl, undefined)).toMatchObject({ resource: serverUrl })
    expect(lines(sent)).toEqual(to(resourcePlaces))
  })

  it.each(useless)('is told of at every place where it stands: %s', async (body, reason) => {
    const sent = network(Object.fromEntries(resourcePlaces.map((place) => [place, body])))
    const tried = resourcePlaces.map((place) => `${place} ${reason}`).join('; ')
    await expect(discover(serverUrl, { challenge: {}, legacy: false })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl} wants authorization but names no authorization server (RFC 9728): ${tried}. If you know which it is, set the option issuer; if it may be its own, set the option allow.legacyServers: true.`,
    })
    expect(lines(sent)).toEqual(to(resourcePlaces))
  })

  it.each(ofNothing)('is told of where the challenge names it: %s', async (body, reason) => {
    const named = 'https://mcp.example/metadata'
    const sent = network({ [`${named}?key=hush`]: body })
    const challenge = { resourceMetadata: `${named}?key=hush` }
    await expect(discoverProtectedResource(serverUrl, challenge)).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl} names its resource metadata as ${named}?key=…, which ${reason}. If you know its authorization server, set the option issuer.`,
    })
    expect(lines(sent)).toEqual([`GET ${named}?key=hush`])
  })
})

describe('metadata of an authorization server that is none', () => {
  const nothing = [...useless, ['{}', 'names no issuer']] as const

  it.each(at(serverPlaces, nothing))('at %s gives way to what stands elsewhere: %s', async (place, body) => {
    const others = serverPlaces.filter((other) => other !== place)
    const sent = network({ [place]: body, ...Object.fromEntries(others.map((other) => [other, serverAt(other)])) })
    expect((await discoverAuthorizationServer(issuer)).tokenEndpoint).toBe(serverAt(others[0] ?? '').token_endpoint)
    expect(lines(sent).toSorted()).toEqual(to(serverPlaces).toSorted())
  })

  it.each(nothing)('is told of at every place where it stands: %s', async (body, reason) => {
    const sent = network(Object.fromEntries(serverPlaces.map((place) => [place, body])))
    const last = body === '{}' ? '' : `; ${issuer}/.well-known/oauth-authorization-server answered 404`
    const tried = serverPlaces.map((place) => `${place} ${reason}`).join('; ') + last
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
      code: 'no_metadata',
      message: `The authorization server ${issuer} has no metadata: ${tried}. If it has another name on this origin, set the option issuer; if you have its metadata, set the option authorizationServer.`,
    })
    // A document without an issuer is no miss: then the last place is not asked.
    expect(sent).toHaveLength(serverPlaces.length + Number(body !== '{}'))
  })
})
