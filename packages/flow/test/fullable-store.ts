import { memoryTokenStore, type TokenStore } from '@fast-agent-auth/token-store'

export interface Fullable {
  readonly disk: { full: boolean; writes: number }
  readonly store: TokenStore
}

/** A store that takes nothing as long as it is full. */
export function createFullable(): Fullable {
  const memory = memoryTokenStore()
  const disk = { full: false, writes: 0 }
  const store: TokenStore = {
    ...memory,
    update: (name, change, options) =>
      memory.update(
        name,
        async (present) => {
          const next = await change(present)
          if (next === present) return next
          disk.writes += 1
          if (disk.full) throw new Error('disk full')
          return next
        },
        options,
      ),
  }
  return { disk, store }
}
