export { memoryTokenStore } from './memory-token-store.ts'
export type { Change, TokenStore, UpdateOptions } from './token-store.ts'
export { TokenStoreError, type TokenStoreErrorCode } from './token-store-error.ts'
