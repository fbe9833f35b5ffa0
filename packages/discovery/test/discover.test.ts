import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { type DiscoveryError, type DiscoveryEvent, discover } from '../src/index.ts'
import { lines, mocked, network, rounds, silence } from './world.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const resourceMetadata = 'GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp'
const rootResourceMetadata = 'GET https://mcp.example.com/.well-known/oauth-protected-resource'
const ownMetadata = 'GET https://mcp.example.com/.well-known/oauth-authorization-server'
const issuerMetadata = [
  'GET https://auth.example.com/.well-known/oauth-authorization-server',
  'GET https://auth.example.com/.well-known/openid-configuration',
]
const probe = `POST ${serverUrl}`

describe('what it finds', () => {
  it('is found although a listener fails', async () => {
    mocked({ resourceMetadata: 'none' })
    const onEvent = (): never => {
      throw new Error('listener')
    }
    expect((await discover(serverUrl, { onEvent })).legacy).toBe('metadata')
  })

  it('names the resource, the authorization server, the scopes and the challenge', async () => {
    mocked({ challengeScope: 'mcp:read' })
    expect(await discover(serverUrl)).toEqual({
      serverUrl,
      resource: serverUrl,
      server: {
        issuer: 'https://auth.example.com',
        authorizationEndpoint: 'https://auth.example.com/authorize',
        tokenEndpoint: 'https://auth.example.com/token',
        registrationEndpoint: 'https://auth.example.com/register',
        revocationEndpoint: 'https://auth.example.com/revoke',
        codeChallengeMethodsSupported: ['S256'],
        tokenEndpointAuthMethodsSupported: ['none', 'client_secret_basic', 'client_secret_post'],
        authorizationResponseIssParameterSupported: true,
        clientIdMetadataDocumentSupported: false,
      },
      scopesSupported: ['mcp:read', 'mcp:write'],
      challenge: {
        scope: 'mcp:read',
        resourceMetadata: 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp',
      },
    })
  })

  it.each([
    ['an issuer with a path', { issuer: 'https://auth.example.com/tenant' }, 'https://auth.example.com/tenant'],
    ['an issuer with a slash', { issuer: 'https://auth.example.com/' }, 'https://auth.example.com/'],
    ['OpenID Connect metadata', { authorizationServerMetadata: 'oidc' }, 'https://auth.example.com'],
    ['resource metadata at the path alone', { resourceMetadata: 'path' }, 'https://auth.example.com'],
    ['resource metadata at the root alone', { resourceMetadata: 'root' }, 'https://auth.example.com'],
    ['a resource that is the origin', { resource: 'https://mcp.example.com' }, 'https://auth.example.com'],
  ] as const)('finds %s', async (_, options, issuer) => {
    const mock = mocked(options)
    const target = await discover(serverUrl)
    expect([target.resource, target.server.issuer]).toEqual([mock.resource, issuer])
    expect(new Set(lines(mock.requests)).size).toBe(mock.requests.length)
  })

  it('serves a server on this machine, with an authorization server there', async () => {
    const local = 'http://127.0.0.1:4321'
    mocked({ serverUrl: `${local}/mcp`, issuer: local })
    expect((await discover(`${local}/mcp`)).server.tokenEndpoint).toBe(`${local}/token`)
  })

  it('reports a token endpoint on another origin than the issuer', async () => {
    const mock = mocked()
    const tokenEndpoint = 'https://token.example/token'
    mock.override.authorizationServerMetadata = async (_, answer) => {
      const response = await answer()
      if (response.status !== 200) return response
      return Response.json({ ...((await response.json()) as object), token_endpoint: tokenEndpoint })
    }
    const events: DiscoveryEvent[] = []
    await discover(serverUrl, { onEvent: (event) => events.push(event) })
    expect(events).toEqual([
      {
        type: 'notice',
        rule: 'foreign_endpoint',
        serverUrl,
        message: 'https://auth.example.com issues its tokens at token.example.',
        issuer: 'https://auth.example.com',
        url: tokenEndpoint,
      },
    ])
  })

  it.each([
    [serverUrl, `${serverUrl}/`],
    [`${serverUrl}/`, serverUrl],
    ['https://mcp.example.com', 'https://mcp.example.com/'],
  ])('reports that %s calls itself %s, and keeps that', async (url, resource) => {
    mocked({ serverUrl: url, resource })
    const events: DiscoveryEvent[] = []
    expect((await discover(url, { onEvent: (event) => events.push(event) })).resource).toBe(resource)
    expect(events).toMatchObject([
      { type: 'notice', rule: 'trailing_slash', serverUrl: url, message: expect.stringContaining(resource) },
    ])
  })

  it('reports nothing where all is as it should be', async () => {
    mocked()
    const events: DiscoveryEvent[] = []
    await discover(serverUrl, { onEvent: (event) => events.push(event) })
    expect(events).toEqual([])
  })
})

