import { createHash } from 'node:crypto'
import { createAuth } from 'fast-agent-auth'
import { expect, it } from 'vitest'
import { callTool } from '../src/call-tool.ts'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { inTokenRequests, signInRequests } from '../src/sent-requests.ts'
import { withMembers } from '../src/with-members.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const issuer = 'https://auth.example.com'

/** A parameter of every authorization request. */
const inWindows = ({ windows }: MockWorld, name: string) => windows.map(({ searchParams }) => searchParams.get(name))

it.each([
  ['names none', undefined],
  ['names an empty list', []],
  ['names plain alone', ['plain']],
  ['gives a text in place of a list', 'S256'],
])('goes no further where the metadata %s for PKCE (Q1)', async (_, methods) => {
  const { auth, mock, windows } = createMockWorld()
  mock.override.authorizationServerMetadata = withMembers({ code_challenge_methods_supported: methods })
  await expect(auth.login()).rejects.toMatchObject({
    code: 'pkce_unsupported',
    message: expect.stringMatching(`^The authorization server ${issuer} does not .*PKCE`),
  })
  expect([signInRequests(mock), windows]).toEqual([[], []])
})

it('proves with the verifier that it began what it finishes (Q1)', async () => {
  const world = createMockWorld()
  await world.auth.login()
  const [verifier = ''] = inTokenRequests(world.mock, 'code_verifier')
  expect(inWindows(world, 'code_challenge')).toEqual([createHash('sha256').update(verifier).digest('base64url')])
})

it('uses S256 although the server would rather have plain, and a fresh verifier each time (Q2)', async () => {
  const world = createMockWorld()
  const { auth, mock } = world
  mock.override.authorizationServerMetadata = withMembers({ code_challenge_methods_supported: ['plain', 'S256'] })
  await auth.login()
  await auth.login({ force: true })
  expect(inWindows(world, 'code_challenge_method')).toEqual(['S256', 'S256'])
  expect(new Set(inTokenRequests(mock, 'code_verifier')).size).toBe(2)
})

it.each([
  ['where the server has metadata', 'challenge', serverUrl],
  ['not where the server follows 2025-03-26 and has none', 'none', undefined],
] as const)('names the resource with the request, the code and each refresh: %s (Q3)', async (_, kind, resource) => {
  const world = createMockWorld({ server: { resourceMetadata: kind } })
  await world.auth.login()
  world.mock.expireAccessTokens()
  expect(await callTool(world)).toBe(200)
  expect(inWindows(world, 'resource')).toEqual([resource ?? null])
  expect(inTokenRequests(world.mock, 'grant_type')).toEqual(['authorization_code', 'refresh_token'])
  expect(inTokenRequests(world.mock, 'resource')).toEqual([resource, resource])
})

it.each([
  ['https://MCP.example.com:443/mcp', 'https://mcp.example.com/mcp'],
  ['HTTPS://mcp.example.com/', 'https://mcp.example.com'],
  ['https://mcp.example.com/mcp/', 'https://mcp.example.com/mcp/'],
])('keeps %s by the canonical URI %s where no metadata says how, and sends none (Q4)', async (named, resource) => {
  const world = createMockWorld({ server: { serverUrl: named, resource, resourceMetadata: 'none' } })
  const { pending } = await world.auth.begin({ redirectUri: 'https://app.example.com/callback' })
  expect(pending.resource).toBe(resource)
  await world.auth.login()
  expect(inWindows(world, 'resource')).toEqual([null])
  expect(inTokenRequests(world.mock, 'resource')).toEqual([undefined])
})

it('keeps the issuer of the metadata beside verifier and state, and another process finishes with that alone (Q5)', async () => {
  const { auth, mock, store } = createMockWorld()
  const { url, pending } = await auth.begin({ redirectUri: 'https://app.example.com/callback' })
  expect(pending).toMatchObject({ issuer, issParameterSupported: true, state: url.searchParams.get('state') })
  const response = await fetch(url, { redirect: 'manual' })
  mock.clear()

  const other = createAuth(serverUrl, { store })
  await other.finish(JSON.parse(JSON.stringify(pending)), new URL(response.headers.get('location') ?? ''))
  expect(mock.requests.map(({ url: asked }) => asked)).toEqual([pending.tokenEndpoint])
  expect(inTokenRequests(mock, 'code_verifier')).toEqual([pending.verifier])
})

it('gives each sign-in a long state of its own (Q9)', async () => {
  const world = createMockWorld()
  await world.auth.login()
  await world.auth.login({ force: true })
  const states = inWindows(world, 'state')
  expect(new Set(states).size).toBe(2)
  expect(states.filter((state) => (state?.length ?? 0) >= 43)).toHaveLength(2)
})

it.each([
  ['has none', (parameters: URLSearchParams) => parameters.delete('state')],
  ['has another', (parameters: URLSearchParams) => parameters.set('state', 'other')],
  ['has ours and another', (parameters: URLSearchParams) => parameters.append('state', 'other')],
])('sends no code of an answer whose state is wrong: it %s (Q9)', async (_, change) => {
  const arrive = (callback: URL): URL => {
    change(callback.searchParams)
    return callback
  }
  const { auth, mock } = createMockWorld({ arrive })
  await expect(auth.login()).rejects.toMatchObject({ code: 'state_mismatch' })
  expect(mock.requestsTo('token')).toEqual([])
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
