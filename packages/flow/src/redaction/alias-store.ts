import type { TokenStore } from '@fast-agent-auth/token-store'

const meant = new WeakMap<object, object>()

/**
 * Declares a wrapper to be the same store as the one that it wraps, or opens later: the state that this process holds
 * for one store is used for both. Returns the wrapper.
 */
export function aliasStore(wrapper: TokenStore, store: object): TokenStore {
  meant.set(wrapper, storeIdentity(store))
  return wrapper
}

/** The object that identifies a store, with or without wrappers. */
export function storeIdentity(store: object): object {
  return meant.get(store) ?? store
}
