// The steps of which a session is made, for a sign-in that is put together in another way.
export { type AuthorizeOptions, authorize } from './sign-in/authorize.ts'
export { type AuthorizationRequest, type BeginOptions, begin, type PendingSignIn } from './sign-in/begin.ts'
export { type BeginKnownOptions, beginKnown } from './sign-in/begin-known.ts'
export { type DiscoverCachedOptions, discoverCached } from './sign-in/cached-discovery.ts'
export { type FinishOptions, finish } from './sign-in/finish.ts'
export { type StoreTokensOptions, storeTokens } from './sign-in/store-tokens.ts'
export { type RefreshOptions, refresh } from './tokens/refresh.ts'
export { type Revoked, type RevokeOptions, revoke } from './tokens/revoke.ts'
