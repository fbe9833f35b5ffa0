import { describe, expect, it } from 'vitest'
import { type DiscoverOptions, type DiscoveryEvent, discover, type Target } from '../src/index.ts'
import { lines, network } from './world.ts'

const origin = 'https://mcp.example'
const serverUrl = `${origin}/mcp`
const wellKnown = `${origin}/.well-known/oauth-protected-resource`
const place = `${wellKnown}/mcp`
const issuer = 'https://as.example/tenant'
const inserted = 'https://as.example/.well-known/oauth-authorization-server/tenant'
const other = 'https://other.example'
const otherPlace = `${other}/.well-known/oauth-authorization-server`
const resource = { resource: serverUrl, authorization_servers: [issuer], scopes_supported: ['a'] }
const server = (name = issuer, more = {}) => ({
  issuer: name,
  authorization_endpoint: 'https://as.example/authorize',
  token_endpoint: 'https://as.example/token',
  ...more,
})
const refuse =
  (challenge = 'Bearer', status = 401) =>
  () =>
    new Response(null, { status, headers: { 'www-authenticate': challenge } })
const naming = (url: string) => refuse(`Bearer resource_metadata="${url}"`)
const good = { [serverUrl]: refuse(), [place]: resource, [inserted]: server(), [`${other}/`]: 404 }

/** Notices that any server of these tests may lead to. */
const usual = ['foreign_endpoint', 'trailing_slash']

async function discovered(routes: Parameters<typeof network>[0], options: DiscoverOptions = {}) {
  const sent = network({ ...good, ...routes })
  const events: DiscoveryEvent[] = []
  const found = discover(serverUrl, { ...options, onEvent: (event) => events.push(event) })
  const target = await found.catch((error: unknown) => error)
  const rules = events.flatMap((event) => (usual.includes(event.rule) ? [] : [event.rule]))
  return { sent: lines(sent), target: target as Target, rules, events }
}
const none = { issuer: async () => undefined, has: async () => false }

