import type { CallbackServerErrorCode } from '@fast-agent-auth/callback-server'
import type { DiscoveryErrorCode } from '@fast-agent-auth/discovery'
import type { AuthorizationErrorCode } from '@fast-agent-auth/flow'
import type { GuardedFetchErrorCode } from '@fast-agent-auth/guarded-fetch'
import type { TokenStoreErrorCode } from '@fast-agent-auth/token-store'
import type { KeyringErrorCode } from '@fast-agent-auth/token-store-keyring'

/** The codes of each class of errors, by the name of the class. */
export interface ErrorCodes {
  readonly AuthorizationError: AuthorizationErrorCode
  readonly CallbackServerError: CallbackServerErrorCode
  readonly DiscoveryError: DiscoveryErrorCode
  readonly GuardedFetchError: GuardedFetchErrorCode
  readonly KeyringError: KeyringErrorCode
  readonly PkceError: 'pkce_unsupported'
  readonly TokenStoreError: TokenStoreErrorCode
}

/**
 * The code of an error. The words of an authorization server are those of RFC 6749 §4.1.2.1 and §5.2, RFC 7591 §3.2.2 and
 * RFC 8707 §2. What to do about each: https://github.com/fast-agent-auth/fast-agent-auth/blob/main/docs/troubleshooting.md
 */
export type AuthErrorCode = ErrorCodes[keyof ErrorCodes]

const codes = {
  access_denied: true,
  address_refused: true,
  ambiguous: true,
  closed: true,
  failed: true,
  insecure_url: true,
  insufficient_scope: true,
  invalid_client: true,
  invalid_client_metadata: true,
  invalid_grant: true,
  invalid_key: true,
  invalid_metadata: true,
  invalid_option: true,
  invalid_redirect_uri: true,
  invalid_request: true,
  invalid_response: true,
  invalid_scope: true,
  invalid_target: true,
  issuer_mismatch: true,
  later_version: true,
  listen_failed: true,
  locked: true,
  login_required: true,
  lost_turn: true,
  no_home: true,
  no_metadata: true,
  not_protected: true,
  pkce_unsupported: true,
  port_in_use: true,
  proxy_failed: true,
  rate_limited: true,
  read_failed: true,
  redirect_refused: true,
  reentrant: true,
  registration_required: true,
  resource_mismatch: true,
  server_error: true,
  state_mismatch: true,
  temporarily_unavailable: true,
  timed_out: true,
  token_renewed: true,
  too_large: true,
  too_long: true,
  too_slow: true,
  unauthorized_client: true,
  unavailable: true,
  unknown_server_error: true,
  unreachable: true,
  unsafe_file: true,
  unsupported_grant_type: true,
  unsupported_response_type: true,
  write_failed: true,
  wrong_key: true,
} as const satisfies Readonly<Record<AuthErrorCode, true>>

/**
 * Every code that an error may have, for a table of messages of your own. Nine are codes of several classes, which an
 * `AuthError` tells apart by its `name`: `closed`, `insecure_url`, `invalid_key`, `invalid_option`, `issuer_mismatch`,
 * `later_version`, `resource_mismatch`, `unavailable` and `unreachable`.
 */
export const authErrorCodes: readonly AuthErrorCode[] = Object.keys(codes) as AuthErrorCode[]
