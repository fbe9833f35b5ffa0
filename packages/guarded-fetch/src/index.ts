export { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts'
export { GuardedFetchError, type GuardedFetchErrorCode } from './guarded-fetch-error.ts'
export type { Limits } from './limits.ts'
export type { Address, Resolve } from './resolve.ts'
