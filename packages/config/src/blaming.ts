import type { TokenStore } from '@fast-agent-auth/token-store'

/** Says with each failure who chose the store. */
export function blaming<Store extends TokenStore>(chosenBy: string | undefined, store: Store): Store {
  if (chosenBy === undefined) return store
  const words = `It was chosen by ${chosenBy}.`
  const fail = (error: unknown): never => {
    // A change may have asked the store too.
    const isNew = error instanceof Error && error.name === 'TokenStoreError' && !error.message.endsWith(words)
    if (isNew) error.message += ` ${words}`
    throw error
  }
  return {
    ...store,
    get: (key) => store.get(key).catch(fail),
    keys: () => store.keys().catch(fail),
    update: (...parameters) => store.update(...parameters).catch(fail),
  }
}
