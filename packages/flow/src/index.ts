export { AuthorizationError, type AuthorizationErrorCode, type ServerErrorCode } from './authorization-error.ts'
export { type AuthorizeOptions, authorize } from './authorize.ts'
export { type BeginOptions, type BegunSignIn, begin, type PendingSignIn } from './begin.ts'
export { type BeginKnownOptions, beginKnown } from './begin-known.ts'
export { type Brake, brakeFor } from './brake.ts'
export {
  type Client,
  type ClientOptions,
  isPreRegistered,
  type PreRegisteredClient,
  type SelfRegisteringClient,
  type TokenEndpointAuthMethod,
} from './client.ts'
export { type DiscoverKeptOptions, discoverKept } from './discovery-records.ts'
export type { FlowEvent } from './events.ts'
export { type FinishOptions, finish } from './finish.ts'
export { guarded, guardedListener, guardedSession, guardOptions } from './guard.ts'
export { type KeepTokensOptions, keepTokens } from './keep-tokens.ts'
export type { LoginOptions } from './login-options.ts'
export { redactValue } from './redact-value.ts'
export type { Listen, ListenOptions, Outcome, Quote, Redirect } from './redirect.ts'
export { type RefreshOptions, refresh } from './refresh.ts'
export type { RegistrationOptions } from './registration.ts'
export { type RevokeOptions, revoke } from './revoke.ts'
export { sameStore } from './same-store.ts'
export { createSecrets, type Secrets } from './secrets.ts'
export { namedSecrets } from './secrets-in.ts'
export { serverKey } from './server-key.ts'
export { createSession, type Session, type SessionOptions } from './session.ts'
export type { SignOut } from './sign-out.ts'
export { listStatus, readStatus, type Status } from './status.ts'
export type { TokenRecord } from './token-record.ts'
export { createTokenRecords, type TokenRecords } from './token-records.ts'
export type { TokenSet } from './token-set.ts'
export type { Refusal, TokenSource } from './token-source.ts'
export { untilAborted } from './until-aborted.ts'
