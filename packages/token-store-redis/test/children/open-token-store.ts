import type { TokenStore } from '@fast-agent-auth/token-store'
import { openStore } from '../open-store.ts'

/** The contract opens a store in another process by this module. */
export async function openTokenStore(place: string): Promise<TokenStore> {
  const { kind, url, ...options } = JSON.parse(place)
  return (await openStore(kind, url, options)).store
}
