import type { TokenStore } from '@fast-agent-auth/token-store'
import type { ClientOptions } from './client.ts'
import { findClient } from './registration.ts'
import { revoke } from './revoke.ts'
import type { TokenRecords } from './token-records.ts'

/** What became of the tokens. They are deleted in any case. */
export interface SignOut {
  /** Whether there was anything to sign out of. */
  readonly signedIn: boolean
  /** Whether the server ended them; false where it has no revocation endpoint or did not answer. */
  readonly revoked: boolean
  /** Why they were not revoked. */
  readonly error?: unknown
}

export interface SignOutOptions {
  readonly store: TokenStore
  readonly client?: ClientOptions | undefined
  readonly issuer?: string | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

/** Revokes and deletes the tokens of a record, while nobody else refreshes them. */
export async function signOut(records: TokenRecords, options: SignOutOptions): Promise<SignOut> {
  let outcome: SignOut = { signedIn: false, revoked: false }
  await records.update(async (record) => {
    if (!record) return undefined
    try {
      const client = await findClient(record.tokens, options)
      outcome = { signedIn: true, revoked: await revoke(record.tokens, client, options) }
    } catch (error) {
      // Given up: nothing has changed.
      options.signal?.throwIfAborted()
      outcome = { signedIn: true, revoked: false, error }
    }
    return undefined
  }, options.signal)
  return outcome
}
