import type { Target } from '@fast-agent-auth/discovery'
import { tell } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'
import { type Client, isSameClient } from '../protocol/client.ts'
import { changeClient, deleteClient, readClients } from '../registration/client-records.ts'
import { probeAuthorization } from '../registration/probe-authorization.ts'
import { registeredResource } from '../registration/registered-resource.ts'
import { knownClients } from '../registration/registration.ts'
import { type AuthorizationRequest, type BeginOptions, begin } from './begin.ts'
import { forgetFailedSignIn } from './forget-failed-sign-in.ts'
import { tellKnownIssuer } from './known-issuer.ts'

export interface BeginKnownOptions extends BeginOptions {
  readonly store: TokenStore
}

/** How long an authorization endpoint that accepts no request of a program is not probed again, in ms. */
const probePause = 30 * 86_400_000

/**
 * Begins a sign-in as `begin` does, for a browser on another machine, where an error page of the server would not be
 * noticed: the authorization endpoint is probed first with the stored client. If it rejects that client, a new one is
 * registered, once.
 *
 * @throws AuthorizationError; PkceError where the server does not support PKCE; errors of the store
 */
export async function beginKnown(target: Target, options: BeginKnownOptions): Promise<AuthorizationRequest> {
  const known = await knownClients(target.server, { ...options, resource: registeredResource(target) })
  const { request } = await beginProbed(target, { ...options, known })
  await tellKnownIssuer(request, { ...options, ofAccount: { account: options.account } })
  return request
}

interface BeginProbedOptions extends BeginKnownOptions {
  /** The stored clients. */
  readonly known: readonly Client[]
}

/** The authorization request of a sign-in, and the stored client that it uses, if any. */
export async function beginProbed(
  target: Target,
  options: BeginProbedOptions,
): Promise<{ readonly request: AuthorizationRequest; readonly storedClient?: Client | undefined }> {
  const { known, now = Date.now } = options
  const request = await begin(target, options)
  const { clientId } = request.pending
  const storedClient = known.find((client) => client.registeredAt !== undefined && client.clientId === clientId)
  if (!storedClient || wasJustAccepted(storedClient, target, options)) return { request, storedClient }
  if (storedClient.skipProbeUntil !== undefined && now() < storedClient.skipProbeUntil) return { request, storedClient }
  if ((await probeAuthorization(request.url, { ...options, ...request.pending })) !== false)
    return { request, storedClient }
  const replacement = await beginWithNewClient(target, storedClient, options)
  return replacement ? { request: replacement } : { request, storedClient }
}

/** Whether the MCP server has just accepted a token of the client: it answered 403. */
function wasJustAccepted({ clientId }: Client, { challenge }: Target, { held = [] }: BeginKnownOptions): boolean {
  return challenge?.error === 'insufficient_scope' && held.some((tokens) => tokens?.clientId === clientId)
}

/**
 * The authorization request of a new client, if the endpoint accepts that client. If it does not, it rejects requests
 * of programs in general: the new client is deleted, and the endpoint is not probed for the stored one for a while.
 * This is not noted for other MCP servers at this issuer, because the MCP server chooses parts of the request, and so
 * its answer.
 */
async function beginWithNewClient(
  target: Target,
  storedClient: Client,
  options: BeginProbedOptions,
): Promise<AuthorizationRequest | undefined> {
  const { store, onEvent, now = Date.now } = options
  try {
    const before = await readClients(store, target.server.issuer)
    const request = await begin(target, { ...options, registerAnew: true })
    const { serverUrl, issuer, clientId } = request.pending
    const accepted = await probeAuthorization(request.url, { ...options, ...request.pending })
    if (accepted) {
      await forgetFailedSignIn(store, { serverUrl, issuer })
      tell(onEvent, { type: 'client_forgotten', serverUrl, issuer })
      return request
    }
    // Some servers give everybody the same id: then there is no new client to delete.
    const newClient = { ...storedClient, clientId }
    if (!before.some((client) => isSameClient(client, newClient))) await deleteClient(store, issuer, newClient)
    if (accepted === false)
      await changeClient(store, issuer, { client: storedClient, changes: { skipProbeUntil: now() + probePause } })
    return undefined
  } catch (error) {
    options.signal?.throwIfAborted()
    // The stored client may still work.
    if (error instanceof AuthorizationError) return undefined
    throw error
  }
}
