import type { TokenStore } from '@fast-agent-auth/token-store'

export interface TurnListener {
  /** Another process signs in to the same server, and has not ended within a second. */
  waiting(): void
  begun(): void
}

/** A store that tells when a sign-in gets its turn: it may have to wait for a person in front of another program. */
export function announceTurn(store: TokenStore, { waiting, begun }: TurnListener): TokenStore {
  return {
    get: (key) => store.get(key),
    keys: () => store.keys(),
    async update(key, change, options) {
      if (!key.startsWith('sign-in:')) return store.update(key, change, options)
      const timer = setTimeout(waiting, 1000)
      const begin: typeof change = (record) => {
        clearTimeout(timer)
        begun()
        return change(record)
      }
      try {
        return await store.update(key, begin, options)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
