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
      "isTarget",
      "noServerAt",
      "usualEndpoints",
      "discoverProtectedResource",
      "protectedResourceMetadataUrls",
      "quirkProfiles",
      "findQuirkProfile",
      "quirksOf",
      "isSameIssuer",
      "addressClass",
      "isRefusal",
      "isTransient",
      "networkReason",
      "parseObject",
      "readText",
      "shown",
      "shownUrl",
      "tell",
      "allNetworks",
      "isLoopback",
      "networksBeside",
      "networksOf",
      "refuseEndpoint",
      "refuseUrl",
    ]
  `)
})

it('exports from ./untrusted what handles what is not ours, words and functions, and nothing else', async () => {
  expect(Object.keys(await import('../src/untrusted/index.ts'))).toMatchInlineSnapshot(`
    [
      "addressClass",
      "partsOf",
      "hiddenCharacters",
      "isResourceOf",
      "codeFailure",
      "isRefusal",
      "isTransient",
      "networkFailure",
      "networkReason",
      "parseObject",
      "readText",
      "parameterNames",
      "shownQuery",
      "proxyFailure",
      "proxyOf",
      "unreadableProxy",
      "shown",
      "shownUrl",
      "tell",
      "allNetworks",
      "isLoopback",
      "networksBeside",
      "networksOf",
      "refuseEndpoint",
      "refuseUrl",
      "createWayOut",
      "withBody",
    ]
  `)
})
