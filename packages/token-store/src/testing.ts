export type { SharedStore, TestRunner } from './contract/contract.ts'
export {
  type CreatedStore,
  describeTokenStore,
  type StoreSubject,
  type StoreUnderTest,
} from './describe-token-store.ts'
