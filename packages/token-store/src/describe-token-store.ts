import type { Contract, SharedStore, TestRunner } from './contract/contract.ts'
import { describeDamage } from './contract/damage.ts'
import { describeKeys } from './contract/keys.ts'
import { describeProcesses } from './contract/processes.ts'
import { describeRecords } from './contract/records.ts'
import { describeReservedRoom } from './contract/reserved-room.ts'
import { describeTurns } from './contract/turns.ts'
import type { TokenStore } from './token-store.ts'

/** A fresh and empty store. */
export type StoreUnderTest = TokenStore | CreatedStore

export interface CreatedStore {
  readonly store: TokenStore
  /** Puts away what is left of it. */
  readonly cleanup?: (() => Promise<void>) | undefined
  /** Where it is: what it takes to open this very store once more. */
  readonly place?: string | undefined
}

/** How to get at the store, and what is promised of it besides what every store must do. */
export interface StoreSubject {
  readonly create: () => StoreUnderTest | Promise<StoreUnderTest>
  /** For a store that processes share: how another process opens it, which `create` has told the place of. */
  readonly shared?: SharedStore | undefined
  /** Makes what is kept under a key unreadable. */
  readonly damage?: ((key: string, place: string) => Promise<void>) | undefined
}

/** Describes what every token store must do: call it in a test file of yours with your runner's functions. */
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
