import { expect, it } from 'vitest'
import { callTool } from '../src/call-tool.ts'
import { createMockWorld } from '../src/mock-world.ts'
import { inTokenRequests } from '../src/sent-requests.ts'

// We bind no token to a key (RFC 9449): who wants that is told so, and nobody goes round in circles.
const nonce = { 'dpop-nonce': 'n-0S6_WzA2Mj' }
const wantsProof = () => Response.json({ error: 'use_dpop_nonce' }, { status: 400, headers: nonce })

it('a token endpoint that wants a DPoP proof and gives a nonce for it is asked once for a code, and says what it wants (H63)', async () => {
  const { auth, mock } = createMockWorld()
  mock.override.token = wantsProof
  await expect(auth.login()).rejects.toMatchObject({ message: expect.stringContaining('"use_dpop_nonce"') })
  expect(inTokenRequests(mock, 'grant_type')).toEqual(['authorization_code'])
})

it('a token endpoint that wants a DPoP proof and gives a nonce for it is asked once for a refresh, and the sign-in is kept (H63)', async () => {
  const world = createMockWorld()
  await world.auth.login()
  world.mock.expireAccessTokens()
  world.mock.override.token = wantsProof
  await expect(callTool(world)).rejects.toMatchObject({ message: expect.stringContaining('"use_dpop_nonce"') })
  expect(inTokenRequests(world.mock, 'grant_type')).toEqual(['authorization_code', 'refresh_token'])
  expect((await world.store.keys()).filter((key) => key.startsWith('tokens:'))).toHaveLength(1)
})

it('an MCP server that answers each token with a DPoP nonce gets one refresh, and the caller a clear error (H63)', async () => {
  const world = createMockWorld()
  await world.auth.login()
  const challenge = 'DPoP error="use_dpop_nonce", algs="ES256"'
  world.mock.override.mcp = () =>
    new Response(null, { status: 401, headers: { ...nonce, 'www-authenticate': challenge } })
  await expect(callTool(world)).rejects.toMatchObject({
    code: expect.stringMatching(/^(?:unknown_server_error|login_required)$/),
  })
  expect(inTokenRequests(world.mock, 'grant_type')).toEqual(['authorization_code', 'refresh_token'])
})
