export type { TestRunner } from './contract/contract.ts'
export { describeTokenStore, type StoreUnderTest } from './describe-token-store.ts'
