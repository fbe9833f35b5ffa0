import type { OverrideEndpoint } from '@fast-agent-auth/mock-server'
import { expect, it } from 'vitest'
import { callTool } from '../src/call-tool.ts'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { inTokenRequests } from '../src/sent-requests.ts'
import { withMembers } from '../src/with-members.ts'

const onDemand = { auth: { interactive: true } } as const

/** The scope of every authorization request. */
const scopes = ({ windows }: MockWorld) => windows.map(({ searchParams }) => searchParams.get('scope'))

/** The answers to all that was sent to the MCP server, in order. */
const statuses = ({ mock }: MockWorld) => mock.requestsTo('mcp').map(({ status }) => status)

/** Wants one more scope each time. */
function neverEnough(): OverrideEndpoint {
  let wanted = 0
  return ({ headers }) => {
    if (!headers.has('authorization')) return undefined
    const challenge = `Bearer error="insufficient_scope", scope="extra:${++wanted}"`
    return new Response(null, { status: 403, headers: { 'www-authenticate': challenge } })
  }
}

it('asks for the scope of the challenge first (C1)', async () => {
  const world = createMockWorld({ server: { challengeScope: 'mcp:read' } })
  await world.auth.login()
  expect(scopes(world)).toEqual(['mcp:read'])
})

it('asks for all scopes that the resource lists where the challenge has none (C1)', async () => {
  const world = createMockWorld({ server: { scopesSupported: ['a', 'b', 'c'] } })
  await world.auth.login()
  expect(scopes(world)).toEqual(['a b c'])
})

it('sends no scope where nobody names one (C1)', async () => {
  const world = createMockWorld({ server: { scopesSupported: undefined } })
  await world.auth.login()
  expect(world.windows.map(({ searchParams }) => searchParams.has('scope'))).toEqual([false])
})

it('asks for what the challenge names although the resource lists other scopes (C2)', async () => {
  const world = createMockWorld({ server: { challengeScope: 'mcp:basic', scopesSupported: ['mcp:profile'] } })
  await world.auth.login()
  expect(scopes(world)).toEqual(['mcp:basic'])
})

it('asks beside the challenge for what was asked for earlier, never for a text that was granted (C3)', async () => {
  const world = createMockWorld({ ...onDemand, server: { challengeScope: 'mcp:read' } })
  world.mock.override.token = withMembers({ scope: 'mcp:read,granted:too' })
  await world.auth.login()
  world.mock.override.token = undefined
  expect(await callTool(world, 'write')).toBe(200)
  expect(scopes(world)).toEqual(['mcp:read', 'mcp:read mcp:write'])
})

it('asks the person for the scope that one tool needs, and the call goes on (C4)', async () => {
  const world = createMockWorld({ ...onDemand, server: { challengeScope: 'mcp:read' } })
  await world.auth.login()
  world.mock.clear()
  expect(await callTool(world, 'write')).toBe(200)
  expect(statuses(world)).toEqual([403, 200])
  expect(inTokenRequests(world.mock, 'grant_type')).toEqual(['authorization_code'])
})

it('tells the caller which scope one tool needs where the browser may not be opened (C4)', async () => {
  const world = createMockWorld({ server: { challengeScope: 'mcp:read' } })
  await world.auth.login()
  await expect(callTool(world, 'write')).rejects.toMatchObject({
    code: 'login_required',
    message: expect.stringMatching(/^https:\/\/mcp\.example\.com\/mcp wants more .*"mcp:write"/),
    challenge: { error: 'insufficient_scope', scope: 'mcp:write' },
  })
  expect(world.windows).toHaveLength(1)
  expect(await callTool(world)).toBe(200)
})

it('unites the scopes that were requested, although fewer were granted, with the one of the challenge (C5)', async () => {
  const world = createMockWorld({ ...onDemand, server: { challengeScope: 'mcp:read mcp:list' } })
  world.mock.override.token = withMembers({ scope: 'mcp:read' })
  await world.auth.login()
  world.mock.override.token = undefined
  expect(await callTool(world, 'write')).toBe(200)
  expect(scopes(world)).toEqual(['mcp:read mcp:list', 'mcp:read mcp:list mcp:write'])
})

it('keeps a scope that a wider one may cover (C5)', async () => {
  const server = { challengeScope: 'mcp:read', requiredScopes: { write: 'mcp' } }
  const world = createMockWorld({ ...onDemand, server })
  await world.auth.login()
  expect(await callTool(world, 'write')).toBe(200)
  expect(scopes(world)).toEqual(['mcp:read', 'mcp:read mcp'])
})

it('opens three windows and sends a request four times where the server never has enough, then says so (C6)', async () => {
  const world = createMockWorld({ ...onDemand, server: { challengeScope: 'mcp:read' } })
  await world.auth.login()
  world.mock.clear()
  world.mock.override.mcp = neverEnough()
  await expect(callTool(world)).rejects.toMatchObject({
    code: 'insufficient_scope',
    message:
      'https://mcp.example.com/mcp asks for ever more scope, now for "extra:4". No setting changes that: tell its operator.',
    challenge: { scope: 'extra:4' },
  })
  expect(scopes(world).slice(1)).toEqual([
    'mcp:read extra:1',
    'mcp:read extra:1 extra:2',
    'mcp:read extra:1 extra:2 extra:3',
  ])
  expect(statuses(world)).toEqual([403, 403, 403, 403])
})

it('opens one window for a scope, however often the same request is refused for want of it (C7)', async () => {
  const world = createMockWorld({ ...onDemand, server: { challengeScope: 'mcp:read' } })
  await world.auth.login()
  world.mock.clear()
  const challenge = 'Bearer error="insufficient_scope", scope="mcp:write"'
  world.mock.override.mcp = () => new Response(null, { status: 403, headers: { 'www-authenticate': challenge } })
  for (const _ of [1, 2, 3]) {
    await expect(callTool(world)).rejects.toMatchObject({ code: 'insufficient_scope' })
  }
  expect(scopes(world).slice(1)).toEqual(['mcp:read mcp:write'])
  expect(statuses(world)).toEqual([403, 403, 403, 403])
})

it('asks nobody again for a scope that was asked for and not granted (C7)', async () => {
  const world = createMockWorld({ ...onDemand, server: { challengeScope: 'mcp:read' } })
  await world.auth.login()
  const narrow = withMembers({ scope: 'mcp:read' })
  const refusal = 'Bearer error="insufficient_scope", scope="mcp:write"'
  world.mock.override.token = narrow
  world.mock.override.mcp = () => new Response(null, { status: 403, headers: { 'www-authenticate': refusal } })
  for (const _ of [1, 2]) {
    await expect(callTool(world, 'write')).rejects.toMatchObject({
      code: 'insufficient_scope',
      message: expect.stringContaining('asked for and not granted'),
    })
  }
  expect(world.windows).toHaveLength(2)
})
