import { describe, expect, it } from 'vitest'
import { discoverProtectedResource, protectedResourceMetadataUrls } from '../src/index.ts'
import { isResourceOf } from '../src/untrusted/is-resource-of.ts'
import { lines, network, rounds } from './world.ts'

const serverUrl = 'https://mcp.example/public/mcp'
const wellKnown = 'https://mcp.example/.well-known/oauth-protected-resource'
const [atPath, atParent] = [`${wellKnown}/public/mcp`, `${wellKnown}/public`]
const document = { resource: serverUrl, authorization_servers: ['https://as.example'] }

describe('protectedResourceMetadataUrls', () => {
  it.each([
    ['https://h', ['']],
    ['https://h/', ['']],
    ['https://h/?a=b', ['?a=b', '']],
    ['https://h/mcp', ['/mcp', '']],
    ['https://h/mcp/', ['/mcp/', '/mcp', '']],
    ['https://h/mcp?a=b', ['/mcp?a=b', '/mcp', '']],
    ['https://h/mcp/?a=b', ['/mcp/?a=b', '/mcp', '']],
    ['https://h/mcp#x', ['/mcp', '']],
    ['https://h/public/mcp', ['/public/mcp', '/public', '']],
    ['https://h/public/mcp/', ['/public/mcp/', '/public/mcp', '/public', '']],
    ['https://h/a/b/c', ['/a/b/c', '/a/b', '']],
  ])(
    'asks for %s at its path with query and slash, without these, at the parent, at the root, and nowhere twice (P2, P3)',
    (url, paths) => {
      expect(protectedResourceMetadataUrls(url)).toEqual(
        paths.map((path) => `https://h/.well-known/oauth-protected-resource${path}`),
      )
    },
  )
})

describe('without a challenge', () => {
  it.each([
    ['its path', atPath, [atPath]],
    ['its parent', atParent, [atPath, atParent, wellKnown]],
    ['the root', wellKnown, [atPath, atParent, wellKnown]],
  ])('finds the metadata at %s (P2)', async (_, where, asked) => {
    const sent = network({ [where]: { ...document, scopes_supported: ['a', 'b'] } })
    expect(await discoverProtectedResource(serverUrl, undefined)).toEqual({
      resource: serverUrl,
      authorizationServers: ['https://as.example'],
      scopesSupported: ['a', 'b'],
    })
    expect(lines(sent)).toEqual(asked.map((url) => `GET ${url}`))
  })

  it('finds none where all are missed', async () => {
    const sent = network({ [atPath]: '<html>', [atParent]: '[]', [wellKnown]: 401 })
    expect(await discoverProtectedResource(serverUrl, { scope: 'a' })).toBeUndefined()
    expect(sent).toHaveLength(3)
  })

  it.each([408, 429, 500, 503])('asks nowhere else after a %d', async (status) => {
    const sent = network({ [atPath]: status, [wellKnown]: document })
    await expect(discoverProtectedResource(serverUrl, undefined)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(`The resource metadata ${atPath} answered ${status}. Try again later.`),
      details: status < 500 ? undefined : { option: 'issuer', problem: expect.any(String) },
      attempts: [{ url: atPath, reason: `answered ${status}` }],
    })
    expect(lines(sent)).toEqual([`GET ${atPath}`])
  })

  it('asks the parent and the root at once, and takes the parent, whichever answers first', async () => {
    const root = { ...document, authorization_servers: ['https://root.example'] }
    network({ [atParent]: document, [wellKnown]: root })
    const sentTogether = await rounds(async (fetch) => {
      const resource = await discoverProtectedResource(serverUrl, undefined, { fetch })
      expect(resource?.authorizationServers).toEqual(['https://as.example'])
    })
    expect(sentTogether).toEqual([[`GET ${atPath}`], [`GET ${wellKnown}`, `GET ${atParent}`]])
  })

  it('does not take the root where the parent is out of order, and lists what was tried', async () => {
    network({ [atParent]: 503, [wellKnown]: document })
    await expect(discoverProtectedResource(serverUrl, undefined)).rejects.toMatchObject({
      code: 'unreachable',
      attempts: [
        { url: atPath, reason: 'answered 404' },
        { url: atParent, reason: 'answered 503' },
      ],
    })
  })
})

