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

describe('a token response is understood', () => {
  it.each([
    [
      'with everything',
      { expires_in: 60, refresh_token: 'r', scope: 'a b' },
      { expiresIn: 60, refreshToken: 'r', scope: 'a b' },
    ],
    ['with the lifetime as text', { expires_in: '60' }, { expiresIn: 60 }],
    ['with a fraction of a second', { expires_in: 0.5 }, { expiresIn: 0.5 }],
    ['with a negative lifetime', { expires_in: -1 }, { expiresIn: undefined }],
    ['with a lifetime that is no number', { expires_in: 'soon' }, { expiresIn: undefined }],
    ['with an endless lifetime', { expires_in: 'Infinity' }, { expiresIn: 315_360_000 }],
    ['with a lifetime beyond all dates', { expires_in: 1e306 }, { expiresIn: 315_360_000 }],
    ['with a lifetime of true', { expires_in: true }, { expiresIn: undefined }],
    ['with a lifetime of null', { expires_in: null }, { expiresIn: undefined }],
    ['with a refresh token of null', { refresh_token: null }, { refreshToken: undefined }],
    ['with an empty refresh token', { refresh_token: '' }, { refreshToken: undefined }],
    ['without a token type', { token_type: undefined }, { tokenType: 'bearer' }],
    ['with a token type in capitals', { token_type: 'BEARER' }, { tokenType: 'bearer' }],
    ['with the scope as a list', { scope: ['a', 'b'] }, { scope: 'a b' }],
    ['with an ID token that nobody asked for', { id_token: 'not.a.jwt' }, { accessToken: 'a' }],
  ])('%s', async (_, body, expected) => {
    await expect(
      ask(() => HttpResponse.json({ access_token: 'a', token_type: 'Bearer', ...body })),
    ).resolves.toMatchObject(expected)
  })

  it('in form encoding', async () => {
    const body = new URLSearchParams({ access_token: 'a', token_type: 'bearer', scope: 'x' })
    await expect(ask(() => new Response(body))).resolves.toMatchObject({ accessToken: 'a', scope: 'x' })
  })
})

describe('a token response is an error', () => {
  const json = (body: unknown, status: number) => () => HttpResponse.json(body as Record<string, unknown>, { status })
  it.each([
    ['invalid_grant with 400', json({ error: 'invalid_grant' }, 400), 'invalid_grant'],
    ['an error with status 200, as GitHub sends it', json({ error: 'invalid_grant' }, 200), 'invalid_grant'],
    [
      'invalid_client with 401 and a challenge',
      () =>
        HttpResponse.json(
          { error: 'invalid_client' },
          { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
        ),
      'invalid_client',
    ],
    ['a word that no RFC knows', json({ error: 'constructor' }, 400), 'refused'],
    ['HTML with 200', () => HttpResponse.html('<p>Welcome'), 'unreachable'],
    ['HTML with 401', () => HttpResponse.html('<p>No', { status: 401 }), 'unreachable'],
    ['a JSON array with 400', json(['no'], 400), 'invalid_response'],
    ['no access token', json({ token_type: 'bearer' }, 200), 'invalid_response'],
    [
      'a redirect',
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example.com' } }),
      'invalid_response',
    ],
    ['a token with a line break', json({ access_token: 'hush\nX-Injected: 1' }, 200), 'invalid_response'],
    ['an endless token', json({ access_token: 'x'.repeat(65_537) }, 200), 'invalid_response'],
    ['a MAC token', json({ access_token: 'a', token_type: 'mac' }, 200), 'invalid_response'],
    ['a DPoP token that nobody asked for', json({ access_token: 'a', token_type: 'DPoP' }, 200), 'invalid_response'],
    ['429', json({ error: 'slow_down' }, 429), 'unreachable'],
    ['503', () => new Response(null, { status: 503 }), 'unreachable'],
    ['no answer', () => HttpResponse.error(), 'unreachable'],
    ['more than 1 MiB', () => new Response('x'.repeat(1024 * 1024 + 1)), 'unreachable'],
  ])('%s', async (_, answer, code) => {
    await expect(ask(answer)).rejects.toMatchObject({
      name: 'AuthorizationError',
      code,
      message: expect.stringContaining('https://auth.example.com'),
    })
  })

  it.each(['refresh_token=hush-refresh-1', `Basic ${btoa('client:hush-secret-1')}`, 'x%20hush-secret-1'])(
    'that echoes a form of our secrets, which is not shown: %s',
    async (echo) => {
      const error = await ask(json({ error: 'invalid_grant', error_description: echo }, 400)).catch((e: unknown) => e)
      expect(String(error)).not.toContain(echo)
    },
  )

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
