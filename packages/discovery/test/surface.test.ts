import { expect, it } from 'vitest'

it('exports what is promised and nothing else', async () => {
  expect(Object.keys(await import('../src/index.ts'))).toMatchInlineSnapshot(`
    [
      "parseChallenges",
      "selectBearerChallenge",
      "discover",
      "authorizationServerMetadataUrls",
      "discoverAuthorizationServer",
      "DiscoveryError",
      "discoverProtectedResource",
      "protectedResourceMetadataUrls",
      "quirkProfiles",
      "isSameIssuer",
    ]
  `)
})

it('exports from ./internal what only our own packages use', async () => {
  expect(Object.keys(await import('../src/internal.ts'))).toMatchInlineSnapshot(`
    [
      "configuredIssuer",
      "DiscoveryError",
      "discoveryEvents",
      "isTarget",
      "findQuirkProfile",
      "quirksOf",
      "isSpellingOf",
    ]
  `)
})

it('exports from ./untrusted what handles what is not ours, words and functions, and nothing else', async () => {
  expect(Object.keys(await import('../src/untrusted/index.ts'))).toMatchInlineSnapshot(`
    [
      "addressClass",
      "advise",
      "noSetting",
      "remediesOf",
      "tellOperator",
      "partsOf",
      "createFetchLoopGuard",
      "replaceHidden",
      "isResourceOf",
      "isJsonObject",
      "isStrings",
      "parseObject",
      "knownLoginProxy",
      "loginPage",
      "loginProxy",
      "codeFailure",
      "isBlockedByPolicy",
      "isTransient",
      "networkFailure",
      "networkReason",
      "optionFor",
      "displayQuery",
      "parameterNames",
      "proxyFailure",
      "proxyOf",
      "unreadableProxy",
      "displayUrl",
      "quoteUntrusted",
      "urlLiteral",
      "readText",
      "isWithinOrigin",
      "redirectLimit",
      "redirectLocation",
      "requestWithin",
      "retryAfter",
      "tryAgain",
      "tell",
      "allNetworks",
      "allowedNetworks",
      "isHttpHost",
      "isLoopback",
      "isPrivateOrLoopback",
      "networksOf",
      "refuseEndpoint",
      "refuseUrl",
      "withBody",
    ]
  `)
})