describe('what it sends', () => {
  it('needs two rounds where the authorization server is elsewhere, and asks nothing twice (A2)', async () => {
    mocked()
    expect(await rounds((fetch) => discover(serverUrl, { fetch }))).toEqual([
      [ownMetadata, resourceMetadata, probe],
      issuerMetadata,
    ])
  })

  it('needs one round more where neither the challenge nor the path says where the metadata is', async () => {
    const deep = 'https://mcp.example.com/a/b/mcp'
    mocked({ serverUrl: deep, resourceMetadata: 'root' })
    const found = await rounds((fetch) => discover(deep, { fetch }))
    expect(found.map((round) => round.length)).toEqual([3, 2, 2])
  })

  it('needs one round where the server is its own authorization server', async () => {
    mocked({ issuer: 'https://mcp.example.com' })
    expect(await rounds((fetch) => discover(serverUrl, { fetch }))).toEqual([[ownMetadata, resourceMetadata, probe]])
  })

  it('asks the root only after the path was missed (P2)', async () => {
    mocked({ resourceMetadata: 'root' })
    expect(await rounds((fetch) => discover(serverUrl, { fetch }))).toEqual([
      [ownMetadata, resourceMetadata, probe],
      [rootResourceMetadata],
      issuerMetadata,
    ])
  })

  it('believes the challenge rather than what it asked ahead (P2)', async () => {
    const named = 'https://mcp.example.com/named'
    const server = (issuer: string) => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
    })
    network({
      [serverUrl]: () =>
        new Response(null, { status: 401, headers: { 'www-authenticate': `Bearer resource_metadata="${named}"` } }),
      [resourceMetadata.slice(4)]: { resource: serverUrl, authorization_servers: ['https://old.example'] },
      [named]: { resource: serverUrl, authorization_servers: ['https://new.example'] },
      'https://new.example/.well-known/oauth-authorization-server': server('https://new.example'),
      'https://old.example/.well-known/oauth-authorization-server': server('https://old.example'),
    })
    const sent = await rounds(async (fetch) => {
      expect((await discover(serverUrl, { fetch })).server.issuer).toBe('https://new.example')
    })
    expect(sent).toEqual([
      [ownMetadata, resourceMetadata, probe],
      [`GET ${named}`],
      [
        'GET https://new.example/.well-known/oauth-authorization-server',
        'GET https://new.example/.well-known/openid-configuration',
      ],
    ])
  })

  it('does not ask for a challenge that it was given', async () => {
    mocked()
    const challenge = { error: 'invalid_token', scope: 'a', resourceMetadata: resourceMetadata.slice(4) }
    const sent = await rounds(async (fetch) => {
      expect((await discover(serverUrl, { fetch, challenge })).challenge).toBe(challenge)
    })
    expect(sent).toEqual([[resourceMetadata], issuerMetadata])
  })

  it('asks an SSE endpoint by GET', async () => {
    const mock = mocked({ challengeScope: 'mcp:read' })
    mock.override.mcp = ({ method }) => (method === 'POST' ? new Response(null, { status: 405 }) : undefined)
    const sent = await rounds(async (fetch) => {
      expect((await discover(serverUrl, { fetch })).challenge?.scope).toBe('mcp:read')
    })
    expect(sent).toEqual([[ownMetadata, resourceMetadata, probe], [`GET ${serverUrl}`], issuerMetadata])
  })

  it('shows nobody credentials', async () => {
    const mock = mocked()
    await discover(serverUrl)
    expect(mock.requests.filter(({ headers }) => headers.has('authorization') || headers.has('cookie'))).toEqual([])
  })
})

