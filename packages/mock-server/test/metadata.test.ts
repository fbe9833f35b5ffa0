import { expect, it } from 'vitest'
import { mocked } from './client.ts'

const at = async (url: string) => {
  const response = await fetch(url)
  return response.status === 200 ? ((await response.json()) as Record<string, unknown>) : response.status
}

it('names the resource byte for byte, its authorization server and its scopes', async () => {
  mocked({ serverUrl: 'https://MCP.example.com/mcp/', issuer: 'https://auth.example.com/' })
  expect(await at('https://mcp.example.com/.well-known/oauth-protected-resource/mcp/')).toMatchObject({
    resource: 'https://MCP.example.com/mcp/',
    authorization_servers: ['https://auth.example.com/'],
    scopes_supported: ['mcp:read', 'mcp:write'],
  })
})

it.each([
  ['challenge', 'https://mcp.example.com/mcp', '/.well-known/oauth-protected-resource/mcp'],
  ['path', 'https://mcp.example.com/mcp?tenant=1', '/.well-known/oauth-protected-resource/mcp?tenant=1'],
  ['path', 'https://mcp.example.com/', '/.well-known/oauth-protected-resource'],
  ['root', 'https://mcp.example.com/mcp', '/.well-known/oauth-protected-resource'],
  ['none', 'https://mcp.example.com/mcp', undefined],
] as const)('serves the resource metadata (%s) of %s at %s alone', async (resourceMetadata, serverUrl, location) => {
  mocked({ resourceMetadata, serverUrl })
  const tried = ['', '/mcp', '/mcp?tenant=1'].map((path) => `/.well-known/oauth-protected-resource${path}`)
  const found = await Promise.all(tried.map((path) => at(`https://mcp.example.com${path}`)))
  expect(tried.filter((_, index) => found[index] !== 404)).toEqual(location === undefined ? [] : [location])
})

it('leaves out the scopes of a resource that has none', async () => {
  mocked({ scopesSupported: undefined })
  expect(await at('https://mcp.example.com/.well-known/oauth-protected-resource/mcp')).not.toHaveProperty(
    'scopes_supported',
  )
})

it('says that another resource is protected', async () => {
  const mock = mocked({ resource: 'https://mcp.example.com' })
  expect(await at('https://mcp.example.com/.well-known/oauth-protected-resource/mcp')).toMatchObject({
    resource: 'https://mcp.example.com',
  })
  expect(mock.resource).toBe('https://mcp.example.com')
})

it('describes the authorization server', async () => {
  mocked()
  expect(await at('https://auth.example.com/.well-known/oauth-authorization-server')).toMatchInlineSnapshot(`
    {
      "authorization_endpoint": "https://auth.example.com/authorize",
      "authorization_response_iss_parameter_supported": true,
      "code_challenge_methods_supported": [
        "S256",
      ],
      "grant_types_supported": [
        "authorization_code",
        "refresh_token",
      ],
      "issuer": "https://auth.example.com",
      "registration_endpoint": "https://auth.example.com/register",
      "response_modes_supported": [
        "query",
      ],
      "response_types_supported": [
        "code",
      ],
      "revocation_endpoint": "https://auth.example.com/revoke",
      "revocation_endpoint_auth_methods_supported": [
        "none",
        "client_secret_basic",
        "client_secret_post",
      ],
      "token_endpoint": "https://auth.example.com/token",
      "token_endpoint_auth_methods_supported": [
        "none",
        "client_secret_basic",
        "client_secret_post",
      ],
    }
  `)
})

it('does not advertise what it was told not to do', async () => {
  mocked({ registration: 'none', iss: false })
  const metadata = await at('https://auth.example.com/.well-known/oauth-authorization-server')
  expect(metadata).not.toHaveProperty('registration_endpoint')
  expect(metadata).not.toHaveProperty('authorization_response_iss_parameter_supported')
})

it('advertises what it was told to', async () => {
  mocked({ clientIdMetadataDocumentSupported: true, authorizationServerScopes: ['offline_access'] })
  expect(await at('https://auth.example.com/.well-known/oauth-authorization-server')).toMatchObject({
    client_id_metadata_document_supported: true,
    scopes_supported: ['offline_access'],
  })
})

it.each([
  ['rfc8414', 'https://auth.example.com', '/.well-known/oauth-authorization-server'],
  ['rfc8414', 'https://auth.example.com/one/', '/.well-known/oauth-authorization-server/one'],
  ['oidc', 'https://auth.example.com', '/.well-known/openid-configuration'],
  ['oidc', 'https://auth.example.com/one', '/one/.well-known/openid-configuration'],
  ['none', 'https://auth.example.com', undefined],
] as const)('serves the metadata (%s) of the issuer %s at %s alone', async (form, issuer, location) => {
  mocked({ authorizationServerMetadata: form, issuer })
  const tried = ['oauth-authorization-server', 'openid-configuration'].flatMap((name) => [
    `/.well-known/${name}`,
    `/.well-known/${name}/one`,
    `/one/.well-known/${name}`,
  ])
  const found = await Promise.all(tried.map((path) => at(`https://auth.example.com${path}`)))
  expect(tried.filter((_, index) => found[index] !== 404)).toEqual(location === undefined ? [] : [location])
  for (const metadata of found.filter((answer) => answer !== 404)) expect(metadata).toMatchObject({ issuer })
})

it('is its own authorization server where there is no resource metadata, as in 2025-03-26', async () => {
  const mock = mocked({ resourceMetadata: 'none' })
  expect(mock.issuer).toBe('https://mcp.example.com')
  expect(await at('https://mcp.example.com/.well-known/oauth-authorization-server')).toMatchObject({
    issuer: 'https://mcp.example.com',
    token_endpoint: 'https://mcp.example.com/token',
  })
})
