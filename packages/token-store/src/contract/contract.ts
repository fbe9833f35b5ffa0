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

export interface SharedStore {
  /** The URL of a module that exports `openTokenStore(place)`, which gives the store or a promise of it. */
  readonly module: string | URL
  /**
   * What gives the turns: a `machine` lock is kept by a holder that is stopped (others wait until their signal ends the
   * wait), a `lease` is not.
   */
  readonly turns: 'machine' | 'lease'
}
