import { describe, expect, it, vi } from 'vitest'
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
const last = 'https://as.example/tenant1/.well-known/oauth-authorization-server'
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
  it.each(at(resourcePlaces.slice(0, 2), ofNothing))('at %s costs one more question: %s (H1)', async (place, body) => {
    const next = resourcePlaces[resourcePlaces.indexOf(place) + 1] ?? ''
    const sent = network({ [place]: body, [next]: resource })
    expect(await discoverProtectedResource(serverUrl, undefined)).toMatchObject({ resource: serverUrl })
    expect(lines(sent)).toEqual(to(resourcePlaces))
  })

  it.each(useless)('is told of at every place where it stands: %s (H1)', async (body, reason) => {
    const sent = network(Object.fromEntries(resourcePlaces.map((place) => [place, body])))
    const tried = resourcePlaces.map((place) => `${place} ${reason}`).join('; ')
    await expect(discover(serverUrl, { challenge: {}, legacy: false })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl} wants authorization but names no authorization server (RFC 9728): ${tried}. If you know which it is, set the option issuer; if it may authorize itself, set the option allow.legacyServers: true.`,
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

  it.each(at(serverPlaces, nothing))('at %s gives way to what stands elsewhere: %s (H1)', async (place, body) => {
    const others = serverPlaces.filter((other) => other !== place)
    const sent = network({ [place]: body, ...Object.fromEntries(others.map((other) => [other, serverAt(other)])) })
    expect((await discoverAuthorizationServer(issuer)).tokenEndpoint).toBe(serverAt(others[0] ?? '').token_endpoint)
    expect(lines(sent).toSorted()).toEqual(to(serverPlaces).toSorted())
  })

  it.each(nothing)('is told of at every place where it stands: %s (H1)', async (body, reason) => {
    const sent = network(Object.fromEntries(serverPlaces.map((place) => [place, body])))
    const end = body === '{}' ? '' : `; ${last} answered 404`
    const tried = serverPlaces.map((place) => `${place} ${reason}`).join('; ') + end
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
      code: 'no_metadata',
      message: `The authorization server ${issuer} has no metadata: ${tried}. If it has another name on this origin, set the option issuer; if you have its metadata, set the option authorizationServer.`,
    })
    // A document without an issuer is no miss: then the last place is not asked.
    expect(sent).toHaveLength(serverPlaces.length + Number(body !== '{}'))
  })
})

const server = serverAt('anywhere')
const misses = [[401], [403], [405]] as const
const failures = [[500], [502], ['a time limit that passes']] as const
const reasonOf = (failure: number | string) =>
  typeof failure === 'number' ? `answered ${failure}` : 'no answer within 30 s'

/** The routes and the `fetch` with which this place fails. */
function failing(place: string, failure: number | string) {
  if (typeof failure === 'number') return { routes: { [place]: failure } }
  const limits = new Map<unknown, AbortController>()
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const limit = new AbortController()
    limits.set(limit.signal, limit)
    return limit.signal
  })
  const fetch: typeof globalThis.fetch = (input, init) => {
    if (String(input) !== place) return globalThis.fetch(input, init)
    limits.get(init?.signal)?.abort(new DOMException('', 'TimeoutError'))
    return Promise.reject(init?.signal?.reason)
  }
  return { routes: { [place]: server }, fetch }
}

describe('resource metadata with another status', () => {
  it.each(at(resourcePlaces.slice(0, 2), misses))(
    'at %s is looked for elsewhere after a %d (H15)',
    async (place, status) => {
      const sent = network({ [place]: status, [wellKnown]: resource })
      expect(await discoverProtectedResource(serverUrl, undefined)).toMatchObject({ resource: serverUrl })
      expect(lines(sent)).toEqual(to(resourcePlaces))
    },
  )

  it.each(misses)('is none where the root, the last place, answers %d', async (status) => {
    const sent = network({ [wellKnown]: status })
    expect(await discoverProtectedResource(serverUrl, undefined)).toBeUndefined()
    expect(lines(sent)).toEqual(to(resourcePlaces))
  })

  it.each(at(resourcePlaces, failures))('at %s may be there another time after %s (H15)', async (place, failure) => {
    const { routes, fetch } = failing(place, failure)
    network({ 'https://mcp.example/': 404, ...routes })
    const rank = resourcePlaces.indexOf(place)
    const next = ' If it stays so, and you know its authorization server, set the option issuer.'
    await expect(discoverProtectedResource(serverUrl, undefined, { fetch })).rejects.toMatchObject({
      code: 'unreachable',
      message: `The resource metadata ${place} ${reasonOf(failure)}. Try again later.${typeof failure === 'number' ? next : ''}`,
      attempts: [
        ...resourcePlaces.slice(0, rank).map((url) => ({ url, reason: 'answered 404' })),
        { url: place, reason: reasonOf(failure) },
      ],
    })
  })
})

describe('metadata of an authorization server with another status', () => {
  const others = (place: string) => serverPlaces.filter((other) => other !== place)

  it.each(at(serverPlaces, [...misses, ...failures]))(
    'is taken from elsewhere where %s has %s (H15)',
    async (place, why) => {
      const { routes, fetch } = failing(place, why)
      const good = Object.fromEntries(others(place).map((other) => [other, server]))
      const sent = network({ ...good, ...routes })
      expect(await discoverAuthorizationServer(issuer, { fetch })).toMatchObject({ issuer })
      expect(lines(sent)).toEqual(expect.arrayContaining(to(others(place))))
    },
  )

  it.each(at(serverPlaces, misses))('is said to be nowhere after a %2$d at %1$s', async (place, status) => {
    network({ [place]: status })
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
      code: 'no_metadata',
      message: expect.stringMatching(
        `^The authorization server ${issuer} has no metadata: .*${place} answered ${status}`,
      ),
    })
  })

  it.each(at(serverPlaces, failures))('at %s may be there another time after %s (H15)', async (place, failure) => {
    const { routes, fetch } = failing(place, failure)
    network({ 'https://as.example/': 404, ...routes })
    const tried = serverPlaces.map((url) => `${url} ${url === place ? reasonOf(failure) : 'answered 404'}`).join('; ')
    await expect(discoverAuthorizationServer(issuer, { fetch })).rejects.toMatchObject({
      code: 'unreachable',
      message: `The authorization server ${issuer} is out of order: ${tried}. Try again later.`,
    })
  })
})

const mcpUrl = 'https://mcp.example/mcp'
const evil = 'https://evil.example/metadata?key=hush'
const redirect = (location: string) => () => new Response(null, { status: 302, headers: { location } })
const elsewhere = (where: string) => `redirects to "${where}" and is not followed`

const away = [
  ['another origin', evil, elsewhere('https://evil.example')],
  ['http', 'http://as.example/metadata', elsewhere('http://as.example')],
  ['a file', 'file:///etc/passwd', elsewhere('file:')],
  ['the port beside', 'https://as.example:8443/metadata', elsewhere('https://as.example:8443')],
] as const

describe('metadata of an authorization server that is redirected', () => {
  it.each(serverPlaces.flatMap((place) => away.map((row) => [place, ...row] as const)))(
    'is not fetched where %s leads to %s (H4)',
    async (place, _, location, reason) => {
      const sent = network({ [place]: redirect(location), 'https://evil.example/': server })
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
    const sent = network({ ...Object.fromEntries(others.map((other) => [other, server])), [place]: redirect(evil) })
    expect(await discoverAuthorizationServer(issuer)).toMatchObject({ issuer })
    expect(lines(sent)).not.toContain(`GET ${evil}`)
  })

  it('is given up where eleven redirects lead in a circle (H4)', async () => {
    const hops = Array.from({ length: 11 }, (_, hop) => `https://as.example/${hop}`)
    const circle = hops.map((url, hop) => [url, redirect(`https://as.example/${(hop + 1) % 11}`)] as const)
    const sent = network({ ...Object.fromEntries(circle), [serverPlaces[0] ?? '']: redirect(hops[0] ?? '') })
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
      code: 'no_metadata',
      message: expect.stringContaining(`${serverPlaces[0]} redirects more than 5 times; `),
    })
    expect(sent).toHaveLength(4 + 5)
  })
})

