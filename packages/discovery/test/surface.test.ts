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
      "isSameIssuer",
      "discoverProtectedResource",
      "protectedResourceMetadataUrls",
      "quirkProfiles",
    ]
  `)
})

it('exports from ./internal what only our own packages use', async () => {
  expect(Object.keys(await import('../src/internal.ts'))).toMatchInlineSnapshot(`
    [
      "discoveryEvents",
      "isTarget",
      "noMcpServerError",
      "usualEndpoints",
      "findQuirkProfile",
      "quirksOf",
    ]
  `)
})

it('exports from ./challenge what reads a WWW-Authenticate header', async () => {
  expect(Object.keys(await import('../src/challenge.ts'))).toMatchInlineSnapshot(`
    [
      "parseChallenges",
      "selectBearerChallenge",
    ]
  `)
})

it('exports from ./untrusted/failures what says why a request failed', async () => {
  expect(Object.keys(await import('../src/untrusted/failures.ts'))).toMatchInlineSnapshot(`
    [
      "knownLoginProxy",
      "loginPage",
      "loginProxy",
      "codeFailure",
      "isBlockedByPolicy",
      "isTransient",
      "networkFailure",
      "networkReason",
      "proxyFailure",
      "proxyOf",
      "unreadableProxy",
      "requestWithin",
      "retryAfter",
      "tryAgain",
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
      "optionFor",
      "displayQuery",
      "parameterNames",
      "displayUrl",
      "quoteUntrusted",
      "urlLiteral",
      "readText",
      "isWithinOrigin",
      "redirectLimit",
      "redirectLocation",
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
