import { isLoopback, shown } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError, serverErrorCode } from '../authorization-error.ts'
import { type Client, isTokenEndpointAuthMethod, type RegistrationForm } from '../protocol/client.ts'
import { type Answer, isSuccess, request } from '../protocol/request.ts'
import type { SelfRegisteringClient } from './client-options.ts'
import { localhostOf } from './localhost.ts'
import { type RegisteringServer, readRegistration, registerByHand } from './registration-response.ts'

/** What the consent page calls us where nobody chose a name. */
const defaultName = 'fast-agent-auth'

interface RegisterClientOptions {
  readonly client?: SelfRegisteringClient | undefined
  /** The scope that will be asked for. */
  readonly requestedScope?: string | undefined
  /** What to try first: the form that the server has accepted before. Default: `whole`. */
  readonly form?: RegistrationForm | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  readonly signal?: AbortSignal | undefined
}

export function registeredName(client: SelfRegisteringClient | undefined): string {
  return client?.name ?? defaultName
}

/**
 * Registers a client dynamically (RFC 7591 §3). The answer may differ from what was asked for, and counts. A refused
 * registration is tried once more in another form, since a refusal often names one thing and means another.
 *
 * @throws AuthorizationError the server's own word, `refused`, `invalid_response` or `unreachable`
 */
export async function registerClient(
  server: RegisteringServer,
  redirectUris: readonly [string, ...string[]],
  options: RegisterClientOptions,
): Promise<Client> {
  const { client, requestedScope, now = Date.now } = options
  const ask = async (form: RegistrationForm) => {
    const metadata = metadataOf(form, server, { redirectUris, client, requestedScope })
    return { form, metadata, answer: await post(server, metadata, options) }
  }
  const first = await ask(options.form ?? 'whole')
  const next = isRefusal(first.answer) ? otherForm(first, redirectUris[0]) : undefined
  const { form, metadata, answer } = next ? await ask(next) : first
  if (isRefusal(answer))
    throw refusal(server.issuer, answer, refusesRedirect(first.answer) ? undefined : redirectUris[0])
  return {
    ...readRegistration(answer.body ?? {}, { server, redirectUris: metadata.redirect_uris }),
    name: registeredName(client),
    registeredAt: now(),
    registeredAs: form === 'whole' ? undefined : form,
    requestedScope: metadata.scope,
  }
}

/** The form to try after a refusal, chosen by its word. */
function otherForm(
  { form, answer }: { readonly form: RegistrationForm; readonly answer: Answer },
  redirectUri: string,
): RegistrationForm | undefined {
  // There is no registration, or none for us.
  if (answer.status < 200 || (answer.status >= 300 && answer.status < 400)) return undefined
  if ([401, 404, 405].includes(answer.status) && !answer.body) return undefined
  if (form !== 'localhost' && refusesRedirect(answer) && localhostOf(redirectUri) !== undefined) return 'localhost'
  return form === 'least' ? 'whole' : 'least'
}

function refusesRedirect({ body }: Answer): boolean {
  return body?.error === 'invalid_redirect_uri'
}

interface Wishes {
  readonly redirectUris: readonly [string, ...string[]]
  readonly client?: SelfRegisteringClient | undefined
  readonly requestedScope?: string | undefined
}

function metadataOf(
  form: RegistrationForm,
  server: RegisteringServer,
  { redirectUris, client, requestedScope }: Wishes,
) {
  const [redirectUri] = redirectUris
  const methods = server.tokenEndpointAuthMethodsSupported ?? []
  const own = methods.includes('none') ? 'none' : methods.find(isTokenEndpointAuthMethod)
  const isLeast = form === 'least'
  const uris = {
    whole: redirectUris,
    localhost: [localhostOf(redirectUri) ?? redirectUri],
    least: [redirectUri],
  } as const
  return {
    client_name: registeredName(client),
    redirect_uris: uris[form],
    grant_types: isLeast ? ['authorization_code'] : ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    // Without a word about it, a server would take us for one with a secret (RFC 7591 §2).
    token_endpoint_auth_method: own ?? 'none',
    application_type: isWeb(redirectUri) ? 'web' : 'native',
    // Many servers grant a client no other than that of its registration.
    scope: isLeast ? undefined : requestedScope,
    ...(isLeast ? {} : presentation(client)),
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
  return !isSuccess(status) || (body?.client_id === undefined && typeof body?.error === 'string')
}

function refusal(issuer: string, { status, body }: Answer, redirectUri: string | undefined): AuthorizationError {
  const word = typeof body?.error === 'string' ? body.error : `HTTP ${status}`
  const text = body?.error_description ?? body?.message
  const description = typeof text === 'string' ? `: ${text}` : ''
  const problem = `${issuer} refused to register us as a client (${shown(word + description)}).`
  return new AuthorizationError(serverErrorCode(word), problem, registerByHand(issuer, redirectUri))
}
