import type { TokenStore } from '@fast-agent-auth/token-store'
import { retireClient } from '../registration/client-records.ts'
import { untilAborted } from '../until-aborted.ts'
import { forgetDiscovery } from './cached-discovery.ts'

/** In ms. */
const timeLimit = 1000

/** What a sign-in was based on. */
export interface FailedSignIn {
  readonly serverUrl: string
  readonly issuer: string
  /** Of a registration that the authorization server no longer knows, as its token endpoint says. */
  readonly clientId?: string | undefined
}

/**
 * Gives up what a sign-in that failed was based on, so that the next one asks and registers anew. Never fails, and soon
 * ends: it is the sign-in's own failure that counts.
 */
export async function forgetFailedSignIn(
  store: TokenStore,
  { serverUrl, issuer, clientId }: FailedSignIn,
): Promise<void> {
  const limit = AbortSignal.timeout(timeLimit)
  const client = clientId === undefined ? undefined : retireClient(store, { serverUrl, issuer, clientId })
  const forgotten = Promise.allSettled([forgetDiscovery(store, serverUrl, limit), client])
  await untilAborted(forgotten, limit).catch(() => undefined)
}
