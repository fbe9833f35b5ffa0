/** A fault of a client metadata document, of its URL, or of the way in which it is served. */
export interface Finding {
  /** `error`: servers refuse the client. `warning`: some servers refuse it, or a feature is lost. */
  readonly level: 'error' | 'warning'
  readonly rule: Rule
  /** The rest of a sentence that begins with "The URL" or "The document", without a full stop: `has no path`. Safe to print. */
  readonly message: string
}

/** The names of the rules. Each rule always has the same level. */
export type Rule = ErrorRule | WarningRule

export type ErrorRule =
  | 'url_length'
  | 'url_characters'
  | 'url_syntax'
  | 'url_scheme'
  | 'url_user_info'
  | 'url_path'
  | 'url_dot_segment'
  | 'url_fragment'
  | 'json_object'
  | 'client_id'
  | 'client_name'
  | 'redirect_uris'
  | 'redirect_uri_syntax'
  | 'redirect_uri_scheme'
  | 'redirect_uri_user_info'
  | 'redirect_uri_fragment'
  | 'redirect_uri_missing'
  | 'client_secret'
  | 'client_secret_expires_at'
  | 'token_endpoint_auth_method'
  | 'jwks'
  | 'jwks_private_key'
  | 'jwks_missing'
  | 'jwks_twice'
  | 'uri_field'
  | 'grant_types'

export type WarningRule =
  | 'url_query'
  | 'url_port'
  | 'url_normal_form'
  | 'redirect_uri_localhost'
  | 'redirect_uri_fixed_port'
  | 'redirect_uri_other_port'
  | 'token_endpoint_auth_method_default'
  | 'uri_field_http'
  | 'refresh_token'
  | 'response_types'
  | 'application_type'
  | 'cache_control'

export function error(rule: ErrorRule, message: string): Finding {
  return { level: 'error', rule, message }
}

export function warning(rule: WarningRule, message: string): Finding {
  return { level: 'warning', rule, message }
}
