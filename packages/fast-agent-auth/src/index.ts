export type { Attempt, BearerChallenge, Quirks } from '@fast-agent-auth/discovery'
export { DiscoveryError } from '@fast-agent-auth/discovery/internal/at-start'
export type { ErrorDetails, Network } from '@fast-agent-auth/discovery/untrusted'
export {
  type AccessToken,
  AuthorizationError,
  type AuthorizationRequest,
  type ClientOptions,
  type Listen,
  type ListenOptions,
  type Outcome,
  type PendingSignIn,
  type PreRegisteredClient,
  type Quote,
  type Redirect,
  type Refusal,
  type SelfRegisteringClient,
  type SignIn,
  type SignOut,
  type Status,
  type TokenEndpointAuthMethod,
  type TokenSource,
} from '@fast-agent-auth/flow'
export { type OAuthClientProvider, toOAuthClientProvider, type WireTokens } from '@fast-agent-auth/mcp'
export type { Change, UpdateOptions } from '@fast-agent-auth/token-store'
export {
  memoryTokenStore,
  type TokenStore,
  TokenStoreError,
  type TokenStoreErrorCode,
} from '@fast-agent-auth/token-store'
export type { Allow } from './allow.ts'
export type { Auth, BeginOptions, LoginOptions } from './auth.ts'
export { type AuthErrorCode, authErrorCodes } from './auth-error-codes.ts'
export type { AuthEvent, StoreFallback } from './auth-event.ts'
export type { AuthOptions, RedirectOptions } from './auth-options.ts'
export { createAuth } from './create-auth.ts'
export { type AuthError, findAuthError } from './find-auth-error.ts'
export { keyFromKeychain } from './key-from-keychain.ts'
export { type OpenBrowserOptions, openBrowser } from './open-browser.ts'
