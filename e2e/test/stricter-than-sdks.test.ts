import { selectBearerChallenge } from '@fast-agent-auth/discovery'
import { type MockServer, type MockServerOptions, startMockServer } from '@fast-agent-auth/mock-server'
import { extractWWWAuthenticateParams as readV2 } from '@modelcontextprotocol/client'
import { extractWWWAuthenticateParams as readV1 } from '@modelcontextprotocol/sdk/client/auth.js'
import type { AuthOptions } from 'fast-agent-auth'
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { callTool } from '../src/call-tool.ts'
import { challenging } from '../src/challenging.ts'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { type Reached, type SdkApplication, type SdkApplicationOptions, sdkApplications } from '../src/sdk-sign-in.ts'
import { signInRequests } from '../src/sent-requests.ts'
import { withMembers } from '../src/with-members.ts'

// The behaviour of the official SDKs is asserted beside ours, so that a difference that they have closed is seen and its
// line here can go.

// SDK v2 warns of what a provider lacks.
beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))

const serverUrl = 'https://mcp.example.com/mcp'
const issuer = 'https://auth.example.com'

interface Case {
  readonly server?: MockServerOptions
  readonly prepare?: (mock: MockServer) => void
  readonly arrive?: (callback: URL) => URL
  readonly auth?: AuthOptions
  readonly sdk?: Partial<SdkApplicationOptions>
}

interface Compared {
  readonly world: MockWorld
  readonly error: unknown
  /** The ends of the sign-ins: ours, SDK v1, SDK v2. */
  readonly reached: readonly [Reached, ...Reached[]]
  /** Requests of ours to the authorization server's endpoints. */
  readonly asked: readonly string[]
  readonly applications: readonly SdkApplication[]
}

/** Signs in at the same server with ours and with both SDKs. */
async function compare({ server, prepare, arrive, auth, sdk }: Case): Promise<Compared> {
  const world = createMockWorld({
    ...(server && { server }),
    ...(arrive && { arrive }),
    ...(auth && { auth }),
  })
  prepare?.(world.mock)
  const error: unknown = await world.auth.login().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  const ours = error === undefined ? 'tokens' : world.windows.length > 0 ? 'window' : 'refused'
  const asked = signInRequests(world.mock)
  const applications = sdkApplications({ serverUrl: world.mock.serverUrl, arrive, ...sdk })
  const theirs: Reached[] = []
  for (const application of applications) theirs.push(await application.signIn())
  return { world, error, reached: [ours, ...theirs], asked, applications }
}

const metadata =
  (members: Readonly<Record<string, unknown>>) =>
  (mock: MockServer): void => {
    mock.override.authorizationServerMetadata = withMembers(members)
  }

it('a server that does not say that it supports PKCE is refused, where both SDKs go on', async () => {
  const { error, reached, asked } = await compare({
    prepare: metadata({ code_challenge_methods_supported: undefined }),
  })
  expect(error).toMatchObject({ code: 'pkce_unsupported', message: expect.stringContaining(issuer) })
  expect(asked).toEqual([])
  expect(reached).toEqual(['refused', 'tokens', 'tokens'])
})

it('a server that supports PKCE only by the method plain is refused, as by both SDKs', async () => {
  const { error, reached, asked } = await compare({
    prepare: metadata({ code_challenge_methods_supported: ['plain'] }),
  })
  expect(error).toMatchObject({ code: 'pkce_unsupported', message: expect.stringContaining(issuer) })
  expect(asked).toEqual([])
  expect(reached).toEqual(['refused', 'refused', 'refused'])
})

it('metadata of another issuer is not used, where SDK v1 uses it (V9)', async () => {
  const { error, reached, asked } = await compare({ prepare: metadata({ issuer: 'https://evil.example.com' }) })
  expect(error).toMatchObject({ code: 'issuer_mismatch', message: expect.stringContaining('RFC 8414 §3.3') })
  expect(asked).toEqual([])
  expect(reached[0]).toBe('refused')
  // It goes on to sign in at the endpoints that the document of another issuer names.
  expect(reached[1]).toBe('tokens')
  expect(reached[2]).toBe('refused')
})

