import type { Status } from '@fast-agent-auth/flow/status'
import type { StoreKind, StoreName } from './store-name.ts'

/**
 * The store that a sign-in is taken from: one that has it in a usable state, else one that has anything of it, else that
 * for new ones.
 */
export function preferredStore<T extends { readonly kind: StoreKind; readonly state: Status['state'] }>(
  stores: readonly T[],
  first: StoreName,
): T | undefined {
  const usable = stores.find(({ state }) => isUsable(state))
  return usable ?? stores.find(({ state }) => state !== 'missing') ?? stores.find(({ kind }) => kind === first.kind)
}

/** Whether tokens can be had of a sign-in without a person. */
export function isUsable(state: Status['state']): boolean {
  return state === 'ready' || state === 'refreshable'
}
