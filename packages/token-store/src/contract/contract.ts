import type { TokenStore } from '../token-store.ts'

/** What of a test runner is used; vitest's and jest's fit. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown
  it(name: string, body: () => Promise<void>): unknown
  expect(actual: unknown): { toEqual(expected: unknown): unknown }
}

/** How the parts of the contract get their stores, and say what they expect. */
export interface Contract {
  /** One test with a store of its own, and the place of it. */
  readonly test: (name: string, body: (store: TokenStore, place: string) => Promise<void>) => void
  readonly expect: TestRunner['expect']
}

/** How another process opens the same store, and what gives the turns to processes. */
export type SharedStore = {
  /**
   * The URL of a module that exports `openTokenStore(place)`, which gives the store or a promise of it. Node loads it as it
   * is, without a test runner.
   */
  readonly module: string | URL
} & (
  | {
      /** A lock that a holder keeps when it is stopped: others wait until their signal ends the wait. */
      readonly turns: 'machine'
    }
  | {
      /** A lease that lapses when its holder is stopped: others go on, and what that one would write is refused. */
      readonly turns: 'lease'
      /** Resolves when as much has happened as in minutes: when a lease was renewed several times. */
      readonly minutes: (place: string) => Promise<void>
    }
)
