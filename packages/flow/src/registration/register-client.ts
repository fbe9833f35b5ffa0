import { quoteUntrusted } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError, serverErrorCode } from '../authorization-error.ts'
import { type Client, type RegistrationForm, secretMethod } from '../protocol/client.ts'
import { isClientCode } from '../protocol/client-unknown.ts'
import { isSuccess, request, type ServerResponse, signInTimeLimit } from '../protocol/request.ts'
import type { SelfRegisteringClient } from './client-options.ts'
import { localhostOf } from './localhost.ts'
import { metadataOf, registeredName } from './registration-metadata.ts'
import { type RegisteringServer, readRegistration, registerByHand } from './registration-response.ts'

interface RegisterClientOptions {
  readonly client?: SelfRegisteringClient | undefined
  /** The scope of the sign-in. */
  readonly requestedScope?: string | undefined
  readonly notify?: ((message: string) => void) | undefined
  /** The form to try first, which the server has accepted before. Default: `whole`. */
  readonly form?: RegistrationForm | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Registers a client dynamically (RFC 7591 §3). The response may differ from the request, and is what counts. A
 * rejected request is sent once more in another form, since the error of a server often names a wrong cause.
 *
 * @throws AuthorizationError the error code of the server, `refused`, `invalid_response` or `unreachable`
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
  const next = isRejected(first.answer) ? otherForm(first, server, redirectUris[0]) : undefined
  const { form, metadata, answer } = next ? await ask(next) : first
  if (isRejected(answer))
    throw registrationError(server.issuer, answer, refusesRedirect(first.answer) ? undefined : redirectUris[0])
  return {
    ...readRegistration(answer.body ?? {}, { server, redirectUris: metadata.redirect_uris, notify: options.notify }),
    name: registeredName(client),
    registeredAt: now(),
    registeredAs: form === 'whole' ? undefined : form,
    requestedScope: metadata.scope,
  }
}

/** The form to try after a rejection, by its error code. */
function otherForm(
  { form, answer }: { readonly form: RegistrationForm; readonly answer: ServerResponse },
  server: RegisteringServer,
  redirectUri: string,
): RegistrationForm | undefined {
  // The endpoint offers no registration, or none for us.
  if (answer.status < 200 || (answer.status >= 300 && answer.status < 400)) return undefined
  if ([401, 404, 405].includes(answer.status) && !answer.body) return undefined
  if (form !== 'localhost' && refusesRedirect(answer) && localhostOf(redirectUri) !== undefined) return 'localhost'
  if (form === 'least' || form === 'confidential') return 'whole'
  return refusesMethod(answer, server) ? 'confidential' : 'least'
}

/** The greatest length of the description that is searched, in characters. */
const wordsLimit = 500

function refusesRedirect({ body }: ServerResponse): boolean {
  return body?.error === 'invalid_redirect_uri'
}

/**
 * Whether the server may require a client with a secret: its error says so, or gives no description and the server
 * supports such clients.
 */
function refusesMethod(
  { body }: ServerResponse,
  { tokenEndpointAuthMethodsSupported: methods = [] }: RegisteringServer,
): boolean {
  const { error, error_description: description, message } = body ?? {}
  const texts = [description, message].filter((text) => typeof text === 'string' && text !== '')
  // A regular expression may take minutes on a long text.
  const words = texts.join(' ').slice(0, wordsLimit)
  if (/auth[\w ]*method|public client|confidential|client[_ ]secret/i.test(words)) return true
  const isSilent = (error === 'invalid_client_metadata' || isClientCode(String(error))) && words === ''
  return isSilent && (methods.length === 0 || secretMethod(methods) !== undefined)
}

function post(
  { issuer, registrationEndpoint }: RegisteringServer,
  metadata: Readonly<Record<string, unknown>>,
  { fetch, now, signal }: RegisterClientOptions,
): Promise<ServerResponse> {
  return request(registrationEndpoint, {
    subject: `The registration at ${issuer}`,
    timeLimit: signInTimeLimit,
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

function isRejected({ status, body }: ServerResponse): boolean {
  return !isSuccess(status) || (body?.client_id === undefined && typeof body?.error === 'string')
}

function registrationError(
  issuer: string,
  { status, body }: ServerResponse,
  redirectUri: string | undefined,
): AuthorizationError {
  const word = typeof body?.error === 'string' ? body.error : `HTTP ${status}`
  const text = body?.error_description ?? body?.message
  const description = typeof text === 'string' ? `: ${text}` : ''
  const problem = `${issuer} refused to register us as a client (${quoteUntrusted(word + description)}).`
  return new AuthorizationError(serverErrorCode(word), problem, registerByHand(issuer, redirectUri))
}