describe('with a challenge', () => {
  const named = 'https://mcp.example/elsewhere/metadata'

  it('asks only where the challenge says (P2)', async () => {
    const sent = network({
      [named]: document,
      [atPath]: { ...document, authorization_servers: ['https://other.example'] },
    })
    const resource = await discoverProtectedResource(serverUrl, { resourceMetadata: named })
    expect(resource?.authorizationServers).toEqual(['https://as.example'])
    expect(lines(sent)).toEqual([`GET ${named}`])
  })

  it('ends where the document is not there (P2)', async () => {
    const sent = network({ [atPath]: document })
    await expect(discoverProtectedResource(serverUrl, { resourceMetadata: named })).rejects.toMatchObject({
      code: 'no_metadata',
      message: `${serverUrl} names its resource metadata as ${named}, which answered 404. If you know its authorization server, set the option issuer.`,
      attempts: [{ url: named, reason: 'answered 404' }],
    })
    expect(lines(sent)).toEqual([`GET ${named}`])
  })

  it('says that trying again may help after a transient error', async () => {
    network({ [named]: 502 })
    await expect(discoverProtectedResource(serverUrl, { resourceMetadata: named })).rejects.toMatchObject({
      code: 'unreachable',
    })
  })

  it('fetches from another origin what an option trusts, says so, and it must still be of this server', async () => {
    const notices: object[] = []
    const elsewhere = 'https://metadata.example/mcp'
    const resourceMetadataOrigins = ['https://metadata.example']
    network({
      [elsewhere]: document,
      'https://metadata.example/other': { ...document, resource: 'https://other.example' },
    })
    const resource = await discoverProtectedResource(
      serverUrl,
      { resourceMetadata: elsewhere },
      { resourceMetadataOrigins, notify: (notice) => notices.push(notice) },
    )
    expect(resource?.resource).toBe(serverUrl)
    const message = `${serverUrl} names resource metadata at https://metadata.example, an origin that is allowed here.`
    expect(notices).toEqual([{ rule: 'metadata_origin', url: elsewhere, message }])
    const other = { resourceMetadata: 'https://metadata.example/other' }
    await expect(discoverProtectedResource(serverUrl, other, { resourceMetadataOrigins })).rejects.toMatchObject({
      code: 'resource_mismatch',
    })
  })

  it.each([
    ['https://evil.example/x', 'is on another origin, "https://evil.example"'],
    ['https://mcp.example.evil.example/x', 'is on another origin, "https://mcp.example.evil.example"'],
    ['https://mcp.example:8443/x', 'is on another origin, "https://mcp.example:8443"'],
    ['http://elsewhere.example/x', 'is not https'],
    ['//evil.example/x', 'is on another origin, "https://evil.example"'],
    ['https://user:pw@mcp.example/x', 'holds a user name or password'],
    ['http://127.0.0.1/x', 'is on this machine, which is not allowed'],
  ])('does not fetch %j (Q14)', async (resourceMetadata, why) => {
    const sent = network({ [atPath]: document, 'https://evil.example/x': document })
    await expect(discoverProtectedResource(serverUrl, { resourceMetadata })).rejects.toMatchObject({
      code: 'insecure_url',
      message: expect.stringContaining(`${serverUrl} names resource metadata whose URL ${why}; it is not fetched.`),
    })
    expect(sent).toEqual([])
  })

  it('fetches from loopback what a server on loopback names', async () => {
    const url = 'http://127.0.0.1:3000/metadata'
    network({ [url]: { resource: 'http://127.0.0.1:3000', authorization_servers: ['https://as.example'] } })
    const resource = await discoverProtectedResource('http://127.0.0.1:3000/mcp', { resourceMetadata: url })
    expect(resource?.resource).toBe('http://127.0.0.1:3000')
  })
})

describe('documents', () => {
  it.each([
    ['no list', undefined, []],
    ['an empty list', [], []],
    ['null', null, []],
    ['a list of objects', [{ issuer: 'https://as.example' }], []],
    ['a string', 'https://as.example', ['https://as.example']],
    ['a list with a number', ['https://as.example', 1], ['https://as.example']],
  ])('reads %s of authorization servers as the names in it, and looks nowhere else', async (_, servers, named) => {
    const sent = network({ [atPath]: { ...document, authorization_servers: servers }, [wellKnown]: document })
    expect((await discoverProtectedResource(serverUrl, undefined))?.authorizationServers).toEqual(named)
    expect(lines(sent)).toEqual([`GET ${atPath}`])
  })

  it.each([
    ['a string', 'a b'],
    ['null', null],
    ['a list with a number', ['a', 1]],
  ])('passes over scopes that are %s', async (_, scopes) => {
    network({ [atPath]: { ...document, scopes_supported: scopes } })
    expect((await discoverProtectedResource(serverUrl, undefined))?.scopesSupported).toBeUndefined()
  })

  it.each([' ', '\n', '\t\r\n  '])('passes over the white space %j around its URLs', async (space) => {
    const around = (url: string) => space + url + space
    const members = { resource: around(serverUrl), authorization_servers: [around('https://as.example')] }
    const sent = network({ [atPath]: members })
    const named = { resourceMetadata: around(atPath) }
    const found = { resource: serverUrl, authorizationServers: ['https://as.example'] }
    expect(await discoverProtectedResource(serverUrl, undefined)).toMatchObject(found)
    expect(await discoverProtectedResource(serverUrl, named)).toMatchObject(found)
    expect(lines(sent)).toEqual([`GET ${atPath}`, `GET ${atPath}`])
  })

  it('keeps the resource byte for byte', async () => {
    network({ [atPath]: { ...document, resource: 'HTTPS://MCP.example:443/public/mcp/' } })
    expect((await discoverProtectedResource(serverUrl, undefined))?.resource).toBe(
      'HTTPS://MCP.example:443/public/mcp/',
    )
  })
})

