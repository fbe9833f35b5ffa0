import type { Contract, TestRunner } from './contract/contract.ts'
import { describeKeys } from './contract/keys.ts'
import { describeRecords } from './contract/records.ts'
import { describeTurns } from './contract/turns.ts'
import type { TokenStore } from './token-store.ts'

/** A fresh and empty store; with `cleanup` where something is left to put away. */
export type StoreUnderTest = TokenStore | { readonly store: TokenStore; readonly cleanup: () => Promise<void> }

/** Describes what every token store must do: call it in a test file of yours with your runner's functions. */
export function describeTokenStore(
  name: string,
  create: () => StoreUnderTest | Promise<StoreUnderTest>,
  { describe, it, expect }: TestRunner,
): void {
  const test: Contract['test'] = (sentence, body) => {
    it(sentence, async () => {
      const created = await create()
      const { store, cleanup } = 'store' in created ? created : { store: created, cleanup: undefined }
      try {
        await body(store)
      } finally {
        await cleanup?.()
      }
    })
  }
  describe(`${name} keeps the contract of token stores`, () => {
    describeRecords({ test, expect })
    describeKeys({ test, expect })
    describeTurns({ test, expect })
  })
}
