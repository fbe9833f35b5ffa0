import type { TokenStore } from '@fast-agent-auth/token-store'
import { retireClient } from '../registration/client-records.ts'
import { untilAborted } from '../until-aborted.ts'
import { deleteCachedDiscovery } from './cached-discovery.ts'

/** The limit for the deletions, in ms. */
const timeLimit = 1000

/** A failed sign-in, and the stored data that it used. */
export interface FailedSignIn {
  readonly serverUrl: string
  readonly issuer: string
  /** The id of a client that the token endpoint does not know. */
  readonly clientId?: string | undefined
}

/**
 * Deletes the cached discovery of a failed sign-in and retires its client, so that the next sign-in discovers and
 * registers again. Never fails, and ends within a second, since the error of the sign-in is what counts.
 */
export async function forgetFailedSignIn(
  store: TokenStore,
  { serverUrl, issuer, clientId }: FailedSignIn,
): Promise<void> {
  const limit = AbortSignal.timeout(timeLimit)
  const client = clientId === undefined ? undefined : retireClient(store, { serverUrl, issuer, clientId })
  const done = Promise.allSettled([deleteCachedDiscovery(store, serverUrl, limit), client])
  await untilAborted(done, limit).catch(() => undefined)
}
