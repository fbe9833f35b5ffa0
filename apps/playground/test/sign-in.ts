import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { FinalPage, Person } from '../src/index.ts'

/** A sign-in with nothing but fetch and a listener, so that these tests depend on no client library. */
export interface SignInOptions {
  readonly issuer: string
  readonly resource: string
  readonly person: Person
  readonly scope?: string
  /** The client of an earlier sign-in; without it the client registers. */
  readonly client?: Client
  readonly registration?: object
  /** Added to the authorization request; `undefined` removes. */
  readonly parameters?: Readonly<Record<string, string | undefined>>
}

export interface Client {
  readonly clientId: string
  readonly redirectUri: string
}

export interface SignedIn {
  readonly client: Client
  readonly callback: URLSearchParams
  readonly page: FinalPage
  readonly tokens: Tokens
}

interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
  readonly expires_in: number
  readonly scope: string
  readonly token_type: string
}

export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const { client, callback, page, verifier } = await authorize(options)
  const answer = await token(options.issuer, {
    grant_type: 'authorization_code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    code: callback.get('code') ?? '',
    code_verifier: verifier,
    resource: options.resource,
  })
  return { client, callback, page, tokens: answer.body as unknown as Tokens }
}

/** Up to the callback: registers, opens the authorization URL and waits for the person to come back. */
export async function authorize(
  options: SignInOptions,
): Promise<{ client: Client; callback: URLSearchParams; page: FinalPage; verifier: string }> {
  const verifier = randomBytes(32).toString('base64url')
  const listener = await listen()
  const redirectUri = `${listener.origin}/callback`
  const registered = options.client?.clientId ?? (await register(options.issuer, redirectUri, options.registration))
  const url = new URL('/auth', options.issuer)
  const parameters = {
    response_type: 'code',
    client_id: registered,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource: options.resource,
    scope: options.scope ?? 'mcp:read',
    state: 'the state',
    ...options.parameters,
  }
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value)
  const page = await options.person(url)
  await listener.close()
  return { client: { clientId: registered, redirectUri }, callback: listener.received(), page, verifier }
}

export async function token(
  issuer: string,
  form: Record<string, string>,
): Promise<{ status: number; body: Record<string, string> }> {
  const response = await fetch(new URL('/token', issuer), { method: 'POST', body: new URLSearchParams(form) })
  return { status: response.status, body: await response.json() }
}

export function refresh(issuer: string, client: Client, refreshToken: string): ReturnType<typeof token> {
  return token(issuer, { grant_type: 'refresh_token', client_id: client.clientId, refresh_token: refreshToken })
}

async function register(issuer: string, redirectUri: string, registration: object = {}): Promise<string> {
  const metadata = {
    client_name: 'Test <client>',
    application_type: 'native',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    ...registration,
  }
  const response = await fetch(new URL('/reg', issuer), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(metadata),
  })
  const answer = await response.json()
  if (response.status !== 201) throw new Error(`registration failed: ${JSON.stringify(answer)}`)
  return answer.client_id
}

async function listen(): Promise<{ origin: string; received(): URLSearchParams; close(): Promise<void> }> {
  let received = new URLSearchParams()
  const server = createServer((request, response) => {
    received = new URL(request.url ?? '', 'http://localhost').searchParams
    response.end('You may close this page.')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    received: () => received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
