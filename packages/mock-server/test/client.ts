import { createHash } from 'node:crypto'
import { setupServer } from 'msw/node'
import { onTestFinished } from 'vitest'
import { createMockServer, type MockClient, type MockServer, type MockServerOptions } from '../src/index.ts'

export const REDIRECT_URI = 'http://127.0.0.1:51234/callback'
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const CHALLENGE: string = createHash('sha256').update(VERIFIER).digest('base64url')

export interface TokenResponse {
  readonly access_token: string
  readonly refresh_token: string
  readonly [name: string]: unknown
}

/** Lets the mocks, and other handlers, answer `fetch` until the test ends. */
export function listen(...handlers: Parameters<typeof setupServer>): void {
  const server = setupServer(...handlers)
  server.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => server.close())
}

export function mocked(options: MockServerOptions = {}): MockServer {
  const mock = createMockServer(options)
  listen(...mock.handlers)
  return mock
}

export const APP: MockClient = { clientId: 'app', redirectUris: [REDIRECT_URI], tokenEndpointAuthMethod: 'none' }

/** A mock that knows the public client `app`. */
export function withApp(options: MockServerOptions = {}): MockServer {
  return mocked({ clients: [APP], ...options })
}

type Changes = Readonly<Record<string, string | undefined>>

function parameters(defaults: Changes, changes: Changes): URLSearchParams {
  const entries = Object.entries({ ...defaults, ...changes })
  return new URLSearchParams(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

/** The authorization URL of `app`, with changes; `undefined` leaves a parameter out. */
export function authorizationUrl(mock: MockServer, changes: Changes = {}): URL {
  const url = new URL(`${mock.issuer}/authorize`)
  const defaults = {
    response_type: 'code',
    client_id: 'app',
    redirect_uri: REDIRECT_URI,
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    state: 'state-1',
    scope: 'mcp:read',
    resource: mock.resource,
  }
  url.search = parameters(defaults, changes).toString()
  return url
}

/** The parameters that the browser is sent back with. */
export async function authorize(mock: MockServer, changes: Changes = {}): Promise<Record<string, string>> {
  const response = await fetch(authorizationUrl(mock, changes), { redirect: 'manual' })
  return Object.fromEntries(new URL(response.headers.get('location') ?? '').searchParams)
}

export function post(
  url: string,
  form: URLSearchParams,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(url, { method: 'POST', body: form, headers })
}

/** Exchanges the code as `app`, with changes. */
export function exchange(mock: MockServer, code: string | undefined, changes: Changes = {}): Promise<Response> {
  const defaults = {
    grant_type: 'authorization_code',
    client_id: 'app',
    code,
    redirect_uri: REDIRECT_URI,
    code_verifier: VERIFIER,
    resource: mock.resource,
  }
  return post(`${mock.issuer}/token`, parameters(defaults, changes))
}

export async function signIn(mock: MockServer, changes: Changes = {}): Promise<TokenResponse> {
  const { code } = await authorize(mock, changes)
  const response = await exchange(mock, code)
  return (await response.json()) as TokenResponse
}

export function refresh(mock: MockServer, refreshToken: string, changes: Changes = {}): Promise<Response> {
  const defaults = {
    grant_type: 'refresh_token',
    client_id: 'app',
    refresh_token: refreshToken,
    resource: mock.resource,
  }
  return post(`${mock.issuer}/token`, parameters(defaults, changes))
}

/** Sends one JSON-RPC request to the MCP server. */
export function call(mock: MockServer, token: string | undefined, method = 'ping', params?: object): Promise<Response> {
  return fetch(mock.serverUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
}

/** The status and the OAuth error code of a refusal. */
export async function refusal(response: Response): Promise<readonly [number, unknown]> {
  const { error } = (await response.json()) as { readonly error?: unknown }
  return [response.status, error]
}