describe('isResourceOf', () => {
  it.each([
    ['an identical one', 'https://h/api/mcp', 'https://h/api/mcp'],
    ['a parent segment', 'https://h/api', 'https://h/api/mcp'],
    ['a parent segment with a slash', 'https://h/api/', 'https://h/api/mcp'],
    ['the bare origin', 'https://h', 'https://h/api/mcp'],
    ['the bare origin with a slash', 'https://h/', 'https://h/api/mcp'],
    ['a slash more', 'https://h/api/', 'https://h/api'],
    ['a slash less', 'https://h/api', 'https://h/api/'],
    ['no query where there is one', 'https://h/api', 'https://h/api?a=b'],
    ['the same query', 'https://h/api?a=b', 'https://h/api?a=b'],
    ['another case of the host', 'https://H/api', 'https://h/api'],
    ['a default port', 'https://h:443/api', 'https://h/api'],
    ['loopback for loopback', 'http://localhost:1/api', 'http://localhost:1/api'],
  ])('accepts %s', (_, resource, url) => {
    expect(isResourceOf(resource, url)).toBe(true)
  })

  it.each([
    ['a sibling that begins alike', 'https://h/api', 'https://h/api123'],
    ['a longer sibling', 'https://h/api123', 'https://h/api'],
    ['a child', 'https://h/api/mcp', 'https://h/api'],
    ['another path', 'https://h/other', 'https://h/api'],
    ['a path out of the parent', 'https://h/api/../other', 'https://h/api'],
    ['another case of the path', 'https://h/API', 'https://h/api'],
    ['another host', 'https://evil.example/api', 'https://h/api'],
    ['a longer host', 'https://h.evil.example/api', 'https://h/api'],
    ['another port', 'https://h:8443/api', 'https://h/api'],
    ['another scheme', 'http://h/api', 'https://h/api'],
    ['a user name', 'https://user@h/api', 'https://h/api'],
    ['another query', 'https://h/api?a=c', 'https://h/api?a=b'],
    ['a query where there is none', 'https://h/api?a=b', 'https://h/api'],
    ['a fragment', 'https://h/api#x', 'https://h/api'],
    ['an empty fragment', 'https://h/api#', 'https://h/api'],
    ['a newline that URL parsing would drop', 'https://h/ap\ni', 'https://h/api'],
    ['white space that URL parsing would drop', ' https://h/api', 'https://h/api'],
    ['backslashes that URL parsing would turn', 'https:\\\\h\\api', 'https://h/api'],
    ['a sibling’s path that leads back, which is sent as it is', 'https://h/other/../api', 'https://h/api'],
    ['the same in another spelling', 'https://h/other/%2e%2E/api', 'https://h/api'],
    ['a dot segment', 'https://h/./api', 'https://h/api'],
    ['no slashes', 'https:h/api', 'https://h/api'],
    ['no slashes before a path that looks like nothing', 'https:h/undefined', 'https://h/undefined'],
    ['one slash', 'https:/h/api', 'https://h/api'],
    ['four slashes', 'https:////h/api', 'https://h/api'],
    ['an empty user name', 'https://@h/api', 'https://h/api'],
    ['a host in percent-encoding', 'https://%68/api', 'https://h/api'],
    ['an empty query', 'https://h/api?', 'https://h/api'],
    ['a path alone', '/api', 'https://h/api'],
    ['no URL', 'urn', 'https://h/api'],
    ['an empty text', '', 'https://h/api'],
    ['null', null, 'https://h/api'],
    ['an array', ['https://h/api'], 'https://h/api'],
    ['nothing', undefined, 'https://h/api'],
    ['an object', { href: 'https://h/api' }, 'https://h/api'],
  ])('refuses %s', (_, resource, url) => {
    expect(isResourceOf(resource, url)).toBe(false)
  })
})
