import { careful } from '@fast-agent-auth/discovery'
import type { TokenStore } from '@fast-agent-auth/token-store'
import type { ClientOptions } from './client.ts'
import type { FlowEvent } from './events.ts'
import { findClient } from './registration.ts'
import { revoke } from './revoke.ts'
import { serverKey } from './server-key.ts'
import { createTokenRecords } from './token-records.ts'
import type { TokenSet } from './token-set.ts'

export interface KeepTokensOptions {
  readonly store: TokenStore
  readonly account?: string | undefined
  readonly client?: ClientOptions | undefined
  readonly issuer?: string | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly onEvent?: ((event: FlowEvent) => void) | undefined
}

/**
 * Stores the tokens of a sign-in. Where that fails, they are revoked, since nothing would ever use or end them.
 *
 * @throws the error of the store
 */
export async function keepTokens(serverUrl: string, tokens: TokenSet, options: KeepTokensOptions): Promise<void> {
  const { store, account, fetch } = options
  const onEvent = careful(options.onEvent)
  try {
    await createTokenRecords(store, serverKey(serverUrl, account), onEvent).update(async () => ({ tokens }))
  } catch (error) {
    const client = await findClient(tokens, options).catch(() => undefined)
    if (client) await revoke(tokens, client, { fetch }).catch(() => undefined)
    throw error
  }
  onEvent({ type: 'signed_in', serverUrl, issuer: tokens.issuer })
}
