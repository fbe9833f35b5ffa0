import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { callTool } from '../src/call-tool.ts'
import { challenging } from '../src/challenging.ts'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { inTokenRequests, linesTo, signInRequests } from '../src/sent-requests.ts'
import { withMembers } from '../src/with-members.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const issuer = 'https://auth.example.com'
const elsewhere = 'https://mcp.example.com/.well-known/oauth-protected-resource/elsewhere'

/** A parameter of every authorization request. */
const inWindows = ({ windows }: MockWorld, name: string) => windows.map(({ searchParams }) => searchParams.get(name))

it('reads the challenge of a 401 and follows it (P1)', async () => {
  const world = createMockWorld({ auth: { interactive: true } })
  const { mock, windows } = world
  mock.override.mcp = challenging(`Bearer realm="m, c", scope="mcp:read", resource_metadata="${elsewhere}"`)
  mock.override.resourceMetadata = ({ url }) =>
    url === elsewhere ? Response.json({ resource: serverUrl, authorization_servers: [mock.issuer] }) : undefined
  expect(await callTool(world)).toBe(200)
  expect(linesTo(mock, 'resourceMetadata')).toEqual([`GET ${elsewhere}`])
  expect(windows.map(({ searchParams }) => searchParams.get('scope'))).toEqual(['mcp:read'])
  expect(mock.requestsTo('mcp').map(({ status }) => status)).toEqual([401, 200])
})

it('signs in after a 401 that has no challenge at all (P1)', async () => {
  const world = createMockWorld({ auth: { interactive: true } })
  world.mock.override.mcp = ({ headers }) =>
    headers.has('authorization') ? undefined : new Response(null, { status: 401 })
  expect(await callTool(world)).toBe(200)
  expect(signInRequests(world.mock)).toEqual(['register', 'authorize', 'token'])
})

it.each([
  ['no list', undefined],
  ['an empty list', []],
])('takes the server itself where its metadata has %s of authorization servers (P4)', async (_, servers) => {
  const origin = new URL(serverUrl).origin
  const { auth, mock } = createMockWorld({ server: { issuer: origin } })
  mock.override.resourceMetadata = withMembers({ authorization_servers: servers })
  expect((await auth.login()).issuer).toBe(origin)
  expect(mock.requestsTo('token').map(({ form }) => form?.get('resource'))).toEqual([serverUrl])
})

it('uses metadata of a parent of the server, and sends its resource as it is written (P6)', async () => {
  const resource = 'https://mcp.example.com'
  const { auth, mock, windows } = createMockWorld({ server: { resource, resourceMetadata: 'root' } })
  await auth.login()
  expect(windows.map(({ searchParams }) => searchParams.get('resource'))).toEqual([resource])
  expect(mock.requestsTo('token').map(({ form }) => form?.get('resource'))).toEqual([resource])
})

it('uses S256 although the server would rather have plain, and proves each time with a fresh verifier that it began (Q1, Q2)', async () => {
  const world = createMockWorld()
  const { auth, mock } = world
  mock.override.authorizationServerMetadata = withMembers({ code_challenge_methods_supported: ['plain', 'S256'] })
  await auth.login()
  await auth.login({ force: true })
  expect(inWindows(world, 'code_challenge_method')).toEqual(['S256', 'S256'])
  const verifiers = inTokenRequests(mock, 'code_verifier').map((verifier = '') => verifier)
  expect(new Set(verifiers).size).toBe(2)
  expect(inWindows(world, 'code_challenge')).toEqual(
    verifiers.map((verifier) => createHash('sha256').update(verifier).digest('base64url')),
  )
})

it('gives each sign-in a long state of its own (Q9)', async () => {
  const world = createMockWorld()
  await world.auth.login()
  await world.auth.login({ force: true })
  const states = inWindows(world, 'state')
  expect(new Set(states).size).toBe(2)
  expect(states.filter((state) => (state?.length ?? 0) >= 43)).toHaveLength(2)
})

it('goes on waiting for its own answer after answers that are not to it (Q9)', async () => {
  const { auth, mock, events } = createMockWorld({
    auth: {
      redirect: { port: 0 },
      async openBrowser(url) {
        const response = await fetch(url, { redirect: 'manual' })
        const ours = new URL(response.headers.get('location') ?? '')
        for (const query of ['?code=theirs', '?code=theirs&state=other', '?error=access_denied', ours.search]) {
          await fetch(new URL(query, ours)).then((page) => page.text())
        }
      },
    },
  })
  await auth.login()
  expect(inTokenRequests(mock, 'code')).toEqual([expect.stringMatching(/^code-1-/)])
  expect(events.filter(({ type }) => type === 'callback_ignored')).toHaveLength(3)
})

it('opens http on this machine where the server is here too (Q12)', async () => {
  const local = 'http://127.0.0.1:4321'
  const { auth, windows } = createMockWorld({ server: { serverUrl: `${local}/mcp`, issuer: local } })
  await auth.login()
  expect(windows.map(({ origin }) => origin)).toEqual([local])
})

it.each(['http://mcp.example.com/metadata', 'file:///etc/passwd', 'https:\\\\mcp.example.com'])(
  'looks at the well-known URLs where the challenge names %s, and never there (Q14)',
  async (url) => {
    const { auth, mock } = createMockWorld()
    mock.override.mcp = challenging(`Bearer resource_metadata="${url.replaceAll('\\', '\\\\')}"`)
    expect((await auth.login()).issuer).toBe(issuer)
    expect(mock.requests.filter(({ url: asked }) => !asked.startsWith('https://'))).toEqual([])
  },
)
