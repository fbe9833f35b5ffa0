import type { Target } from '@fast-agent-auth/discovery'
import { tell } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'
import { type Client, isSameClient } from '../protocol/client.ts'
import { deleteClient, noteAtClient, readClients } from '../registration/client-records.ts'
import { goesOn } from '../registration/goes-on.ts'
import { registeredResource } from '../registration/registered-resource.ts'
import { knownClients } from '../registration/registration.ts'
import { type BeginOptions, type BegunSignIn, begin } from './begin.ts'
import { forgetFailedSignIn } from './forget-failed-sign-in.ts'
import { tellKnownIssuer } from './known-issuer.ts'

export interface BeginKnownOptions extends BeginOptions {
  readonly store: TokenStore
}

/** For how long a server that answers no programs is not asked again, in ms. */
const silence = 30 * 86_400_000

/**
 * As `begin`, for a browser of which nobody hears where the server shows it an error page: the server is asked beforehand
 * whether it still knows a registration that was kept. Where it does not seem to, we register anew, once.
 *
 * @throws AuthorizationError, or PkceError where the server does not support PKCE; errors of the store
 */
export async function beginKnown(target: Target, options: BeginKnownOptions): Promise<BegunSignIn> {
  const known = await knownClients(target.server, { ...options, resource: registeredResource(target) })
  const { begun } = await beginChecked(target, { ...options, known })
  await tellKnownIssuer(begun, { ...options, ofAccount: { account: options.account } })
  return begun
}

interface BeginCheckedOptions extends BeginKnownOptions {
  /** The clients that were there before. */
  readonly known: readonly Client[]
}

/** The beginning of a sign-in, and the registration of ours that it uses, where that is not new. */
export async function beginChecked(
  target: Target,
  options: BeginCheckedOptions,
): Promise<{ readonly begun: BegunSignIn; readonly kept?: Client | undefined }> {
  const { known, now = Date.now } = options
  const begun = await begin(target, options)
  const { clientId } = begun.pending
  const kept = known.find((client) => client.registeredAt !== undefined && client.clientId === clientId)
  if (!kept || isJustRecognised(kept, target, options)) return { begun, kept }
  if (kept.silentUntil !== undefined && now() < kept.silentUntil) return { begun, kept }
  if ((await goesOn(begun.url, { ...options, ...begun.pending })) !== false) return { begun, kept }
  const replacement = await beginAnew(target, kept, options)
  return replacement ? { begun: replacement } : { begun, kept }
}

/** At a step-up, the MCP server has just taken a token of the client (403). */
function isJustRecognised({ clientId }: Client, { challenge }: Target, { held = [] }: BeginKnownOptions): boolean {
  return challenge?.error === 'insufficient_scope' && held.some((tokens) => tokens?.clientId === clientId)
}

/**
 * The beginning with a new registration, where the server leads that on. Where it does not, it leads no program on: the new
 * registration goes, and it is not asked about the old one for a while. Nor is that noted for others at this issuer: what
 * is asked for, and so the answer, is for the MCP server to choose.
 */
async function beginAnew(target: Target, kept: Client, options: BeginCheckedOptions): Promise<BegunSignIn | undefined> {
  const { store, onEvent, now = Date.now } = options
  try {
    const before = await readClients(store, target.server.issuer)
    const begun = await begin(target, { ...options, registerAnew: true })
    const { serverUrl, issuer, clientId } = begun.pending
    const leadsOn = await goesOn(begun.url, { ...options, ...begun.pending })
    if (leadsOn) {
      await forgetFailedSignIn(store, { serverUrl, issuer })
      tell(onEvent, { type: 'client_forgotten', serverUrl, issuer })
      return begun
    }
    // Some servers give everybody the same id: no other is there then, and nothing to take back.
    const made = { ...kept, clientId }
    if (!before.some((client) => isSameClient(client, made))) await deleteClient(store, issuer, made)
    if (leadsOn === false)
      await noteAtClient(store, issuer, { client: kept, changes: { silentUntil: now() + silence } })
    return undefined
  } catch (error) {
    options.signal?.throwIfAborted()
    // The old one may do all the same.
    if (error instanceof AuthorizationError) return undefined
    throw error
  }
}
