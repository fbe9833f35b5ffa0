import { type AuthorizationServer, isSameIssuer } from '@fast-agent-auth/discovery'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from './authorization-error.ts'
import { type Client, type ClientOptions, preRegisteredClient } from './client.ts'
import { readClients, updateClients } from './client-records.ts'
import { registerClient } from './register-client.ts'

export interface RegistrationOptions {
  readonly client?: ClientOptions | undefined
  /** Whose the client's secret is: without it, no secret is sent anywhere. */
  readonly issuer?: string | undefined
  /** Where dynamic registrations are kept; without it every sign-in registers anew. */
  readonly store?: TokenStore | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  readonly signal?: AbortSignal | undefined
}

/** The redirect URIs of a client that is known at this server already. */
export async function knownRedirectUris(
  server: AuthorizationServer,
  { client, store }: RegistrationOptions,
): Promise<readonly string[]> {
  const preRegistered = preRegisteredClient(client)
  if (preRegistered) return preRegistered.redirectUris ?? []
  const kept = store ? await readClients(store, server.issuer) : []
  return kept.flatMap(({ redirectUris }) => redirectUris ?? [])
}

/**
 * Who we are at an authorization server: registered beforehand, else by metadata document where it takes them, else as
 * registered earlier, else registered now with all redirect URIs (the first is the one in use).
 *
 * @throws AuthorizationError `no_client` where none of these is possible, or where nothing says whose a secret is
 */
export async function resolveClient(
  server: AuthorizationServer,
  redirectUris: readonly [string, ...string[]],
  options: RegistrationOptions,
): Promise<Client> {
  const preRegistered = preRegisteredClient(options.client, server.tokenEndpointAuthMethodsSupported)
  if (preRegistered) return boundTo(server.issuer, preRegistered, options.issuer)
  if (options.client && 'metadataUrl' in options.client && server.clientIdMetadataDocumentSupported) {
    return { clientId: options.client.metadataUrl, tokenEndpointAuthMethod: 'none' }
  }
  const { store } = options
  if (!store) return register(server, redirectUris, options)
  // One turn: two sign-ins at the same time register one client.
  const found: Client[] = []
  await updateClients(
    store,
    server.issuer,
    async (kept) => {
      const living = kept.filter((client) => !hasExpired(client, (options.now ?? Date.now)()))
      const usable = living.find((client) => client.redirectUris?.includes(redirectUris[0]))
      found.push(usable ?? (await register(server, redirectUris, options)))
      return usable ? kept : [...living, ...found]
    },
    options.signal,
  )
  const [client] = found
  if (!client) throw new AuthorizationError('no_client', `The store did not take the client of ${server.issuer}.`)
  return client
}

/** The client that tokens were issued to, with its secret. */
export async function findClient(
  {
    issuer,
    clientId,
    tokenEndpointAuthMethod,
  }: Pick<Client, 'clientId' | 'tokenEndpointAuthMethod'> & { issuer: string },
  { client, store, issuer: expected }: RegistrationOptions,
): Promise<Client> {
  // What the user set now counts, not what was true at the sign-in.
  const preRegistered = preRegisteredClient(client, [tokenEndpointAuthMethod])
  if (preRegistered?.clientId === clientId) return boundTo(issuer, preRegistered, expected)
  const withoutSecret = { clientId, tokenEndpointAuthMethod }
  if (tokenEndpointAuthMethod === 'none' || !store) return withoutSecret
  return (await readClients(store, issuer)).find((kept) => kept.clientId === clientId) ?? withoutSecret
}

/** A secret goes to the issuer that the user names for it, not to whichever the MCP server names. */
function boundTo(issuer: string, client: Client, expected: string | undefined): Client {
  if (client.clientSecret === undefined) return client
  if (expected !== undefined && isSameIssuer(expected, issuer)) return client
  const message = `The secret of the client ${client.clientId} is not sent to ${issuer}, since nothing says that it is for that server. If it is, set the option issuer: '${issuer}'.`
  throw new AuthorizationError('no_client', message)
}

function hasExpired({ secretExpiresAt }: Client, now: number): boolean {
  return secretExpiresAt !== undefined && secretExpiresAt <= now
}

function register(
  server: AuthorizationServer,
  redirectUris: readonly [string, ...string[]],
  options: RegistrationOptions,
): Promise<Client> {
  const { registrationEndpoint, issuer } = server
  if (registrationEndpoint !== undefined) {
    return registerClient({ issuer, registrationEndpoint }, redirectUris, options)
  }
  const message = `${issuer} has no dynamic client registration. Register an application there with the redirect URI ${redirectUris[0]} and set the option client: { id } to what it gives you.`
  return Promise.reject(new AuthorizationError('no_client', message))
}
