import type { TokenStore } from '@fast-agent-auth/token-store'

export const storeNames = ['file', 'keychain', 'redis'] as const

export type StoreName = (typeof storeNames)[number]

/** The address of a store that processes share. Plain JSON. */
export interface StoreAddress {
  readonly name: StoreName
  /** The folder of a file store, the URL of Redis. A keychain is found by the environment. */
  readonly place: string
}

/** Opens a store, with a connection of its own where it needs one. Loads what that store needs, and no more. */
export async function openSharedStore({ name, place }: StoreAddress): Promise<TokenStore> {
  if (name === 'file') {
    const { fileTokenStore } = await import('@fast-agent-auth/token-store/file')
    return fileTokenStore({ folder: place })
  }
  if (name === 'keychain') {
    const { openKeyringTokenStore } = await import('@fast-agent-auth/token-store-keyring')
    return openKeyringTokenStore()
  }
  const { redisTokenStore } = await import('@fast-agent-auth/token-store-redis')
  return redisTokenStore(place)
}
