import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { blaming } from './blaming.ts'
import { notInstalled } from './not-installed.ts'
import type { AuthSettings } from './settings.ts'

/** The part of `ServerSettings` that may name a store. */
export interface StoreSettings {
  readonly auth?: Pick<AuthSettings, 'persist' | 'redisUrl'> | undefined
  /** The locations of `auth.persist` and `auth.redis_url`, for errors. */
  readonly locations?: Readonly<Record<string, string>> | undefined
}

/** A store. A Redis store has a connection to close. */
export interface OpenedStore extends TokenStore {
  close?(): Promise<void>
}

/** `StoreSettings` that do name a store. */
export interface NamedStoreSettings extends StoreSettings {
  readonly auth: Pick<AuthSettings, 'redisUrl'> & { readonly persist: NonNullable<AuthSettings['persist']> }
}

/**
 * Opens the store that `persist` names. The CLI keeps the sign-ins of the same server there too. Returns `undefined` if no store
 * is named; `createAuth` then uses its default, the keychain or else memory.
 *
 * The packages of a store are loaded only if it is named: `@fast-agent-auth/token-store-keyring` for the keychain,
 * `@fast-agent-auth/token-store-redis` and `@redis/client` for Redis.
 *
 * @throws TokenStoreError `unavailable` if these are not installed, `no_home` if there is no folder for files
 * @throws KeyringError if no keychain can be used
 * @example
 * const auth = createAuth(url, { ...toAuthOptions(settings), store: await openStore(settings) })
 */
export function openStore(settings: NamedStoreSettings): Promise<OpenedStore>
export function openStore(settings: StoreSettings): Promise<OpenedStore | undefined>
export async function openStore({ auth, locations }: StoreSettings): Promise<OpenedStore | undefined> {
  const location = locations?.['auth.persist']
  switch (auth?.persist) {
    case undefined:
      return undefined
    case 'memory':
      return memoryTokenStore()
    case 'file': {
      const { fileTokenStore } = await import('@fast-agent-auth/token-store/file')
      return fileTokenStore()
    }
    case 'keyring': {
      const library = import('@fast-agent-auth/token-store-keyring').catch(notInstalled('keyring', location))
      const { openKeyringTokenStore } = await library
      return openKeyringTokenStore()
    }
    case 'redis': {
      const { redisUrl } = auth
      if (redisUrl === undefined) throw new TypeError('persist: redis needs redis_url, such as redis://127.0.0.1:6379.')
      const library = import('@fast-agent-auth/token-store-redis').catch(notInstalled('redis', location))
      const { redisTokenStore } = await library
      return blaming(locations?.['auth.redis_url'], () => redisTokenStore(redisUrl))
    }
    default:
      // Plain JavaScript may pass anything.
      throw new TypeError('persist must be keyring, file, redis or memory.')
  }
}
