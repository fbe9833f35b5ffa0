/** A client metadata document of a native application without a secret, as it is published (RFC 7591 §2). */
export interface ClientMetadata {
  readonly client_id: string
  readonly client_name: string
  readonly client_uri?: string | undefined
  readonly logo_uri?: string | undefined
  readonly redirect_uris: readonly string[]
  readonly grant_types: readonly ['authorization_code', 'refresh_token']
  readonly response_types: readonly ['code']
  readonly token_endpoint_auth_method: 'none'
  readonly application_type: 'native'
}
