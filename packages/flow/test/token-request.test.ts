import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { requestTokens } from '../src/protocol/token-request.ts'

const endpoint = { issuer: 'https://auth.example.com', tokenEndpoint: 'https://auth.example.com/token' }
const network = setupServer()
beforeAll(() => network.listen({ onUnhandledFrame: 'error' }))
afterEach(() => network.resetHandlers())
afterAll(() => network.close())

function ask(answer: () => Response) {
  network.use(http.post(endpoint.tokenEndpoint, answer))
  const client = {
    clientId: 'client',
    clientSecret: 'hush-secret-1',
    tokenEndpointAuthMethod: 'client_secret_post' as const,
  }
  return requestTokens(endpoint, client, {
    grantType: 'refresh_token',
    parameters: { refresh_token: 'hush-refresh-1', resource: 'https://mcp.example.com' },
  })
}

describe('a token response is an error', () => {
  const json = (body: unknown, status: number) => () => HttpResponse.json(body as Record<string, unknown>, { status })
  it('by invalid_client with 401 also where a challenge comes with it', async () => {
    const headers = { 'www-authenticate': 'Basic realm="x"' }
    const answer = () => HttpResponse.json({ error: 'invalid_client' }, { status: 401, headers })
    await expect(ask(answer)).rejects.toMatchObject({ name: 'AuthorizationError', code: 'invalid_client' })
  })

  it('that echoes the Basic header of a secret that is not ASCII', async () => {
    network.use(
      http.post(endpoint.tokenEndpoint, ({ request }) =>
        HttpResponse.json(
          { error: 'invalid_client', error_description: request.headers.get('authorization') ?? '' },
          { status: 401 },
        ),
      ),
    )
    const client = {
      clientId: 'client',
      clientSecret: 'gehéim: %ß',
      tokenEndpointAuthMethod: 'client_secret_basic',
    } as const
    const asking = requestTokens(endpoint, client, { grantType: 'refresh_token', parameters: {} })
    await expect(asking).rejects.toMatchObject({
      code: 'invalid_client',
      message:
        'https://auth.example.com refused the token request ("invalid_client: Basic [redacted]"). If the client registered itself, sign in again, and tell its operator if that ends in the same way; else check the option client.',
    })
  })

  it('that repeats our secrets, which are not shown', async () => {
    const description = 'no client hush-secret-1\u001b[2J with token hush-refresh-1'
    const error = await ask(json({ error: 'invalid_grant', error_description: description }, 400)).catch(
      (e: unknown) => e,
    )
    expect(String(error)).toContain('no client [redacted]\ufffd[2J with token [redacted]')
    expect(JSON.stringify(Object.getOwnPropertyDescriptors(error))).not.toMatch(/hush/)
    expect((error as Error).cause).toBeUndefined()
  })
})
