import type { TokenStore } from '@fast-agent-auth/token-store'
import { isClientUnknown } from '../protocol/client-unknown.ts'
import type { ClientOptions } from '../registration/client-options.ts'
import { retireClient } from '../registration/client-records.ts'
import { findClient } from '../registration/find-client.ts'
import { outlivesRevocation } from '../tokens/outlives-revocation.ts'
import { revoke } from '../tokens/revoke.ts'
import type { StoredTokens } from '../tokens/stored-tokens.ts'
import { assertSendable } from '../tokens/token-binding.ts'
import type { TokenRecord } from '../tokens/token-record.ts'

/** The outcome of a sign-out. */
export interface SignOut {
  /** Whether there were tokens, which are deleted now. */
  readonly deleted: boolean
  /** Whether the server ended them; false where it has no revocation endpoint or did not answer. */
  readonly revoked: boolean
  /** The reason why the tokens were not revoked; `undefined` where the server has no revocation endpoint. */
  readonly error?: unknown
  /**
   * The time until which the access token may work even if it was revoked, in milliseconds since 1970: a server may
   * accept it without asking its issuer.
   */
  readonly accessTokenExpiresAt?: number | undefined
}

export interface SignOutOptions {
  readonly store: TokenStore
  readonly client?: ClientOptions | undefined
  readonly issuer?: string | undefined
  readonly httpHosts?: readonly string[] | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
}

/**
 * Revokes and deletes the tokens of a record, while nobody else refreshes them.
 *
 * @throws AuthorizationError `unreachable` where another process held the record for a minute, `insecure_url` where a
 * host without TLS was allowed at the sign-in and is not now (then nothing is deleted); errors of the store
 */
export async function signOut(serverUrl: string, records: StoredTokens, options: SignOutOptions): Promise<SignOut> {
  const { now = Date.now } = options
  let outcome: SignOut = { deleted: false, revoked: false }
  const leave = async (record: TokenRecord | undefined): Promise<undefined> => {
    if (!record) return undefined
    // Throws before anything is deleted: otherwise the tokens would live on, and nobody could end them any more.
    assertSendable(record.tokens, options.httpHosts)
    try {
      const client = await findClient(record.tokens, options)
      const revoked = await revoke(record.tokens, client, options)
      const accessTokenExpiresAt = revoked && outlivesRevocation(record.tokens, revoked, now())
      outcome = { deleted: true, revoked: revoked !== false, ...(accessTokenExpiresAt && { accessTokenExpiresAt }) }
    } catch (error) {
      // If the caller has given up, nothing is deleted.
      options.signal?.throwIfAborted()
      // The server says that the client is gone, so the next sign-in registers again.
      if (isClientUnknown(error)) await retireClient(options.store, { ...record.tokens, serverUrl })
      outcome = { deleted: true, revoked: false, error }
    }
    return undefined
  }
  await records.update(leave, { signal: options.signal })
  return outcome
}
