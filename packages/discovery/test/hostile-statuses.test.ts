import { describe, expect, it, vi } from 'vitest'
import { discoverAuthorizationServer, discoverProtectedResource } from '../src/index.ts'
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
const server = {
  issuer,
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
}

const to = (places: readonly string[]) => places.map((place) => `GET ${place}`)
const at = <Row>(places: readonly string[], rows: readonly Row[]) =>
  places.flatMap((place) => rows.map((row) => [place, row] as const))
const misses = [401, 403, 405]
const failures = [500, 502, 'a time limit that passes'] as const
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

describe('resource metadata', () => {
  it.each(at(resourcePlaces.slice(0, 2), misses))('at %s is looked for elsewhere after a %d', async (place, status) => {
    const sent = network({ [place]: status, [wellKnown]: resource })
    expect(await discoverProtectedResource(serverUrl, undefined)).toMatchObject({ resource: serverUrl })
    expect(lines(sent)).toEqual(to(resourcePlaces))
  })

  it.each(misses)('is none where the root, the last place, answers %d', async (status) => {
    const sent = network({ [wellKnown]: status })
    expect(await discoverProtectedResource(serverUrl, undefined)).toBeUndefined()
    expect(lines(sent)).toEqual(to(resourcePlaces))
  })

  it.each(at(resourcePlaces, failures))('at %s may be there another time after %s', async (place, failure) => {
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

describe('metadata of an authorization server', () => {
  const others = (place: string) => serverPlaces.filter((other) => other !== place)

  it.each(at(serverPlaces, [...misses, ...failures]))('is taken from elsewhere where %s has %s', async (place, why) => {
    const { routes, fetch } = failing(place, why)
    const good = Object.fromEntries(others(place).map((other) => [other, server]))
    const sent = network({ ...good, ...routes })
    expect(await discoverAuthorizationServer(issuer, { fetch })).toMatchObject({ issuer })
    expect(lines(sent)).toEqual(expect.arrayContaining(to(others(place))))
  })

  it.each(at(serverPlaces, misses))('is said to be nowhere after a %2$d at %1$s', async (place, status) => {
    network({ [place]: status })
    await expect(discoverAuthorizationServer(issuer)).rejects.toMatchObject({
      code: 'no_metadata',
      message: expect.stringMatching(
        `^The authorization server ${issuer} has no metadata: .*${place} answered ${status}`,
      ),
    })
  })

  it.each(at(serverPlaces, failures))('at %s may be there another time after %s', async (place, failure) => {
    const { routes, fetch } = failing(place, failure)
    network({ 'https://as.example/': 404, ...routes })
    const tried = serverPlaces.map((url) => `${url} ${url === place ? reasonOf(failure) : 'answered 404'}`).join('; ')
    await expect(discoverAuthorizationServer(issuer, { fetch })).rejects.toMatchObject({
      code: 'unreachable',
      message: `The authorization server ${issuer} is out of order: ${tried}. Try again later.`,
    })
  })
})
