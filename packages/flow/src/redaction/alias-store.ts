import type { TokenStore } from '@fast-agent-auth/token-store'

const meant = new WeakMap<object, object>()

/** The same wrapper, told to be the store that it wraps or opens later: what a process remembers of one holds for both. */
export function aliasStore(wrapper: TokenStore, store: object): TokenStore {
  meant.set(wrapper, storeIdentity(store))
  return wrapper
}

/** What stands for a store, however often it is wrapped. */
export function storeIdentity(store: object): object {
  return meant.get(store) ?? store
}
