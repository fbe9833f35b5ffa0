import type { AuthorizationServer } from '@fast-agent-auth/discovery'
import { quoteUntrusted } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { inTurn } from '../in-turn.ts'
import { type Client, isTokenEndpointAuthMethod, type RegistrationForm } from '../protocol/client.ts'
import { addClient } from './add-client.ts'
import { type ClientOptions, isPreRegistered, type RegistrationOptions } from './client-options.ts'
import { readClients, updateClients } from './client-records.ts'
import { metadataDocumentClient, preRegisteredClient } from './configured-client.ts'
import { boundTo } from './find-client.ts'
import { registeredUri } from './localhost.ts'
import { registerClient } from './register-client.ts'
import { registerByHand } from './registration-response.ts'
import { acceptedForm, hasExpired, mayBeGranted, type OwnRegistrationOptions, usableClients } from './usable-clients.ts'

/** The clients that a sign-in can use without a new registration. */
export async function knownClients(
  server: AuthorizationServer,
  options: OwnRegistrationOptions,
): Promise<readonly Client[]> {
  const client = preRegisteredClient(options.client) ?? metadataDocumentClient(server, options.client)
  if (client) return [client]
  if (!options.store || options.registerAnew) return []
  return usableClients(await readClients(options.store, server.issuer), options)
}

/**
 * Refuses a server at which no client is known and none can register.
 *
 * @throws AuthorizationError `registration_required`
 */
export function assertClientPossible(
  server: AuthorizationServer,
  known: readonly Client[],
  { client, issuer }: RegistrationOptions,
): void {
  assertAuthMethod(server, client)
  for (const each of known) boundTo(server.issuer, each, each.registeredAt === undefined ? issuer : server.issuer)
  if (known.length === 0 && server.registrationEndpoint === undefined) throw registrationRequired(server, undefined)
}

/**
 * The client for a sign-in: pre-registered, else with a metadata document, else registered earlier, else registered now
 * with all redirect URIs, of which the first is in use.
 *
 * @throws AuthorizationError `registration_required` where none of these is possible, or a secret is not for this
 * issuer; the errors of a registration and of the store
 */
export async function resolveClient(
  server: AuthorizationServer,
  redirectUris: readonly [string, ...string[]],
  options: OwnRegistrationOptions,
): Promise<Client> {
  const preRegistered = preRegisteredClient(options.client, server.tokenEndpointAuthMethodsSupported)
  assertAuthMethod(server, options.client)
  if (preRegistered) return boundTo(server.issuer, preRegistered, options.issuer)
  const documented = metadataDocumentClient(server, options.client)
  if (documented) return documented
  const { store } = options
  if (!store) return register(server, redirectUris, options)
  // In one turn, so that two sign-ins at the same time register one client.
  const found: Client[] = []
  const choose = async (stored: readonly Client[]): Promise<readonly Client[]> => {
    const usable = usableClients(stored, options).filter(
      (client) => registeredUri(client, redirectUris[0]) !== undefined,
    )
    const present = usable.find((client) => mayBeGranted(client, options.requestedScope))
    const form = acceptedForm(stored, redirectUris, options)
    const registered = present ?? (await register(server, redirectUris, { ...options, form }).catch(orElse(usable[0])))
    const others = stored.filter((client) => !hasExpired(client, options))
    const next = stored.includes(registered) ? undefined : await addClient(registered, others, store)
    found.push(next?.[0] ?? registered)
    return next ?? stored
  }
  const turn = (signal: AbortSignal): Promise<void> => updateClients(store, server.issuer, choose, signal)
  await inTurn(`registering a client at ${server.issuer}`, turn, options)
  const [client] = found
  if (!client)
    throw new AuthorizationError('registration_required', `The store did not take the client of ${server.issuer}.`)
  return client
}

/** A client that may be granted less scope is better than none. */
function orElse(client: Client | undefined): (error: unknown) => Client {
  return (error) => {
    if (client && error instanceof AuthorizationError) return client
    throw error
  }
}

/**
 * Refuses a server that lists only methods of client authentication that are not supported here, before a browser
 * opens. Where clients register themselves, the response decides.
 */
function assertAuthMethod(server: AuthorizationServer, client: ClientOptions | undefined): void {
  const { issuer, registrationEndpoint, tokenEndpointAuthMethodsSupported: methods = [] } = server
  if (methods.length === 0 || methods.some(isTokenEndpointAuthMethod)) return
  if (isPreRegistered(client) && client.tokenEndpointAuthMethod !== undefined) return
  const mayRegister = registrationEndpoint !== undefined && !isPreRegistered(client)
  if (mayRegister && metadataDocumentClient(server, client) === undefined) return
  const named = methods.slice(0, 10).map(quoteUntrusted).join(', ')
  const problem = `${issuer} takes only the client authentication ${named}, which is not supported here.`
  const next = 'If it takes another, set the option client: { id, tokenEndpointAuthMethod }.'
  const details = { option: 'client.tokenEndpointAuthMethod', issuer }
  throw new AuthorizationError('registration_required', problem, { next, details })
}

async function register(
  server: AuthorizationServer,
  redirectUris: readonly [string, ...string[]],
  {
    client,
    rateLimit,
    resource,
    ...options
  }: OwnRegistrationOptions & { readonly form?: RegistrationForm | undefined },
): Promise<Client> {
  const { registrationEndpoint } = server
  if (registrationEndpoint !== undefined && !isPreRegistered(client)) {
    rateLimit?.registration()
    try {
      const registered = await registerClient({ ...server, registrationEndpoint }, redirectUris, { ...options, client })
      return { ...registered, resource }
    } catch (error) {
      rateLimit?.failed(error, 'registration')
      throw error
    }
  }
  throw registrationRequired(server, redirectUris[0])
}

function registrationRequired(
  { issuer, clientIdMetadataDocumentSupported: takesDocuments }: AuthorizationServer,
  redirectUri: string | undefined,
): AuthorizationError {
  const { next, details } = registerByHand(issuer, redirectUri)
  const document = takesDocuments
    ? ' It also takes the URL of a published client metadata document, as the option client: { metadataUrl }.'
    : ''
  return new AuthorizationError('registration_required', `${issuer} registers no clients by itself.`, {
    next: `${next}${document}`,
    details: { ...details, takesDocuments },
  })
}
