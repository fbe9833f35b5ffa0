import type { TokenSet } from '../tokens/token-set.ts'

/** The tokens that a session holds in memory, so that valid tokens need no read of the store. */
export interface TokenCache {
  readonly current: TokenSet | undefined
  /**
   * Call it when work begins. Returns a function that remembers the tokens that the work finds, unless tokens were
   * dropped since.
   */
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
        // Work that began before a sign-out must not bring the tokens back.
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
