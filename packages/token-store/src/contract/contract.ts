import type { TokenStore } from '../token-store.ts'

/** The functions of a test runner that are used. The functions of vitest and jest fit. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown
  it(name: string, body: () => Promise<void>): unknown
  expect(actual: unknown): { toEqual(expected: unknown): unknown }
}

/** The functions that the parts of the contract use to declare tests and check results. */
export interface Contract {
  /** Declares one test. The body gets a new store and its place. */
  readonly test: (name: string, body: (store: TokenStore, place: string) => Promise<void>) => void
  readonly expect: TestRunner['expect']
}

/** The way in which another process opens the same store, and the kind of lock between processes. */
export type SharedStore = {
  /**
   * The URL of a module that exports `openTokenStore(place)`, which returns the store or a promise of it. Node loads the
   * module without a test runner.
   */
  readonly module: string | URL
} & (
  | {
      /** A lock that a stopped holder keeps. Others wait until their signal ends the wait. */
      readonly turns: 'machine'
    }
  | {
      /** A lease that lapses when its holder is stopped. Others go on, and a later write of that holder is refused. */
      readonly turns: 'lease'
      /** Resolves when a lease was renewed several times, as happens in a few minutes. */
      readonly minutes: (place: string) => Promise<void>
    }
)