it.each([
  ['missing although it is promised', undefined],
  ['another', 'https://evil.example.com'],
])('a code is not sent where the issuer of the answer is %s, where SDK v1 sends it', async (_, iss) => {
  const arrive = (callback: URL): URL => {
    if (iss === undefined) callback.searchParams.delete('iss')
    else callback.searchParams.set('iss', iss)
    return callback
  }
  const { error, reached, asked } = await compare({ arrive })
  expect(error).toMatchObject({ code: 'issuer_mismatch', message: expect.stringContaining('RFC 9207') })
  expect(asked).toEqual(['register', 'authorize'])
  expect(reached).toEqual(['window', 'tokens', 'window'])
})

it('a code is not sent to a token endpoint without TLS, where SDK v1 sends it', async () => {
  const { error, reached, asked } = await compare({ server: { endpoints: { token: 'http://auth.example.com/token' } } })
  expect(error).toMatchObject({
    code: 'insecure_url',
    message: expect.stringContaining(`The token_endpoint of ${issuer} is not https; it is not used.`),
  })
  expect(asked).toEqual([])
  expect(reached).toEqual(['refused', 'tokens', 'window'])
})

it.each(['file:///etc/passwd', 'ms-settings:display', 'http://auth.example.com/authorize'])(
  'the authorization endpoint %s is not opened, where both SDKs hand it to the browser',
  async (endpoint) => {
    const { error, asked, world, applications } = await compare({
      prepare: metadata({ authorization_endpoint: endpoint }),
    })
    expect(error).toMatchObject({
      code: 'insecure_url',
      message: expect.stringMatching(`^The authorization_endpoint of ${issuer} (has the scheme|is not https)`),
    })
    expect([asked, world.windows]).toEqual([[], []])
    const opened = applications.map(({ windows }) => windows.map(({ protocol }) => protocol))
    expect(opened).toEqual([[new URL(endpoint).protocol], [new URL(endpoint).protocol]])
  },
)

/** Something on this machine that a server elsewhere would like to have asked. */
async function startLocal(): Promise<MockServer & { close(): Promise<void> }> {
  const local = await startMockServer()
  onTestFinished(() => local.close())
  return local
}

/** Whether this machine was asked by ours, SDK v1, SDK v2. */
async function askedBy(local: MockServer, { auth }: MockWorld, resourceMetadata?: string): Promise<readonly boolean[]> {
  await expect(auth.login()).rejects.toMatchObject({
    code: 'insecure_url',
    message: expect.stringContaining('is on this machine, which is not allowed'),
  })
  const asked = [local.requests.length > 0]
  for (const application of sdkApplications({ serverUrl, resourceMetadata })) {
    local.clear()
    await application.signIn()
    asked.push(local.requests.length > 0)
  }
  return asked
}

it('an authorization server on this machine is not asked at the word of a server elsewhere, where both SDKs ask it', async () => {
  const local = await startLocal()
  const world = createMockWorld()
  world.mock.override.resourceMetadata = withMembers({ authorization_servers: [local.issuer] })
  expect(await askedBy(local, world)).toEqual([false, true, true])
})

it('resource metadata on this machine is not fetched at the word of a server elsewhere, where both SDKs fetch it', async () => {
  const local = await startLocal()
  const world = createMockWorld()
  const named = `${local.issuer}/.well-known/oauth-protected-resource/mcp`
  world.mock.override.mcp = challenging(`Bearer resource_metadata="${named}"`)
  expect(await askedBy(local, world, named)).toEqual([false, true, true])
})

it('resource is sent to no server that has no metadata, as both SDKs do it', async () => {
  const { world, reached, applications } = await compare({ server: { resourceMetadata: 'none' } })
  expect(reached[0]).toBe('tokens')
  const resourceOf = (url: URL | undefined): string | null | undefined => url?.searchParams.get('resource')
  expect(resourceOf(world.windows[0])).toBe(null)
  expect(world.mock.requestsTo('token')[0]?.form?.get('resource')).toBe(null)
  expect(applications.map(({ windows }) => resourceOf(windows[0]))).toEqual([null, null])
})

it('an answer without our state is not used, where both SDKs send none and use it', async () => {
  // As of a page that makes the browser bring an answer of somebody else's sign-in.
  const arrive = (callback: URL): URL => {
    callback.searchParams.set('state', 'forged')
    return callback
  }
  const { world, error, reached, asked, applications } = await compare({ arrive })
  expect(error).toMatchObject({ code: 'state_mismatch' })
  expect(world.windows[0]?.searchParams.get('state')).toMatch(/^[\w-]{22,}$/)
  expect(asked).toEqual(['register', 'authorize'])
  expect(reached).toEqual(['window', 'tokens', 'tokens'])
  expect(applications.map(({ windows }) => windows[0]?.searchParams.get('state'))).toEqual([null, null])
})

