import type { Contract, SharedStore, TestRunner } from './contract/contract.ts'
import { describeDamage } from './contract/damage.ts'
import { describeKeys } from './contract/keys.ts'
import { describeProcesses } from './contract/processes.ts'
import { describeRecords } from './contract/records.ts'
import { describeReservedRoom } from './contract/reserved-room.ts'
import { describeTurns } from './contract/turns.ts'
import type { TokenStore } from './token-store.ts'

/** A new, empty store. */
export type StoreUnderTest = TokenStore | CreatedStore

export interface CreatedStore {
  readonly store: TokenStore
  /** Removes all that the test left in the store. */
  readonly cleanup?: (() => Promise<void>) | undefined
  /** The location that another process needs to open the same store. */
  readonly place?: string | undefined
}

/** A store under test, and the promises that not every store makes. */
export interface StoreSubject {
  readonly create: () => StoreUnderTest | Promise<StoreUnderTest>
  /** For a store that processes share: another process opens it by the `place` that `create` returned. */
  readonly shared?: SharedStore | undefined
  /** Makes the stored bytes of a key's record unreadable. */
  readonly damage?: ((key: string, place: string) => Promise<void>) | undefined
}

/**
 * Declares the tests that every token store must pass. Call it in a test file with the functions of your test runner.
 */
export function describeTokenStore(
  name: string,
  subject: StoreSubject['create'] | StoreSubject,
  { describe, it, expect }: TestRunner,
): void {
  const { create, shared, damage } = typeof subject === 'function' ? { create: subject } : subject
  const minutes = shared?.turns === 'lease' ? shared.minutes : async () => undefined
  const test: Contract['test'] = (sentence, body) => {
    it(sentence, async () => {
      const created = await create()
      const { store, cleanup, place = '' } = !('update' in created) ? created : { store: created, cleanup: undefined }
      try {
        await body(store, place)
      } finally {
        await cleanup?.()
      }
    })
  }
  describe(`${name} keeps the contract of token stores`, () => {
    const contract = { test, expect }
    describeRecords(contract)
    describeKeys(contract)
    describeTurns(contract, minutes)
    describeReservedRoom(contract)
    if (damage) describeDamage(contract, damage)
    if (shared) describeProcesses(contract, shared)
  })
}
