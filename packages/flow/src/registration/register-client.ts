import { isLoopback, shown } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError, serverErrorCode } from '../authorization-error.ts'
import { type Client, isTokenEndpointAuthMethod } from '../protocol/client.ts'
import { type Answer, request, withoutUndefined } from '../protocol/request.ts'
import type { SelfRegisteringClient } from './client-options.ts'
import { type RegisteringServer, readRegistration, registerByHand } from './registration-response.ts'

/** What the consent page calls us where nobody chose a name. */
const defaultName = 'fast-agent-auth'

interface RegisterClientOptions {
  readonly client?: SelfRegisteringClient | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  readonly signal?: AbortSignal | undefined
}

export function registeredName(client: SelfRegisteringClient | undefined): string {
  return client?.name ?? defaultName
}

/**
 * Registers a client dynamically (RFC 7591 §3). What the server made of our wishes is what counts. Where it refuses all
 * of them and says why, it is asked once more for the least: some refuse a second redirect URI or a page of our own.
 *
 * @throws AuthorizationError the server's own word, `refused`, `invalid_response` or `unreachable`
 */
export async function registerClient(
  server: RegisteringServer,
  redirectUris: readonly [string, ...string[]],
  options: RegisterClientOptions,
): Promise<Client> {
  const { issuer } = server
  const { client, now = Date.now } = options
  const [redirectUri] = redirectUris
  const least = leastMetadata(server, redirectUri, client)
  const wishes: Readonly<Record<string, unknown>> = withoutUndefined<unknown>({
    ...least,
    redirect_uris: redirectUris,
    ...presentation(client),
  })
  const more = redirectUris.length > 1 || Object.keys(wishes).length > Object.keys(least).length
  let asked = redirectUris
  let answer = await post(server, wishes, options)
  if (isRefusal(answer) && answer.body && more) {
    asked = [redirectUri]
    answer = await post(server, least, options)
  }
  if (isRefusal(answer)) throw refusal(answer, issuer, redirectUri)
  const registered = readRegistration(answer.body ?? {}, { server, redirectUris: asked })
  return { ...registered, name: registeredName(client), registeredAt: now() }
}

function leastMetadata(server: RegisteringServer, redirectUri: string, client: SelfRegisteringClient | undefined) {
  const methods = server.tokenEndpointAuthMethodsSupported ?? []
  const own = methods.includes('none') ? 'none' : methods.find(isTokenEndpointAuthMethod)
  return {
    client_name: registeredName(client),
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    // Without a word about it, a server would take us for one with a secret (RFC 7591 §2).
    token_endpoint_auth_method: own ?? 'none',
    application_type: isWeb(redirectUri) ? 'web' : 'native',
  }
}

function presentation(client: SelfRegisteringClient | undefined) {
  return {
    client_uri: client?.uri,
    logo_uri: client?.logoUri,
    software_id: client?.softwareId,
    software_version: client?.softwareVersion,
  }
}

/** Whether the redirect leads to a server: neither to this machine nor, by a scheme of its own, to an application. */
function isWeb(redirectUri: string): boolean {
  const { protocol, hostname } = new URL(redirectUri)
  return protocol === 'https:' && !isLoopback(hostname)
}

function post(
  { issuer, registrationEndpoint }: RegisteringServer,
  metadata: Readonly<Record<string, unknown>>,
  { fetch, now, signal }: RegisterClientOptions,
): Promise<Answer> {
  return request(registrationEndpoint, {
    what: `The registration at ${issuer}`,
    fetch,
    now,
    signal,
    init: {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(metadata),
    },
  })
}

function isRefusal({ status, body }: Answer): boolean {
  return (status !== 200 && status !== 201) || (body?.client_id === undefined && typeof body?.error === 'string')
}

function refusal({ status, body }: Answer, issuer: string, redirectUri: string): AuthorizationError {
  const word = typeof body?.error === 'string' ? body.error : `HTTP ${status}`
  const text = body?.error_description ?? body?.message
  const description = typeof text === 'string' ? `: ${text}` : ''
  const problem = `${issuer} refused to register us as a client (${shown(word + description)}).`
  return new AuthorizationError(serverErrorCode(word), problem, registerByHand(issuer, redirectUri))
}
