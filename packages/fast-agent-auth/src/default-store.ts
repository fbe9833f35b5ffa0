import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import { openKeyringTokenStore } from '@fast-agent-auth/token-store-keyring'
import type { StoreFallback } from './auth-event.ts'

let keyring: Promise<TokenStore> | undefined
let memory: TokenStore | undefined

/** The keychain, opened when it is first needed; where there is none, one memory for the whole process. */
export function defaultStore(onEvent?: (event: StoreFallback) => void): TokenStore {
  let opened: Promise<TokenStore> | undefined
  const open = async (): Promise<TokenStore> => {
    keyring ??= openKeyringTokenStore()
    try {
      return await keyring
    } catch (error) {
      // Tried once a process: a store that changes under way would lose sign-ins.
      memory ??= memoryTokenStore()
      onEvent?.({ type: 'store_fallback', reason: error instanceof Error ? error.message : String(error), error })
      return memory
    }
  }
  const use = (): Promise<TokenStore> => {
    opened ??= open()
    return opened
  }
  return {
    get: async (key) => (await use()).get(key),
    keys: async () => (await use()).keys(),
    update: async (key, change, options) => (await use()).update(key, change, options),
  }
}
