import type { Status } from '@fast-agent-auth/flow'
import type { StoreKind, StoreName } from './store-name.ts'

/**
 * The store that a sign-in is taken from: a store with a usable sign-in, else a store with any record of it, else the store
 * for new sign-ins.
 */
export function preferredStore<T extends { readonly kind: StoreKind; readonly state: Status['state'] }>(
  stores: readonly T[],
  first: StoreName,
): T | undefined {
  const usable = stores.find(({ state }) => isUsable(state))
  return usable ?? stores.find(({ state }) => state !== 'missing') ?? stores.find(({ kind }) => kind === first.kind)
}

/** Whether a sign-in of this state gives tokens without a person. */
export function isUsable(state: Status['state']): boolean {
  return state === 'ready' || state === 'refreshable'
}