describe('a server gets a sign-in although', () => {
  it.each([
    ['its challenge names a relative URL', { [serverUrl]: naming('/meta'), '/meta': resource }, []],
    [
      'its challenge names a relative URL where nothing is',
      { [serverUrl]: naming('/gone') },
      ['unusable_metadata_url'],
    ],
    ['its challenge leaves out the scheme', { [serverUrl]: naming('mcp.example/meta') }, ['unusable_metadata_url']],
    [
      'its challenge leaves out the scheme, not the port',
      { [serverUrl]: naming('mcp.example:443/meta') },
      ['unusable_metadata_url'],
    ],
    [
      'its challenge names a place that fails, of no URL',
      { [serverUrl]: naming('mcp.example/x'), [`${origin}/mcp.example/x`]: 500 },
      ['unusable_metadata_url'],
    ],
    ['its challenge names nothing', { [serverUrl]: naming('') }, ['unusable_metadata_url']],
    ['its proxy ends TLS, and its challenge names http', { [serverUrl]: naming(place.replace('https', 'http')) }, []],
    [
      'its challenge names http and the port behind the proxy',
      { [serverUrl]: naming('http://mcp.example:8080/gone') },
      ['unusable_metadata_url'],
    ],
    ['its challenge names a file', { [serverUrl]: naming('file:///etc/meta') }, ['unusable_metadata_url']],
    [
      'its authorization server has no revocation, by an empty text',
      { [inserted]: server(issuer, { revocation_endpoint: '' }) },
      ['unusable_endpoint'],
    ],
    [
      'its registration is relative',
      { [inserted]: server(issuer, { registration_endpoint: '/register' }) },
      ['unusable_endpoint'],
    ],
    [
      'its revocation is http',
      { [inserted]: server(issuer, { revocation_endpoint: 'http://keycloak:8080/r' }) },
      ['unusable_endpoint'],
    ],
    ['its authorization server has one slash more', { [inserted]: server(`${issuer}/`) }, ['issuer_slash']],
    [
      'its authorization server writes its host in capitals',
      { [inserted]: server('https://AS.example/tenant') },
      ['issuer_spelling'],
    ],
    [
      'its authorization server names the default port',
      { [inserted]: server('https://as.example:443/tenant') },
      ['issuer_spelling'],
    ],
    [
      'its metadata stands behind the issuer alone',
      { [inserted]: 404, [`${issuer}/.well-known/oauth-authorization-server`]: server() },
      [],
    ],
    ['the authorization server is a text and no list', { [place]: { ...resource, authorization_servers: issuer } }, []],
  ] as const)('%s', async (_, routes, rules) => {
    const given = Object.entries(routes).map(([url, route]) => [url.startsWith('/') ? origin + url : url, route])
    const found = await discovered(Object.fromEntries(given))
    expect(found.target.server?.tokenEndpoint).toBe('https://as.example/token')
    expect(found.target).toMatchObject({ resource: serverUrl, scopesSupported: ['a'], isUnannounced: undefined })
    expect(found.rules).toEqual(rules)
    expect(found.sent.filter((line) => line.includes(' http://'))).toEqual([])
  })

  const hint = { [place]: 404, [`${origin}/meta`]: resource }
  const asked = (method: string) => (request: Request) => request.method === method
  it.each(
    [400, 403, 404, 405, 406, 415, 422].flatMap(
      (status) =>
        [
          [status, 'initialize'],
          [status, 'GET'],
        ] as const,
    ),
  )('it answers %d to the question of today, and refuses only %s', async (status, wanted) => {
    const answer = async (request: Request) => {
      const isWanted = wanted === 'GET' ? asked('GET')(request) : (await request.text()).includes('"initialize"')
      return isWanted ? naming(`${origin}/meta`)() : new Response(null, { status })
    }
    network({ ...good, ...hint })
    const fetch: typeof globalThis.fetch = (input, init) =>
      String(input) === serverUrl ? answer(new Request(input, init)) : globalThis.fetch(input, init)
    expect((await discover(serverUrl, { fetch })).server.issuer).toBe(issuer)
  })

  it.each([
    ['names', naming(place)],
    ['does not name', refuse()],
  ])('the connection is cut once for metadata that its challenge %s', async (_, answer) => {
    let asked = 0
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (String(input) === place && asked++ === 0) throw new TypeError('fetch failed')
      return globalThis.fetch(input, init)
    }
    const { target, sent } = await discovered({ [serverUrl]: answer }, { fetch })
    expect(target).toMatchObject({ server: { issuer } })
    expect(sent.filter((line) => line === `GET ${place}`)).toHaveLength(1)
  })

  it('names no authorization server: its origin’s is used, with its resource and scopes', async () => {
    const own = { ...server(origin), authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token` }
    const routes = {
      [place]: { ...resource, authorization_servers: undefined },
      [`${origin}/.well-known/oauth-authorization-server`]: own,
    }
    const { target } = await discovered(routes)
    expect(target).toMatchObject({
      legacy: 'metadata',
      resource: serverUrl,
      scopesSupported: ['a'],
      isUnannounced: undefined,
    })
  })
})

describe('the questions of before', () => {
  it.each([
    ['there is metadata', { [serverUrl]: 400 }],
    ['there is a challenge', { [serverUrl]: refuse('Bearer', 403), [place]: 404 }],
  ])('are not asked where %s', async (_, routes) => {
    const { sent } = await discovered(routes)
    expect(sent.filter((line) => line.endsWith(` ${serverUrl}`))).toEqual([`POST ${serverUrl}`])
  })

  const isOf = async (method: string, request: Request): Promise<boolean> =>
    (await request.clone().text()).includes(`"${method}"`)
  const failed = (id = 0) => Response.json({ jsonrpc: '2.0', id, error: { code: -32601, message: 'Method not found' } })
  const never = (): Promise<Response> => Promise.reject(new DOMException('', 'TimeoutError'))
  const answers: readonly (readonly [string, () => Response | Promise<Response>])[] = [
    ...[408, 429, 500, 501, 502, 503].map((status) => [`${status}`, () => new Response(null, { status })] as const),
    ['nothing', never],
    ['a page', () => new Response('<p>', { headers: { 'content-type': 'text/html' } })],
    ['that there is no such method', failed],
    ['202', () => new Response(null, { status: 202 })],
    ['a stream', () => new Response('event: x', { headers: { 'content-type': 'text/event-stream' } })],
    ['what is no message', () => Response.json({ status: 'ok' })],
  ]
  const answering = (answer: () => Response | Promise<Response>, toInitialize = naming(`${origin}/meta`)) => {
    network({ ...good, [place]: 404, [`${origin}/meta`]: resource })
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      if (request.url !== serverUrl) return globalThis.fetch(request)
      return (await isOf('initialize', request)) ? toInitialize() : answer()
    }
    return fetch
  }
  it.each(answers)('are asked where the one of today is answered by %s', async (_, answer) => {
    const fetch = answering(answer)
    expect(await discover(serverUrl, { fetch })).toMatchObject({
      resource: serverUrl,
      challenge: { resourceMetadata: `${origin}/meta` },
    })
  })

  it.each(answers.slice(0, 6))('give no other reason where all are answered by %s', async (status, answer) => {
    const fetch = answering(answer, () => new Response(null, { status: 404 }))
    await expect(discover(serverUrl, { fetch })).rejects.toMatchObject({
      code: 'unreachable',
      message: `${serverUrl} answered ${status}. Try again later.`,
    })
  })

  it('end their session at the server itself: its identifier, which the server chose, is redirected nowhere', async () => {
    const sent: string[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      sent.push(`${init?.method ?? 'GET'} ${input}`)
      if (init?.method === 'DELETE') return new Response(null, { status: 307, headers: { location: '/victim' } })
      const headers = { 'mcp-session-id': 's1' }
      if (String(init?.body).includes('"initialize"')) return Response.json({ jsonrpc: '2.0', result: {} }, { headers })
      return new Response(null, { status: String(input) === serverUrl ? 400 : 404 })
    }
    await discover(serverUrl, { fetch }).catch(() => undefined)
    expect(sent.filter((line) => /DELETE|victim/.test(line))).toEqual([`DELETE ${serverUrl}`])
  })

  it('end the session that they begin, and then say that nobody need sign in', async () => {
    const session = { 'mcp-session-id': 's1' }
    const sent = network({ [place]: 404, [serverUrl]: () => new Response(null, { status: 400 }) })
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const began = String(init?.body).includes('"initialize"')
      await globalThis.fetch(input, init)
      if (String(input) !== serverUrl) return new Response(null, { status: 404 })
      return began
        ? Response.json({ jsonrpc: '2.0', result: {} }, { headers: session })
        : new Response(null, { status: 400 })
    }
    await expect(discover(serverUrl, { fetch })).rejects.toMatchObject({ code: 'not_protected' })
    const ended = sent.filter(({ method }) => method === 'DELETE')
    expect(ended.map(({ url, headers }) => [url, headers.get('mcp-session-id')])).toEqual([[serverUrl, 's1']])
  })
})

describe('a person who knows the authorization server', () => {
  const silent = { [serverUrl]: refuse(), [place]: 404 }
  const elsewhere = { ...silent, [otherPlace]: server(other) }
  it.each([
    ['names it where the server names none', elsewhere, other],
    ['names it where the server answers 404', { ...elsewhere, [serverUrl]: 404 }, other],
    ['names it where the server answers everybody', { ...elsewhere, [serverUrl]: { jsonrpc: '2.0' } }, other],
    [
      'names it where the challenge names what is not there',
      { ...elsewhere, [serverUrl]: naming(`${origin}/gone`) },
      other,
    ],
    ['names it in small letters', { ...silent, [inserted]: server('HTTPS://AS.example/tenant') }, issuer],
    ['names it in capitals', { ...silent, [inserted]: server() }, 'https://AS.EXAMPLE:443/tenant'],
    ['names it with a slash less', { ...silent, [inserted]: server(`${issuer}/`) }, issuer],
    [
      'names it as the metadata does, not the resource',
      { [place]: resource, [inserted]: server('https://as.example/id7') },
      'https://as.example/id7',
    ],
  ])('%s', async (_, routes, named) => {
    const { target, rules } = await discovered(routes, { issuer: named })
    const { origin, pathname } = new URL(target.server?.issuer)
    expect(origin + pathname.replace(/\/$/, '')).toBe(new URL(named).href.replace(/\/$/, ''))
    expect(rules).toEqual([])
  })

  const failing = { [place]: 503, [wellKnown]: 503 }
  it.each([
    ['at its place', failing],
    ['where the challenge says', { ...failing, [serverUrl]: naming(`${origin}/meta`), [`${origin}/meta`]: 500 }],
  ])('is sent there where metadata %s is out of order for good, and it is not kept', async (_, routes) => {
    const { target, rules } = await discovered(routes, { issuer })
    expect(target).toMatchObject({ server: { issuer }, isStandIn: true, isUnannounced: true })
    expect(rules).toEqual(['metadata_failed'])
  })

  it('has the resource’s word counted that is there the second time', async () => {
    let count = 0
    const place503 = () => (count++ === 0 ? new Response(null, { status: 503 }) : Response.json(resource))
    const { target, rules } = await discovered({ [place]: place503 }, { issuer })
    expect(target).toMatchObject({ resource: serverUrl, scopesSupported: ['a'], isUnannounced: undefined })
    expect(rules).toEqual([])
  })

  it('is not sent to another, whatever stands where it is looked for', async () => {
    const { target } = await discovered({ ...silent, [otherPlace]: server(issuer) }, { issuer: other })
    expect(target).toMatchObject({ code: 'issuer_mismatch' })
    const { target: renamed, sent } = await discovered({}, { issuer: other })
    expect(renamed).toMatchObject({ code: 'issuer_mismatch' })
    expect(sent.filter((line) => /as\.example|other/.test(line))).toEqual([])
  })

  it('is sent to nobody who writes beside it on its origin, and has it name other endpoints', async () => {
    const document = { ...server('https://as.example/id7'), token_endpoint: 'https://evil.example/token' }
    const { target } = await discovered(
      { [place]: resource, [inserted]: document },
      { issuer: 'https://as.example/id7' },
    )
    expect(target).toMatchObject({ code: 'no_metadata' })
  })

  const padded = (document: object, length: number) => ({ ...document, padding: 'x'.repeat(length) })
  const mebibyte = 1024 * 1024
  const beside = {
    [wellKnown]: padded({ ...resource, authorization_servers: ['https://as.example/~evil'] }, mebibyte - 300),
    'https://as.example/~evil/.well-known/openid-configuration': server(issuer, {
      token_endpoint: 'https://as.example/~evil/token',
    }),
  }
  it('is sent to its own endpoints, however much the server sends before (H19)', async () => {
    const given = { ...beside, [place]: 'x'.repeat(mebibyte), [inserted]: padded(server(), 5000) }
    const { target } = await discovered(given, { issuer })
    expect(target).toMatchObject({ server: { tokenEndpoint: 'https://as.example/token' } })
  })

  it('is sent to no other page of its origin where its own metadata is too large to be read (H19)', async () => {
    const given = { ...beside, [place]: 404, [inserted]: padded(server(), mebibyte) }
    const { target, sent } = await discovered(given, { issuer })
    expect(target).toMatchObject({
      code: 'invalid_metadata',
      message: expect.stringMatching(/ is larger than 1 MiB; .*set the option authorizationServer\.$/),
    })
    expect(sent).toEqual(expect.not.arrayContaining([expect.stringContaining('evil')]))
  })

  it.each([[{ [place]: 'x'.repeat(mebibyte + 1) }], [{ [place]: 404, [wellKnown]: 'x'.repeat(mebibyte + 1) }]])(
    'reads no metadata elsewhere in place of what is too large: case %# (H19)',
    async (routes) => {
      const { target, sent } = await discovered({ [wellKnown]: resource, ...routes })
      expect(target).toMatchObject({
        code: 'invalid_metadata',
        message: expect.stringMatching(/ is larger than 1 MiB; it is not used\. No setting changes that\.$/),
      })
      expect(sent).toEqual(expect.not.arrayContaining([expect.stringContaining('as.example')]))
    },
  )

  it('is told the option where the metadata spells its issuer otherwise', async () => {
    const { target } = await discovered({ [inserted]: server('https://as.example/id7') })
    expect(target).toMatchObject({
      code: 'issuer_mismatch',
      message: expect.stringMatching(/set the option issuer: 'https:\/\/as\.example\/id7'\.$/),
      details: { option: 'issuer', options: [{ option: 'issuer', value: 'https://as.example/id7' }] },
    })
  })

  it('gives its metadata, which is read as if it were published, and nothing is asked there', async () => {
    const authorizationServer = server(other, { registration_endpoint: 'javascript:alert(1)' })
    const { target, sent, rules } = await discovered(silent, { authorizationServer })
    expect(target).toMatchObject({
      server: { issuer: other, tokenEndpoint: 'https://as.example/token' },
      isUnannounced: true,
    })
    expect(target.server.registrationEndpoint).toBeUndefined()
    expect(rules).toEqual(['unusable_endpoint'])
    expect(sent).toEqual(expect.not.arrayContaining([expect.stringMatching(/as\.example|other|authorization-server/)]))
  })

  it.each([
    ['of http', server('http://as.example'), 'insecure_url'],
    ['with a token endpoint of http', server(other, { token_endpoint: 'http://as.example/token' }), 'insecure_url'],
    ['without a token endpoint', server(other, { token_endpoint: undefined }), 'invalid_metadata'],
    ['without a name', { ...server(), issuer: undefined as unknown as string }, 'invalid_metadata'],
  ])('gives none %s', async (_, authorizationServer, code) => {
    expect((await discovered(silent, { authorizationServer })).target).toMatchObject({ code })
  })

  it('gives none of another than the issuer that is set, nor than the resource names', async () => {
    const authorizationServer = server(other)
    const set = await discovered(silent, { authorizationServer, issuer })
    const named = await discovered({}, { authorizationServer })
    expect([set.target, named.target]).toMatchObject([{ code: 'issuer_mismatch' }, { code: 'issuer_mismatch' }])
  })
})

describe('a host without TLS', () => {
  const http = 'http://auth.internal:8080'
  const routes = {
    [place]: { ...resource, authorization_servers: [http] },
    [`${http}/.well-known/oauth-authorization-server`]: server(http),
  }
  it.each([[['auth.internal']], [['auth.internal:8080']], [['AUTH.internal']]])(
    'is asked where %j are named',
    async (httpHosts) => {
      expect((await discovered(routes, { httpHosts })).target.server?.issuer).toBe(http)
    },
  )

  it.each([[[]], [['internal']], [['x.auth.internal']], [['auth.internal:80']]])(
    'is not asked where %j are named',
    async (httpHosts) => {
      const { target, sent } = await discovered(routes, { httpHosts })
      expect(target).toMatchObject({
        code: 'insecure_url',
        details: { option: 'issuer', options: [{ value: 'https://auth.internal:8080' }, { option: 'allow.http' }] },
      })
      expect(sent.filter((line) => line.includes('internal'))).toEqual([])
    },
  )

  it('is refused at an address that is everybody’s, and taken at a private one', async () => {
    const at = (host: string) =>
      discovered(
        {
          [place]: { ...resource, authorization_servers: [`http://${host}`] },
          'http://10.0.0.7/.well-known/oauth-authorization-server': server('http://10.0.0.7'),
        },
        { httpHosts: [host] },
      )
    expect((await at('10.0.0.7')).target.server?.issuer).toBe('http://10.0.0.7')
    expect((await at('8.8.8.8')).target).toMatchObject({
      code: 'insecure_url',
      message: expect.stringContaining('is not https, and is at no private address'),
    })
    expect((await at('169.254.169.254')).target).toMatchObject({ code: 'insecure_url' })
  })
})

