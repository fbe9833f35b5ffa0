import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Playground, startPlayground } from '../src/index.ts'

let playground: Playground
beforeAll(async () => {
  playground = await startPlayground()
})
afterAll(() => playground.close())

async function getJson(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url)
  expect(response.status).toBe(200)
  return response.json()
}

describe('the authorization server', () => {
  it('shows the same metadata at the RFC 8414 and the OpenID Connect path', async () => {
    const oauth = await getJson(`${playground.issuer}/.well-known/oauth-authorization-server`)
    expect(oauth).toEqual(await getJson(`${playground.issuer}/.well-known/openid-configuration`))
    expect(oauth).toMatchObject({
      issuer: playground.issuer,
      authorization_endpoint: `${playground.issuer}/auth`,
      token_endpoint: `${playground.issuer}/token`,
      registration_endpoint: `${playground.issuer}/reg`,
      revocation_endpoint: `${playground.issuer}/token/revocation`,
      authorization_response_iss_parameter_supported: true,
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      response_types_supported: ['code'],
      scopes_supported: ['openid', 'offline_access', 'mcp:read', 'mcp:write'],
    })
  })

  it('does not announce what is switched off', async () => {
    const metadata = await getJson(`${playground.issuer}/.well-known/oauth-authorization-server`)
    expect(metadata).not.toHaveProperty('client_id_metadata_document_supported')
    expect(metadata).not.toHaveProperty('dpop_signing_alg_values_supported')
    expect(metadata).not.toHaveProperty('pushed_authorization_request_endpoint')
  })
})

describe('the MCP server', () => {
  it.each(['mcp', 'sse'])('describes /%s as a resource of its own, on another origin than the issuer', async (name) => {
    const { origin } = new URL(playground.mcpUrl)
    expect(origin).not.toBe(playground.issuer)
    expect(await getJson(`${origin}/.well-known/oauth-protected-resource/${name}`)).toEqual({
      resource: `${origin}/${name}`,
      authorization_servers: [playground.issuer],
      scopes_supported: ['mcp:read', 'mcp:write'],
      bearer_methods_supported: ['header'],
      resource_name: 'Playground',
    })
  })

  it('has neither metadata at its root nor an authorization server', async () => {
    const { origin } = new URL(playground.mcpUrl)
    const paths = ['oauth-protected-resource', 'oauth-authorization-server', 'openid-configuration']
    const statuses = paths.map(async (path) => (await fetch(`${origin}/.well-known/${path}`)).status)
    expect(await Promise.all(statuses)).toEqual([404, 404, 404])
  })
})
