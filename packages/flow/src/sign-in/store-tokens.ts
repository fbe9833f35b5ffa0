import { tell } from '@fast-agent-auth/discovery/untrusted'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { FlowEvent } from '../events.ts'
import type { ClientOptions } from '../registration/client-options.ts'
import { findClient } from '../registration/find-client.ts'
import { serverKey } from '../server-key.ts'
import { revoke } from '../tokens/revoke.ts'
import { storedTokens } from '../tokens/stored-tokens.ts'
import type { TokenRecord } from '../tokens/token-record.ts'
import type { TokenSet } from '../tokens/token-set.ts'

export interface StoreTokensOptions {
  readonly store: TokenStore
  readonly account?: string | undefined
  readonly client?: ClientOptions | undefined
  readonly issuer?: string | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
  /** Ends the sign-in: the tokens are revoked. */
  readonly signal?: AbortSignal | undefined
}

/**
 * How long a store may take to make a write that it reported as failed, in ms: as long as a keychain asks for its
 * password.
 */
const takeBackLimit = 120_000

/**
 * Stores the tokens of a sign-in. Where that fails, they are revoked, since nothing would use or revoke them later.
 *
 * @throws the signal's reason; errors of the store; AuthorizationError `unreachable` where another process has its turn
 * for a minute
 */
export async function storeTokens(serverUrl: string, tokens: TokenSet, options: StoreTokensOptions): Promise<void> {
  const { store, account, fetch, onEvent } = options
  const records = storedTokens(store, serverKey(serverUrl, account), onEvent)
  try {
    options.signal?.throwIfAborted()
    await records.update(async () => ({ tokens }), { replacesStored: false })
  } catch (error) {
    const client = await findClient(tokens, options).catch(() => undefined)
    if (client) await revoke(tokens, client, { fetch }).catch(() => undefined)
    // A slow store may still store the tokens later: then they are deleted, without waiting.
    const removeTokens = async (record: TokenRecord | undefined): Promise<TokenRecord | undefined> =>
      record?.tokens.accessToken === tokens.accessToken ? undefined : record
    records.update(removeTokens, { limit: takeBackLimit }).catch(() => undefined)
    throw error
  }
  const { issuer, scope, expiresAt } = tokens
  tell(onEvent, { type: 'signed_in', serverUrl, issuer, scope, expiresAt })
}
