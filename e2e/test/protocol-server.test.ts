import type { Override } from '@fast-agent-auth/mock-server'
import { expect, it } from 'vitest'
import { createMockWorld, type MockWorld } from '../src/mock-world.ts'
import { linesTo, signInRequests } from '../src/sent-requests.ts'
import { withMembers } from '../src/with-members.ts'

const bare = 'https://auth.example.com'
const tenant = `${bare}/tenant1`

/** The places for the metadata of an issuer, best rank first. */
const places: Readonly<Record<string, readonly string[]>> = {
  [tenant]: [
    `${bare}/.well-known/oauth-authorization-server/tenant1`,
    `${bare}/.well-known/openid-configuration/tenant1`,
    `${bare}/tenant1/.well-known/openid-configuration`,
  ],
  [bare]: [`${bare}/.well-known/oauth-authorization-server`, `${bare}/.well-known/openid-configuration`],
}

/** Documents of the issuer at these places, each with a token endpoint that tells where the document stood. */
function documentsAt(issuer: string, where: readonly string[]): NonNullable<Override['authorizationServerMetadata']> {
  return ({ url }) => {
    if (!where.includes(url)) return new Response(null, { status: 404 })
    return Response.json({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token?from=${encodeURIComponent(url)}`,
      registration_endpoint: `${issuer}/register`,
      code_challenge_methods_supported: ['S256'],
    })
  }
}

/** The document that was used. */
function usedDocument({ mock }: MockWorld): string | null {
  return new URL(mock.requestsTo('token')[0]?.url ?? '').searchParams.get('from')
}

/** Signs in at an issuer whose metadata stands at the place of this rank and at all worse ones. */
async function signInFromRank(issuer: string, rank: number): Promise<MockWorld> {
  const world = createMockWorld({ server: { issuer } })
  world.mock.override.authorizationServerMetadata = documentsAt(issuer, places[issuer]?.slice(rank) ?? [])
  await world.auth.login()
  return world
}

it.each([0, 1, 2])(
  'finds the metadata of an issuer with a path at place %i before all later ones (A1)',
  async (rank) => {
    expect(usedDocument(await signInFromRank(tenant, rank))).toBe(places[tenant]?.[rank])
  },
)

it('asks at the three places of an issuer with a path and nowhere else (A1)', async () => {
  const { mock } = await signInFromRank(tenant, 2)
  const asked = linesTo(mock, 'authorizationServerMetadata').filter((line) => line.includes(bare))
  expect(asked.toSorted()).toEqual(places[tenant]?.map((url) => `GET ${url}`).toSorted())
})

it.each([0, 1])(
  'finds the metadata of an issuer without a path at place %i before all later ones (A2)',
  async (rank) => {
    expect(usedDocument(await signInFromRank(bare, rank))).toBe(places[bare]?.[rank])
  },
)

it('asks at the two places of an issuer without a path and nowhere else (A2)', async () => {
  const { mock } = await signInFromRank(bare, 1)
  const asked = linesTo(mock, 'authorizationServerMetadata').filter((line) => line.includes(bare))
  expect(asked.toSorted()).toEqual(places[bare]?.map((url) => `GET ${url}`).toSorted())
})

it.each([
  'https://honest.example.com/tenant1',
  'https://auth.example.com.evil.example/tenant1',
  'https://auth.example.com:8443/tenant1',
  'https://auth.example.com/tenant1//',
  'https://auth.example.com/Tenant1',
  'https://auth.example.com',
  'https://auth.example.com/{tenantid}',
])('uses no metadata of another issuer, such as %s (A3)', async (issuer) => {
  const { auth, mock, windows } = createMockWorld({ server: { issuer: tenant } })
  mock.override.authorizationServerMetadata = withMembers({ issuer })
  await expect(auth.login()).rejects.toMatchObject({
    code: 'issuer_mismatch',
    message: expect.stringContaining(
      `The metadata ${places[tenant]?.[0]} is of the issuer "${issuer}", not of ${tenant}. It is not used (RFC 8414 §3.3).`,
    ),
  })
  expect([signInRequests(mock), windows]).toEqual([[], []])
})

it('never asks at the root for an issuer with a path, and does not use what stands there (A4)', async () => {
  const { auth, mock, windows } = createMockWorld({ server: { issuer: tenant } })
  mock.override.authorizationServerMetadata = documentsAt(tenant, places[bare] ?? [])
  await expect(auth.login()).rejects.toMatchObject({ code: 'no_metadata', message: expect.stringContaining(tenant) })
  const asked = linesTo(mock, 'authorizationServerMetadata').map((line) => line.replace('GET ', ''))
  expect(asked.filter((url) => places[bare]?.includes(url))).toEqual([])
  expect([signInRequests(mock), windows]).toEqual([[], []])
})

it.each(['rfc8414', 'oidc'] as const)(
  'goes no further where metadata of the kind %s names no PKCE methods (A5)',
  async (authorizationServerMetadata) => {
    const { auth, mock, windows } = createMockWorld({ server: { authorizationServerMetadata } })
    mock.override.authorizationServerMetadata = withMembers({ code_challenge_methods_supported: undefined })
    await expect(auth.login()).rejects.toMatchObject({
      code: 'pkce_unsupported',
      message: expect.stringContaining(`${bare} does not say that it supports PKCE (code_challenge_methods_supported)`),
    })
    expect([signInRequests(mock), windows]).toEqual([[], []])
  },
)
