import type { TokenSet } from '../tokens/token-set.ts'

/** The tokens that a session holds in memory: valid ones cost no look at the store. */
export interface TokenCache {
  readonly current: TokenSet | undefined
  /** For work that begins now: what holds on to the tokens that it finds, unless they were dropped meanwhile. */
  begin(): <T extends TokenSet | undefined>(found: T) => T
  drop(): void
}

export function createTokenCache(): TokenCache {
  let current: TokenSet | undefined
  let drops = 0
  return {
    get current() {
      return current
    },
    begin() {
      const since = drops
      return (found) => {
        // Work that began before a sign-out may not bring its tokens back.
        if (since === drops) current = found
        return found
      }
    },
    drop() {
      drops++
      current = undefined
    },
  }
}