describe('what is out of order gives way to what stands beside it', () => {
  const both = {
    ...good,
    [place]: { ...resource, authorization_servers: [issuer, other] },
    [otherPlace]: server(other),
  }
  const down = { ...both, [inserted]: 503 }
  it('the first of two authorization servers, where nothing is kept of it', async () => {
    const { target, rules } = await discovered(down, { previousSignIns: none })
    expect(target).toMatchObject({ server: { issuer: other }, isStandIn: true })
    expect(rules).toEqual(['passed_over'])
  })

  it.each([
    ['nobody says what is kept', down, {}],
    ['tokens are kept of it', down, { previousSignIns: { ...none, issuer: async () => `${issuer}/` } }],
    [
      'a registration is kept of it',
      down,
      { previousSignIns: { ...none, has: async (name: string) => name === issuer } },
    ],
    ['a step-up wants more', down, { previousSignIns: none, challenge: { error: 'insufficient_scope' } }],
    ['it is the one that is set', down, { previousSignIns: none, issuer }],
    ['a function chose it', down, { previousSignIns: none, selectIssuer: () => issuer }],
    [
      'another origin names both',
      { ...down, 'https://meta.example/x': both[place] },
      {
        previousSignIns: none,
        challenge: { resourceMetadata: 'https://meta.example/x' },
        resourceMetadataOrigins: ['https://meta.example'],
      },
    ],
  ] satisfies [string, Parameters<typeof network>[0], DiscoverOptions][])(
    'but not the first where %s',
    async (_, routes, options) => {
      const { target, sent } = await discovered(routes, options)
      expect(target).toMatchObject({ code: 'unreachable' })
      expect(sent.filter((line) => line.includes(other))).toEqual([])
    },
  )

  const broken = { [place]: 500, [wellKnown]: resource }
  it.each([
    ['nobody is signed in', none],
    ['the sign-in is of the server that it names', { ...none, issuer: async () => `${issuer}/` }],
  ])('the metadata of the path, after a second 5xx, where %s', async (_, previousSignIns) => {
    const { target, sent, rules } = await discovered(broken, { previousSignIns })
    expect(target).toMatchObject({ server: { issuer }, isStandIn: true })
    expect(sent.filter((line) => line === `GET ${place}`)).toHaveLength(2)
    expect(rules).toEqual(['metadata_of_root'])
  })

  it.each([
    ['another server signed in here', broken, { ...none, issuer: async () => other }],
    ['it answers 429', { ...broken, [place]: 429 }, none],
    ['the root has none', { ...broken, [wellKnown]: 404 }, none],
  ])('but not that of the path where %s', async (_, routes, previousSignIns) => {
    expect((await discovered(routes, { previousSignIns })).target).toMatchObject({ code: 'unreachable' })
  })

  it('but a path that answers the second time is what counts', async () => {
    let asked = 0
    const twice = () => (asked++ === 0 ? new Response(null, { status: 502 }) : Response.json(resource))
    const { target } = await discovered(
      { ...broken, [wellKnown]: { ...resource, authorization_servers: [other] }, [place]: twice },
      { previousSignIns: none },
    )
    expect(target).toMatchObject({ server: { issuer } })
    expect(target.isStandIn).toBeUndefined()
  })
})

