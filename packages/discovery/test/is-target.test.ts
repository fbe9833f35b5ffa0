import { expect, it } from 'vitest'
import { isTarget } from '../src/internal.ts'

const server = {
  issuer: 'https://auth.example.com',
  authorizationEndpoint: 'https://auth.example.com/authorize',
  tokenEndpoint: 'https://auth.example.com/token',
  authorizationResponseIssParameterSupported: true,
  clientIdMetadataDocumentSupported: false,
}
const target = { serverUrl: 'https://mcp.example.com/mcp', resource: 'https://mcp.example.com/mcp', server }
const local = 'http://127.0.0.1:9000/x'

it.each([
  ['the least', target],
  ['the most', { ...target, scopesSupported: ['a'], challenge: { scope: 'a' }, legacy: 'metadata' }],
  [
    'one on this machine',
    { ...target, serverUrl: local, resource: local, server: { ...server, tokenEndpoint: local } },
  ],
])('%s is a target', (_, value) => {
  expect(isTarget(value)).toBe(true)
})

it.each([
  ['null', null],
  ['no server', { ...target, server: undefined }],
  ['the URL of the server is none', { ...target, serverUrl: 'mcp' }],
  ['the resource is no URL', { ...target, resource: 'mcp' }],
  ['the resource is that of another server', { ...target, resource: 'https://mcp.example.com/other' }],
  ['scopes are no list', { ...target, scopesSupported: 'a b' }],
  ['the challenge is none', { ...target, challenge: { scope: 7 } }],
  ['another flag is a text', { ...target, server: { ...server, requirePushedAuthorizationRequests: 'no' } }],
  ['a flag is a text', { ...target, server: { ...server, clientIdMetadataDocumentSupported: 'no' } }],
  ...['authorizationEndpoint', 'tokenEndpoint', 'registrationEndpoint', 'revocationEndpoint', 'issuer'].flatMap(
    (name) =>
      ['javascript:alert(1)', 'http://auth.example.com/x', local, 'https://me:pw@auth.example.com', 7, 'x'].map(
        (url) => [`the ${name} is ${url}`, { ...target, server: { ...server, [name]: url } }] as [string, unknown],
      ),
  ),
])('none is what holds, in place of a target, %s', (_, value) => {
  expect(isTarget(value)).toBe(false)
})

it.each(['serverUrl', 'resource'] as const)('does not take a list in place of the %s of a kept target', (name) => {
  expect(isTarget({ ...target, [name]: [target[name]] })).toBe(false)
})
