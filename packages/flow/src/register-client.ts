import { isLoopback, shown } from '@fast-agent-auth/discovery'
import { AuthorizationError, serverErrorCode } from './authorization-error.ts'
import { type Client, type ClientOptions, isTokenEndpointAuthMethod } from './client.ts'
import { request } from './request.ts'

/** Of what a server makes us keep, in characters. */
const lengthLimit = 4096

interface RegisterClientOptions {
  readonly client?: ClientOptions | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

/** Registers a client dynamically (RFC 7591 §3). What the server made of our wishes is what counts. */
export async function registerClient(
  { issuer, registrationEndpoint }: { readonly issuer: string; readonly registrationEndpoint: string },
  redirectUris: readonly [string, ...string[]],
  { client, fetch, signal }: RegisterClientOptions,
): Promise<Client> {
  const { status, body } = await request(registrationEndpoint, {
    what: `The registration at ${issuer}`,
    fetch,
    signal,
    init: {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({
        client_name: (client && 'name' in client && client.name) || 'fast-agent-auth',
        redirect_uris: redirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        application_type: isLoopback(new URL(redirectUris[0]).hostname) ? 'native' : 'web',
      }),
    },
  })
  if (status === 200 || status === 201) return readRegistration(body ?? {}, { issuer, redirectUris })
  const word = typeof body?.error === 'string' ? body.error : `HTTP ${status}`
  const description = typeof body?.error_description === 'string' ? `: ${body.error_description}` : ''
  const message = `${issuer} refused to register us as a client (${shown(word + description)}). Register an application there yourself, with the redirect URI ${redirectUris[0]}, and set the option client: { id }.`
  throw new AuthorizationError(serverErrorCode(word), message)
}

function readRegistration(
  body: Readonly<Record<string, unknown>>,
  { issuer, redirectUris }: { issuer: string; redirectUris: readonly string[] },
): Client {
  const { client_id: clientId, client_secret: secret, client_secret_expires_at: expires } = body
  if (typeof clientId !== 'string' || clientId === '' || clientId.length > lengthLimit) {
    throw new AuthorizationError(
      'invalid_response',
      `${issuer} registered us without a client_id that can be used. Tell its operator.`,
    )
  }
  const clientSecret = typeof secret === 'string' && secret !== '' ? secret : undefined
  const method = body.token_endpoint_auth_method ?? (clientSecret ? 'client_secret_basic' : 'none')
  if (!isTokenEndpointAuthMethod(method)) {
    const message = `${issuer} registered us for the client authentication ${shown(method)}, which is not supported here.`
    throw new AuthorizationError('invalid_response', message)
  }
  const returned = body.redirect_uris
  // What we asked for and got; a list without the one in use is not to be believed.
  const registered = redirectUris.filter((uri) => Array.isArray(returned) && returned.includes(uri))
  return {
    clientId,
    clientSecret,
    tokenEndpointAuthMethod: method,
    redirectUris: registered[0] === redirectUris[0] ? registered : redirectUris,
    // 0 stands for "never" (RFC 7591 §3.2.1).
    secretExpiresAt: typeof expires === 'number' && expires > 0 && clientSecret ? expires * 1000 : undefined,
  }
}