describe('a login proxy before the server, and a time to wait, are told in words', () => {
  const to =
    (location: string, headers = {}) =>
    () =>
      new Response(null, { status: 302, headers: { location, ...headers } })
  const page = (text: string, status: number) => () =>
    new Response(text, { status, headers: { 'content-type': 'text/html' } })
  const access = 'https://team.cloudflareaccess.com/cdn-cgi/access/login/mcp.example?kid=hush'
  it.each([
    ['Cloudflare Access', to(access)],
    ['Cloudflare Access', () => new Response(null, { status: 403, headers: { 'cf-access-aud': 'x' } })],
    ['Cloudflare Access', refuse('Cloudflare-Access resource_metadata_of="x"')],
    [
      'Google Identity-Aware Proxy',
      () => new Response(null, { status: 401, headers: { 'x-goog-iap-generated-response': 'true' } }),
    ],
    ['at login.microsoftonline.com', to('https://login.microsoftonline.com/t/oauth2/v2.0/authorize?client_id=x')],
    ['of its operator', page('<form><input type="password"></form>', 200)],
    ['of its operator', page('<title>Sign in - Company</title>', 403)],
  ])('%s', async (name, answer) => {
    const { target } = await discovered({ [serverUrl]: answer, [place]: 404 })
    expect(target).toMatchObject({
      code: 'no_metadata',
      message: expect.stringContaining(
        `the login proxy ${name} is in front of the MCP server, wants a login in a browser,`,
      ),
    })
    expect(JSON.stringify([target, (target as unknown as Error).message])).not.toContain('hush')
  })

  it('also where it stands before the authorization server', async () => {
    const { target } = await discovered({ [inserted]: to(access) })
    expect(target).toMatchObject({
      message: expect.stringContaining('is not followed (the login proxy Cloudflare Access is in front of it)'),
    })
  })

  it.each([
    'https://moved.example/.well-known/oauth-authorization-server',
    'https://moved.example/.well-known/openid-configuration?client_id=x',
  ])('but not where metadata has moved to %s', async (moved) => {
    const { target } = await discovered({ [inserted]: to(moved) })
    const { message } = target as unknown as Error
    expect(message).toContain('redirects to "https://moved.example" and is not followed')
    expect(message).not.toContain('login proxy')
  })

  it('but not where the server itself says how to sign in', async () => {
    const headers = { 'www-authenticate': 'Bearer', 'cf-access-aud': 'x' }
    const { target } = await discovered({ [serverUrl]: () => new Response(null, { status: 401, headers }) })
    expect(target.server?.issuer).toBe(issuer)
  })

  const date = 'Mon, 30 Nov 2026 10:00:00 GMT'
  const waits = [
    ['45', '45 s', 45_000],
    ['7200', '120 minutes', 7_200_000],
    ['86400', '24 hours', 86_400_000],
    ['Mon, 30 Nov 2026 10:00:30 GMT', '30 s', 30_000],
  ] as const
  it.each([serverUrl, place, inserted].flatMap((url) => waits.map((wait) => [url, ...wait] as const)))(
    'Retry-After of %s: %s',
    async (url, value, words, retryAfter) => {
      const later = () => new Response(null, { status: 429, headers: { 'retry-after': value, date } })
      const { target } = await discovered({ [url]: later })
      expect(target).toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(`Try again in ${words}\\.$`),
        retryAfter,
      })
    },
  )
})
