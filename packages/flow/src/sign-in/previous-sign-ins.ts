import type { PreviousSignIns } from '@fast-agent-auth/discovery'
import { isSpellingOf } from '@fast-agent-auth/discovery/internal/at-start'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { type ClientOptions, isPreRegistered } from '../registration/client-options.ts'
import { clientKey, readClients } from '../registration/client-records.ts'
import { serverKey } from '../server-key.ts'
import { tokenKey } from '../tokens/stored-tokens.ts'
import { parseTokenRecord } from '../tokens/token-record.ts'

interface PreviousSignInsOptions {
  readonly store?: TokenStore | undefined
  readonly account?: string | undefined
  readonly client?: ClientOptions | undefined
}

/**
 * The authorization servers that the store and the options bind a server to (MCP 2026-07-28, Authorization Server
 * Binding): no other one may take their place.
 */
export function previousSignIns(
  serverUrl: string,
  { store, account, client }: PreviousSignInsOptions,
): PreviousSignIns {
  return {
    async issuer() {
      const text = await store?.get(tokenKey(serverKey(serverUrl, account)))
      return text === undefined ? undefined : parseTokenRecord(text)?.tokens.issuer
    },
    async has(issuer) {
      if (isPreRegistered(client)) return true
      if (!store) return false
      const issuers = (await store.keys()).flatMap((key) =>
        key.startsWith(clientKey('')) ? [key.slice(clientKey('').length)] : [],
      )
      const named = issuers.filter((name) => isSpellingOf(name, issuer))
      const clients = await Promise.all(named.map((name) => readClients(store, name)))
      return clients.flat().length > 0
    },
  }
}
