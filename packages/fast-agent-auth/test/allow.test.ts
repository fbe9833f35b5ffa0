import { expect, it } from 'vitest'
import { rulesOf } from '../src/allow.ts'

it.each([
  [{}, {}],
  [{ http: ['auth:8080'] }, { httpHosts: ['auth:8080'] }],
  [{ networks: ['private'] as const }, { networks: ['private'] }],
  [{ metadataOrigins: ['https://a.example'] }, { resourceMetadataOrigins: ['https://a.example'] }],
  [{ unadvertisedPkce: true }, { pkce: 'assume-s256' }],
  // Said, it counts over what is known for a provider.
  [{ unadvertisedPkce: false }, { pkce: 'require-advertised' }],
  [{ legacyServers: false }, { legacy: false }],
])('%j is one rule of the packages below, and no other', (allow, rules) => {
  expect(rulesOf(allow)).toEqual(rules)
})
