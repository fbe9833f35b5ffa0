import type { CallbackServerErrorCode } from '../../packages/callback-server/src/callback-server-error.ts'
import type { DiscoveryErrorCode } from '../../packages/discovery/src/discovery-error.ts'
import type { AuthorizationErrorCode } from '../../packages/flow/src/authorization-error.ts'
import type { TokenStoreErrorCode } from '../../packages/token-store/src/token-store-error.ts'

type All<Code extends string> = Readonly<Record<Code, true>>

// As records, so that a code that is missing here does not compile.
const authorization: All<AuthorizationErrorCode> = {
  access_denied: true,
  closed: true,
  insecure_url: true,
  rate_limited: true,
  insufficient_scope: true,
  invalid_client: true,
  invalid_client_metadata: true,
  invalid_grant: true,
  invalid_option: true,
  invalid_redirect_uri: true,
  invalid_request: true,
  invalid_response: true,
  invalid_scope: true,
  invalid_target: true,
  issuer_mismatch: true,
  resource_mismatch: true,
  login_required: true,
  registration_required: true,
  refused: true,
  server_error: true,
  state_mismatch: true,
  temporarily_unavailable: true,
  timed_out: true,
  token_renewed: true,
  unauthorized_client: true,
  unreachable: true,
  unsupported_grant_type: true,
  unsupported_response_type: true,
}
const callbackServer: All<CallbackServerErrorCode> = {
  closed: true,
  invalid_option: true,
  listen_failed: true,
  port_in_use: true,
}
const discovery: All<DiscoveryErrorCode> = {
  insecure_url: true,
  invalid_metadata: true,
  issuer_mismatch: true,
  no_metadata: true,
  not_protected: true,
  resource_mismatch: true,
  unreachable: true,
}
const tokenStore: All<TokenStoreErrorCode> = {
  invalid_key: true,
  later_version: true,
  lost_turn: true,
  no_home: true,
  read_failed: true,
  reentrant: true,
  unavailable: true,
  unsafe_file: true,
  write_failed: true,
  wrong_key: true,
}

const codes: Readonly<Record<string, Readonly<Record<string, true>>>> = {
  AuthorizationError: authorization,
  CallbackServerError: callbackServer,
  DiscoveryError: discovery,
  PkceError: { pkce_unsupported: true },
  TokenStoreError: tokenStore,
}

/** The code of an error of ours, or `undefined` where it is none that callers are promised. */
export function typedCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return codes[error.name]?.[error.code] ? error.code : undefined
}

/** Whether `fetch` itself failed, or the body that it gave. */
export function isNetworkError(error: unknown): boolean {
  return (
    error instanceof TypeError && ['fetch failed', 'terminated'].includes(error.message) && error.cause instanceof Error
  )
}
