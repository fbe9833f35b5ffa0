import { expect, it } from 'vitest'

it('exports what is promised and nothing else', async () => {
  expect(Object.keys(await import('../src/index.ts'))).toMatchInlineSnapshot(`
    [
      "addressClass",
      "authorizationServerMetadataUrls",
      "discoverAuthorizationServer",
      "careful",
      "parseChallenges",
      "selectBearerChallenge",
      "discover",
      "DiscoveryError",
      "discoveryEvents",
      "createDocuments",
      "isTarget",
      "isRefusal",
      "isTransient",
      "networkReason",
      "parseObject",
      "readText",
      "discoverProtectedResource",
      "protectedResourceMetadataUrls",
      "quirkProfiles",
      "findQuirkProfile",
      "quirksOf",
      "isSameIssuer",
      "shown",
      "shownUrl",
      "allNetworks",
      "isLoopback",
      "networksBeside",
      "networksOf",
      "refuseEndpoint",
      "refuseUrl",
    ]
  `)
})
