import { expect, it } from 'vitest'
import { toAuthOptions } from '../src/index.ts'
import { readServer } from './world.ts'

const optionsOf = async (lines: string) => toAuthOptions(await readServer(`url: https://a.example\n${lines}`))
const redirect = { port: 3030, path: '/callback' }

it('leaves all to fast-agent-auth where there is no auth block', async () => {
  expect(await optionsOf('')).toStrictEqual({})
})

it.each([
  ['an empty block', '{}', { redirect }],
  [
    'the way back',
    '{ redirect_host: "::1", redirect_port: 0, redirect_path: /a }',
    { redirect: { host: '[::1]', port: 0, path: '/a' } },
  ],
  [
    'a metadata document',
    '{ client_metadata_url: "https://a/b" }',
    { redirect, client: { metadataUrl: 'https://a/b' } },
  ],
  [
    'a client',
    '{ client_id: a, token_endpoint_auth_method: none }',
    { redirect, client: { id: 'a', tokenEndpointAuthMethod: 'none' } },
  ],
  [
    'a client with a secret',
    '{ client_id: a, client_secret: b, issuer: "https://as" }',
    { redirect, issuer: 'https://as', client: { id: 'a', secret: 'b' } },
  ],
  [
    'the rest',
    '{ account: a, scope: [b, c], authorization_params: { d: e }, allow: { http: [AS.corp], networks: [private], metadata_origins: [https://M.example/], unadvertised_pkce: true, legacy_servers: false }, quirks: { resource_parameter: omit, audience_parameter: resource, offline_access: omit, refresh_scope: repeat }, authorization_server: { issuer: "https://b", code_challenge_methods_supported: [S256], token_endpoint: "https://b/t", claims_parameter_supported: true }, persist: memory }',
    {
      redirect,
      account: 'a',
      scope: 'b c',
      authorizationParams: { d: 'e' },
      allow: {
        http: ['as.corp'],
        networks: ['private'],
        metadataOrigins: ['https://m.example'],
        unadvertisedPkce: true,
        legacyServers: false,
      },
      quirks: {
        resourceParameter: 'omit',
        audienceParameter: 'resource',
        offlineAccess: 'omit',
        refreshScope: 'repeat',
      },
      authorizationServer: {
        issuer: 'https://b',
        code_challenge_methods_supported: ['S256'],
        token_endpoint: 'https://b/t',
        claims_parameter_supported: true,
      },
    },
  ],
])('hands on %s', async (_, block, expected) => {
  expect(await optionsOf(`auth: ${block}`)).toEqual(expected)
})
