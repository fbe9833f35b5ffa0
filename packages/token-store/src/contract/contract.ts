import type { TokenStore } from '../token-store.ts'

/** What of a test runner is used; vitest's and jest's fit. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown
  it(name: string, body: () => Promise<void>): unknown
  expect(actual: unknown): { toEqual(expected: unknown): unknown }
}

/** How the parts of the contract get their stores, and say what they expect. */
export interface Contract {
  /** One test with a store of its own. */
  readonly test: (name: string, body: (store: TokenStore) => Promise<void>) => void
  readonly expect: TestRunner['expect']
}
