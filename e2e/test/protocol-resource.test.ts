import { expect, it } from 'vitest'
import { callTool } from '../src/call-tool.ts'
import { challenging } from '../src/challenging.ts'
import { createMockWorld } from '../src/mock-world.ts'
import { linesTo, signInRequests } from '../src/sent-requests.ts'
import { withMembers } from '../src/with-members.ts'

const serverUrl = 'https://mcp.example.com/mcp'
const root = 'https://mcp.example.com/.well-known/oauth-protected-resource'
const atPath = `${root}/mcp`
const elsewhere = `${root}/elsewhere`

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

it('follows the URL of the challenge although other metadata stands at the well-known URLs (P2)', async () => {
  const { auth, mock } = createMockWorld()
  mock.override.mcp = challenging(`Bearer resource_metadata="${elsewhere}"`)
  mock.override.resourceMetadata = ({ url }) =>
    Response.json({
      resource: serverUrl,
      authorization_servers: [url === elsewhere ? mock.issuer : 'https://auth.example.com/old'],
    })
  expect((await auth.login()).issuer).toBe(mock.issuer)
  expect(linesTo(mock, 'authorizationServerMetadata').filter((line) => line.includes('/old'))).toEqual([])
})

it('asks no well-known URL where the one of the challenge is missing, and says so (P2)', async () => {
  const { auth, mock } = createMockWorld()
  mock.override.resourceMetadata = () => new Response(null, { status: 404 })
  const challenge = { resourceMetadata: elsewhere }
  await expect(auth.login({ challenge })).rejects.toMatchObject({
    code: 'no_metadata',
    message: `${serverUrl} names its resource metadata as ${elsewhere}, which answered 404. If you know its authorization server, set the option issuer.`,
  })
  expect(linesTo(mock, 'resourceMetadata')).toEqual([`GET ${elsewhere}`])
})

it('asks at the path and then at the root where no challenge names the metadata (P2)', async () => {
  const { auth, mock } = createMockWorld({ server: { resourceMetadata: 'root' } })
  await auth.login()
  expect(linesTo(mock, 'resourceMetadata')).toEqual([`GET ${atPath}`, `GET ${root}`])
})

it('asks at the root no more where the metadata stands at the path (P2)', async () => {
  const { auth, mock } = createMockWorld({
    server: { serverUrl: 'https://mcp.example.com/public/mcp', resourceMetadata: 'path' },
  })
  await auth.login()
  expect(linesTo(mock, 'resourceMetadata')).toEqual([`GET ${root}/public/mcp`])
})

it('asks at the root alone where the server is at the root (P3)', async () => {
  const { auth, mock } = createMockWorld({
    server: { serverUrl: 'https://mcp.example.com', resourceMetadata: 'root' },
  })
  await auth.login()
  expect(linesTo(mock, 'resourceMetadata')).toEqual([`GET ${root}`])
})

it('gives up where there is no metadata and servers of 2025-03-26 are not wanted (P3)', async () => {
  const { auth, mock, windows } = createMockWorld({
    server: { resourceMetadata: 'none' },
    auth: { allow: { legacyServers: false } },
  })
  await expect(auth.login()).rejects.toMatchObject({
    code: 'no_metadata',
    message: expect.stringContaining(`${atPath} answered 404; ${root} answered 404`),
  })
  expect([signInRequests(mock), windows]).toEqual([[], []])
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

const [one, two] = ['https://auth.example.com/one', 'https://auth.example.com/two']

it('lets the application choose among several authorization servers (P5)', async () => {
  const { auth, mock, windows } = createMockWorld({ server: { issuer: two }, auth: { issuer: two } })
  mock.override.resourceMetadata = withMembers({ authorization_servers: [one, two] })
  await auth.login()
  expect(windows.map(({ origin, pathname }) => origin + pathname)).toEqual([`${two}/authorize`])
  expect(linesTo(mock, 'authorizationServerMetadata').filter((line) => line.includes('/one'))).toEqual([])
})

it('uses the first of several authorization servers that has metadata, where nobody chooses (P5)', async () => {
  const { auth, mock, windows } = createMockWorld({ server: { issuer: two } })
  mock.override.resourceMetadata = withMembers({ authorization_servers: [one, two] })
  await auth.login()
  expect(windows.map(({ origin, pathname }) => origin + pathname)).toEqual([`${two}/authorize`])
  expect(linesTo(mock, 'authorizationServerMetadata').some((line) => line.includes('/one'))).toBe(true)
})

it.each([
  'https://evil.example.com/mcp',
  'https://mcp.example.com/mcp2',
  'https://mcp.example.com/mc',
  'https://mcp.example.com/mcp/tools',
  'http://mcp.example.com/mcp',
])('does not use metadata of the resource %s (P6)', async (resource) => {
  const { auth, mock, windows } = createMockWorld({ server: { resource } })
  await expect(auth.login()).rejects.toMatchObject({
    code: 'resource_mismatch',
    message: expect.stringContaining(
      `The resource metadata ${atPath} is for "${resource}", not for ${serverUrl}. It is not used. `,
    ),
  })
  const asked = linesTo(mock, 'authorizationServerMetadata').filter((line) => line.includes(mock.issuer))
  expect([asked, signInRequests(mock), windows]).toEqual([[], [], []])
})

it('uses metadata of a parent of the server, and sends its resource as it is written (P6)', async () => {
  const resource = 'https://mcp.example.com'
  const { auth, mock, windows } = createMockWorld({ server: { resource, resourceMetadata: 'root' } })
  await auth.login()
  expect(windows.map(({ searchParams }) => searchParams.get('resource'))).toEqual([resource])
  expect(mock.requestsTo('token').map(({ form }) => form?.get('resource'))).toEqual([resource])
})

it('fetches the metadata anew after a new challenge, but not for a sign-in without one (P7)', async () => {
  const world = createMockWorld({ server: { refreshTokens: false }, auth: { interactive: true } })
  const { auth, mock } = world
  await auth.login()
  await auth.logout()
  mock.clear()
  await auth.login()
  expect(linesTo(mock, 'resourceMetadata')).toEqual([])
  mock.expireAccessTokens()
  expect(await callTool(world)).toBe(200)
  expect(linesTo(mock, 'resourceMetadata')).toEqual([`GET ${atPath}`])
})
