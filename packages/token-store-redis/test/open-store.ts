import type { TokenStore } from '@fast-agent-auth/token-store'
import { type RedisTokenStoreOptions, redisTokenStore } from '../src/index.ts'

/** The targets and options of a store. */
export const kinds = ['@redis/client', 'ioredis', 'a URL'] as const
export type Kind = (typeof kinds)[number]

export interface OpenStore {
  readonly store: TokenStore
  close(): Promise<void>
}

export async function openStore(kind: Kind, url: string, options?: RedisTokenStoreOptions): Promise<OpenStore> {
  if (kind === 'a URL') {
    const store = redisTokenStore(url, options)
    return { store, close: store.close }
  }
  if (kind === 'ioredis') {
    const { Redis } = await import('ioredis')
    const client = new Redis(url)
    client.on('error', () => {})
    return { store: redisTokenStore(client, options), close: async () => client.disconnect() }
  }
  const { createClient } = await import('@redis/client')
  const client = createClient({ url })
  client.on('error', () => {})
  await client.connect()
  return { store: redisTokenStore(client, options), close: async () => client.destroy() }
}