it('registrations say that the application is a native one, where SDK v1 says nothing', async () => {
  const { world } = await compare({})
  const said = world.mock.requestsTo('register').map(({ json }) => (json as Record<string, unknown>).application_type)
  expect(said).toEqual(['native', undefined, 'native'])
})

it('id and secret of Basic authentication are encoded where a server would misread them, and both SDKs send them as they are', async () => {
  const client = { id: 'client:one', secret: 'a+b%c d' }
  const redirectUris = ['http://127.0.0.1:3030/callback', 'http://127.0.0.1:8090/callback']
  const known = { clientId: client.id, clientSecret: client.secret, redirectUris }
  const { world, reached } = await compare({
    server: { clients: [{ ...known, tokenEndpointAuthMethod: 'client_secret_basic' }] },
    auth: { client, issuer },
    sdk: { client: { client_id: client.id, client_secret: client.secret } },
  })
  expect(reached[0]).toBe('tokens')
  const credentials = world.mock
    .requestsTo('token')
    .map(({ headers }) => atob(headers.get('authorization')?.slice(6) ?? ''))
  expect(credentials).toEqual(['client%3Aone:a%2Bb%25c d', 'client:one:a+b%c d', 'client:one:a+b%c d'])
})

it.each([
  ['https://example.com/a/../client.json', 'has a dot segment'],
  ['https://example.com/client.json#id', 'has a fragment'],
  ['https://me:pw@example.com/client.json', 'holds a user name or password'],
])('%s is no id of a client, where both SDKs send it as one', async (metadataUrl, reason) => {
  const { world, error, reached, asked, applications } = await compare({
    server: { clientIdMetadataDocumentSupported: true },
    auth: { client: { metadataUrl } },
    sdk: { clientMetadataUrl: metadataUrl },
  })
  expect(error).toMatchObject({ message: expect.stringContaining(reason) })
  expect([reached[0], asked, world.windows]).toEqual(['refused', [], []])
  expect(applications.map(({ windows }) => windows[0]?.searchParams.get('client_id'))).toEqual([
    metadataUrl,
    metadataUrl,
  ])
})

const there = 'https://mcp.example.com/there'

it.each([
  ['that stands behind one of another scheme', `Basic realm="x", Bearer resource_metadata="${there}"`],
  ['with white space around an equals sign', `Bearer resource_metadata = "${there}"`],
  ['whose parameter is in capitals', `Bearer RESOURCE_METADATA="${there}"`],
  [
    'behind a quoted quotation mark',
    String.raw`Bearer realm="a\", resource_metadata=\"https://evil.example/", resource_metadata="${there}"`,
  ],
  ['beside a name that ends alike', `Bearer x_resource_metadata="https://evil.example/", resource_metadata="${there}"`],
])('a challenge %s is read as RFC 9110 has it, where both SDKs misread it', (_, challenge) => {
  const headers = new Headers({ 'www-authenticate': challenge })
  const response = new Response(null, { status: 401, headers })
  expect(selectBearerChallenge(headers)?.resourceMetadata).toBe(there)
  const read = [readV1, readV2].map((reader) => reader(response).resourceMetadataUrl?.href)
  expect(read.filter((url) => url === there)).toEqual([])
})

it('five calls on an expired token are answered with one refresh, where both SDKs send the refresh token five times', async () => {
  const world = createMockWorld()
  await world.auth.login()
  world.mock.expireAccessTokens()
  world.mock.clear()
  const five = Array.from({ length: 5 }, (_, i) => i)
  expect(await Promise.all(five.map(() => callTool(world)))).toEqual([200, 200, 200, 200, 200])
  expect(world.mock.requestsTo('token').map(({ form }) => form?.get('grant_type'))).toEqual(['refresh_token'])
  expect(world.windows).toHaveLength(1)

  for (const application of sdkApplications({ serverUrl })) {
    await application.signIn()
    world.mock.clear()
    const renewed = await Promise.all(five.map(() => application.renew()))
    expect([application.name, world.mock.requestsTo('token').length, renewed.toSorted()]).toEqual([
      application.name,
      5,
      ['tokens', 'window', 'window', 'window', 'window'],
    ])
  }
})
