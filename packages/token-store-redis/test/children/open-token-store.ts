import type { TokenStore } from '@fast-agent-auth/token-store'
import { openStore } from '../open-store.ts'

/** How the contract opens a store in another process. */
export async function openTokenStore(place: string): Promise<TokenStore> {
  const { kind, url, ...options } = JSON.parse(place)
  return (await openStore(kind, url, options)).store
}
