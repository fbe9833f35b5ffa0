import { expect, it } from 'vitest'

it('exports what is promised and nothing else', async () => {
  expect(Object.keys(await import('../src/index.ts'))).toMatchInlineSnapshot(`
    [
      "authorizationServerMetadataUrls",
      "discoverAuthorizationServer",
      "parseChallenges",
      "selectBearerChallenge",
      "discover",
      "DiscoveryError",
      "discoveryEvents",
      "createDocuments",
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
      "isLoopback",
      "refuseUrl",
    ]
  `)
})
