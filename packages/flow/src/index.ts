export {
  AuthorizationError,
  type AuthorizationErrorCode,
  type AuthorizationErrorOptions,
  type Quote,
  type ServerErrorCode,
} from './authorization-error.ts'
export type { FlowEvent } from './events.ts'
export type { Client, TokenEndpointAuthMethod } from './protocol/client.ts'
export { type RateLimit, rateLimitFor } from './protocol/rate-limit.ts'
export { isAccessToken } from './protocol/token-syntax.ts'
export { aliasStore } from './redaction/alias-store.ts'
export { secretsInHeaders } from './redaction/find-secrets.ts'
export { redactValue } from './redaction/redact-value.ts'
export { redactingErrors, redactingListener } from './redaction/redacting.ts'
export { createSecrets, type Secrets } from './redaction/secrets.ts'
export type { Listen, ListenOptions, Outcome, Redirect } from './redirect.ts'
export {
  type ClientOptions,
  isPreRegistered,
  type PreRegisteredClient,
  type RegistrationOptions,
  type SelfRegisteringClient,
} from './registration/client-options.ts'
export { serverKey } from './server-key.ts'
export { createSession } from './session/create-session.ts'
export type { LoginOptions } from './session/login.ts'
export type { Session, SessionOptions } from './session/session.ts'
export type { SignOut } from './session/sign-out.ts'
export { signOutStored } from './session/sign-out-stored.ts'
export { type AuthorizeOptions, authorize } from './sign-in/authorize.ts'
export { type AuthorizationRequest, type BeginOptions, begin, type PendingSignIn } from './sign-in/begin.ts'
export { type BeginKnownOptions, beginKnown } from './sign-in/begin-known.ts'
export { type DiscoverCachedOptions, discoverCached } from './sign-in/cached-discovery.ts'
export { type FinishOptions, finish } from './sign-in/finish.ts'
export { type StoreTokensOptions, storeTokens } from './sign-in/store-tokens.ts'
export { type RefreshOptions, refresh } from './tokens/refresh.ts'
export { type Revoked, type RevokeOptions, revoke } from './tokens/revoke.ts'
export { listStatus, readStatus, type Status } from './tokens/status.ts'
export { type StoredTokens, storedTokens } from './tokens/stored-tokens.ts'
export type { TokenRecord } from './tokens/token-record.ts'
export type { TokenSet } from './tokens/token-set.ts'
export type { AccessToken, Refusal, TokenSource } from './tokens/token-source.ts'
export { untilAborted } from './until-aborted.ts'
