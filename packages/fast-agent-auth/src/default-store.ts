import { tell } from '@fast-agent-auth/discovery/untrusted'
import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'
import type { StoreFallback } from './auth-event.ts'

// Each is opened once a process, since a store that changes later would lose sign-ins.
let keyring: Promise<TokenStore> | undefined
let memory: TokenStore | undefined

/** The keychain, opened when it is first needed; where there is none, one memory store for the whole process. */
export function defaultStore(onEvent?: (event: StoreFallback) => void): TokenStore {
  let opened: Promise<TokenStore> | undefined
  const store = (): Promise<TokenStore> => {
    opened ??= open(onEvent)
    return opened
  }
  return {
    get: async (key) => (await store()).get(key),
    keys: async () => (await store()).keys(),
    update: async (key, change, options) => (await store()).update(key, change, options),
  }
}

async function open(onEvent: ((event: StoreFallback) => void) | undefined): Promise<TokenStore> {
  keyring ??= openKeyring()
  try {
    return await keyring
  } catch (error) {
    memory ??= memoryTokenStore()
    tell(onEvent, { type: 'store_fallback', reason: error instanceof Error ? error.message : String(error), error })
    return memory
  }
}

async function openKeyring(): Promise<TokenStore> {
  const { openKeyringTokenStore } = await import('@fast-agent-auth/token-store-keyring')
  return openKeyringTokenStore()
}