describe('what goes wrong', () => {
  it('shows no query of the server’s URL in any error, since it may hold a key', async () => {
    const secret = 'https://mcp.example.com/mcp?key=hush'
    const errors: unknown[] = []
    const failing = [
      { [secret]: { jsonrpc: '2.0' } },
      { [secret]: 200 },
      { [secret]: 500 },
      { [secret]: 401 },
      { [secret]: 401, [`${resourceMetadata.slice(4)}?key=hush`]: { resource: 'https://other.example' } },
      { [secret]: 401, [`${resourceMetadata.slice(4)}?key=hush`]: { resource: serverUrl } },
      { [secret]: 401, [`${resourceMetadata.slice(4)}?key=hush`]: 503 },
      { [secret]: 404 },
    ]
    for (const routes of failing) {
      network({ 'https://mcp.example.com/': 404, ...routes })
      errors.push(await discover(secret, { legacy: false }).catch((error: unknown) => error))
    }
    expect(errors.map((error) => (error as DiscoveryError).code)).toEqual([
      'not_protected',
      'no_metadata',
      'unreachable',
      'no_metadata',
      'resource_mismatch',
      'no_metadata',
      'unreachable',
      'no_metadata',
    ])
    const texts = errors.map((error) => `${error} ${JSON.stringify(error)}`)
    expect(texts.filter((text) => text.includes('hush'))).toEqual([])
  })

  it('says that a server is not protected', async () => {
    const mock = mocked({ resourceMetadata: 'none' })
    mock.override.mcp = () => Response.json({ jsonrpc: '2.0', id: 0, result: {} })
    const sent = await rounds((fetch) =>
      expect(discover(serverUrl, { fetch })).rejects.toMatchObject({
        name: 'DiscoveryError',
        code: 'not_protected',
        message: expect.stringContaining(serverUrl),
      }),
    )
    expect(sent).toEqual([[ownMetadata, resourceMetadata, probe], [rootResourceMetadata]])
  })

  it('gives up what was asked ahead and is not needed, so that a program can end', async () => {
    const mock = mocked()
    const ahead = 'https://mcp.example.com/.well-known/oauth-authorization-server'
    const signals = new Map<string, AbortSignal | null | undefined>()
    const fetch: typeof globalThis.fetch = (input, init) => {
      signals.set(String(input), init?.signal)
      // The origin's own server metadata never comes.
      return String(input) === ahead ? new Promise(() => undefined) : globalThis.fetch(input, init)
    }
    await discover(serverUrl, { fetch })
    expect(mock.requestsTo('mcp')).toHaveLength(1)
    expect(signals.get(ahead)?.aborted).toBe(true)
  })

  it('signs in to a server that does not refuse but has resource metadata', async () => {
    const mock = mocked()
    mock.override.mcp = () => Response.json({})
    expect(await discover(serverUrl)).toMatchObject({ resource: serverUrl, challenge: undefined })
  })

  it('names the URL and the code where nobody listens', async () => {
    const listener = createServer()
    const port = await new Promise<number>((resolve) => {
      listener.listen(0, '127.0.0.1', () => resolve(Object(listener.address()).port))
    })
    await new Promise((resolve) => listener.close(resolve))
    await expect(discover(`http://127.0.0.1:${port}/mcp`)).rejects.toMatchObject({
      code: 'unreachable',
      message: `http://127.0.0.1:${port}/mcp cannot be reached (ECONNREFUSED). Is the URL right and the server running?`,
      cause: expect.any(TypeError),
    })
  })

  it('refuses resource metadata on another origin, which it does not fetch (V5)', async () => {
    const mock = mocked()
    mock.override.mcp = () =>
      new Response(null, {
        status: 401,
        headers: { 'www-authenticate': 'Bearer resource_metadata="https://auth.example.com/x"' },
      })
    await expect(discover(serverUrl)).rejects.toMatchObject({ code: 'insecure_url' })
    expect(lines(mock.requests).filter((line) => line.includes('auth.example.com'))).toEqual([])
  })

  it.each([
    ['http://mcp.example.com/mcp', 'is not https'],
    ['http://192.168.1.2/mcp', 'is not https'],
    ['ftp://mcp.example.com/mcp', 'has the scheme ftp'],
    ['mcp.example.com/mcp', 'is not a URL'],
    ['', 'is not a URL'],
    ['https://user:pw@mcp.example.com/mcp', 'holds a user name or password'],
    ['https://mcp.example.com/\nmcp', 'holds white space, a control character or a backslash'],
  ])('sends nothing to %j', async (url, why) => {
    const { fetch, asked } = silence()
    await expect(discover(url, { fetch })).rejects.toMatchObject({
      code: 'insecure_url',
      message: expect.stringContaining(`The MCP server's URL ${why}.`),
    })
    expect(asked).toEqual([])
  })
})

describe('aborting', () => {
  it('rejects with the reason of the signal', async () => {
    const controller = new AbortController()
    const { fetch, asked } = silence()
    const target = discover(serverUrl, { fetch, signal: controller.signal })
    expect(asked).toHaveLength(3)
    const reason = new Error('given up')
    controller.abort(reason)
    await expect(target).rejects.toBe(reason)
  })

  it('sends nothing where the signal is aborted already', async () => {
    const { fetch, asked } = silence()
    const reason = new Error('given up')
    await expect(discover(serverUrl, { fetch, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(asked).toEqual([])
  })
})
