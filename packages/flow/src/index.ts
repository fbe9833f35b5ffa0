export {
  AuthorizationError,
  type AuthorizationErrorCode,
  type AuthorizationErrorOptions,
  type Quote,
  type ServerErrorCode,
} from './authorization-error.ts'
export type { EventSubject, FlowEvent } from './events.ts'
export type { Client, TokenEndpointAuthMethod } from './protocol/client.ts'
export type { Listen, ListenOptions, Outcome, Redirect } from './redirect.ts'
export type {
  ClientOptions,
  PreRegisteredClient,
  RegistrationOptions,
  SelfRegisteringClient,
} from './registration/client-options.ts'
export { serverKey } from './server-key.ts'
export { createSession } from './session/create-session.ts'
export type { LoginOptions } from './session/login.ts'
export type { Session } from './session/session.ts'
export type { SignIn } from './session/sign-in.ts'
export type { SignOut } from './session/sign-out.ts'
export type { CreateSessionOptions } from './session/token-session.ts'
export type { AuthorizationRequest, PendingSignIn } from './sign-in/begin.ts'
export { listStatus, readStatus, type Status } from './tokens/status.ts'
export type { TokenRecord } from './tokens/token-record.ts'
export type { IssuedTokens, TokenSet } from './tokens/token-set.ts'
export type { AccessToken, Refusal, TokenSource } from './tokens/token-source.ts'
