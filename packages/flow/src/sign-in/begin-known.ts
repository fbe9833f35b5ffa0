import { type Target, tell } from '@fast-agent-auth/discovery'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { isClientUnknown } from '../protocol/client-unknown.ts'
import { assertClientKnown, isDoubtful } from '../registration/assert-client-known.ts'
import { readClients } from '../registration/client-records.ts'
import { type BeginOptions, type BegunSignIn, begin } from './begin.ts'
import { forgetBasis } from './forget-what-failed.ts'
import { tellKnownIssuer } from './known-issuer.ts'

export interface BeginKnownOptions extends BeginOptions {
  readonly store: TokenStore
}

/**
 * As `begin`, for a browser of which nobody hears where the server shows it an error page: the server is asked beforehand
 * whether it still knows our registration, where that may have been forgotten. Then we register anew, once.
 *
 * @throws AuthorizationError, or PkceError where the server does not support PKCE; errors of the store
 */
export async function beginKnown(target: Target, options: BeginKnownOptions): Promise<BegunSignIn> {
  const { store, held, now = Date.now, onEvent } = options
  const begun = await begin(target, options)
  const { serverUrl, issuer, clientId } = begun.pending
  const kept = (await readClients(store, issuer)).find((client) => client.clientId === clientId)
  await tellKnownIssuer(begun, { ...options, ofAccount: { account: options.account } })
  if (!kept || !isDoubtful(kept, { held, now: now() })) return begun
  try {
    await assertClientKnown(begun.url, { ...options, issuer })
    return begun
  } catch (error) {
    if (!isClientUnknown(error)) throw error
  }
  await forgetBasis(store, { serverUrl, issuer })
  tell(onEvent, { type: 'client_forgotten', serverUrl, issuer })
  return begin(target, { ...options, registerAnew: true })
}