describe('resource metadata that is redirected', () => {
  const circle = ['itself', `${wellKnown}/mcp`, 'redirects more than 5 times'] as const

  it.each([...away, circle])('is not fetched where its place leads to %s (H4)', async (_, location, reason) => {
    const sent = network({ [`${wellKnown}/mcp`]: redirect(location) })
    await expect(discover(mcpUrl, { challenge: {}, legacy: false })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${mcpUrl} wants authorization but names no authorization server (RFC 9728): ${wellKnown}/mcp ${reason}; ${wellKnown} answered 404. If you know which it is, set the option issuer; if it may authorize itself, set the option allow.legacyServers: true.`,
    })
    expect(new Set(lines(sent))).toEqual(new Set([`GET ${wellKnown}/mcp`, `GET ${wellKnown}`]))
  })

  it.each(away)('is not fetched where the place that the challenge names leads to %s', async (_, location, reason) => {
    const sent = network({ 'https://mcp.example/named?key=hush': redirect(location) })
    const challenge = { resourceMetadata: 'https://mcp.example/named?key=hush' }
    await expect(discover(mcpUrl, { challenge })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${mcpUrl} names its resource metadata as https://mcp.example/named?key=…, which ${reason}. If you know its authorization server, set the option issuer.`,
    })
    expect(lines(sent)).toEqual(['GET https://mcp.example/named?key=hush'])
  })
})

it.each([...away, ['itself', `${mcpUrl}?key=hush`, 'redirects more than 5 times'] as const])(
  'says of a server that leads to %s that it has moved',
  async (_, location, reason) => {
    const sent = network({ [`${mcpUrl}?key=hush`]: redirect(location) })
    await expect(discover(`${mcpUrl}?key=hush`)).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${mcpUrl}?key=… ${reason}, whatever the settings. If it has moved, use its new URL.`,
    })
    expect(lines(sent).filter((line) => !line.includes('https://mcp.example/'))).toEqual([])
  },
)
