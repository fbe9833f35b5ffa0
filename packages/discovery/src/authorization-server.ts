import { assertIssuer } from './assert-issuer.ts'
import { DiscoveryError } from './discovery-error.ts'
import { fixGivenMetadata, fixMetadata, issuerOfMetadata, type MetadataSource } from './issuer-of-metadata.ts'
import { isStrings, type JsonObject, trimmed } from './untrusted/json-values.ts'
import { remediesFor } from './untrusted/option-for.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import { refuseEndpoint } from './untrusted/url-policy.ts'

/** Metadata of an authorization server (RFC 8414 §2, OpenID Connect Discovery §3), as far as a client needs it. */
export interface AuthorizationServer {
  readonly issuer: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly registrationEndpoint?: string | undefined
  readonly revocationEndpoint?: string | undefined
  readonly scopesSupported?: readonly string[] | undefined
  readonly codeChallengeMethodsSupported?: readonly string[] | undefined
  readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined
  readonly authorizationResponseIssParameterSupported: boolean
  readonly clientIdMetadataDocumentSupported: boolean
  readonly requirePushedAuthorizationRequests?: true | undefined
}

/**
 * Reads the published metadata of the issuer `expected`. Endpoints that a sign-in does not need are left out where
 * their URLs are refused, and a notice says so.
 *
 * @throws DiscoveryError `issuer_mismatch`; `invalid_metadata` where a required endpoint is missing; `insecure_url`
 * where its URL is refused
 */
export function readAuthorizationServer(
  document: JsonObject,
  expected: string,
  options: MetadataSource,
): AuthorizationServer {
  const issuer = issuerOfMetadata(document.issuer, expected, options)
  const { source, notify, networks, httpHosts } = options
  const party = displayUrl(expected)
  const policy = { networks, httpHosts }
  const required = (name: string): string => {
    const value = trimmed(document[name] ?? undefined)
    if (value === undefined) {
      const advice = fixMetadata(options, { condition: 'you know what is missing' })
      throw new DiscoveryError('invalid_metadata', `${source} of ${party} has no ${name}.`, advice)
    }
    const refusal = refuseEndpoint(value, policy)
    if (refusal === undefined) return String(value)
    const message = `The ${name} of ${party} ${refusal}; it is not used.`
    const advice = fixMetadata(options, { condition: 'you know the right one' }, remediesFor(value, policy))
    throw new DiscoveryError('insecure_url', message, advice)
  }
  const optional = (name: string): string | undefined => {
    const value = trimmed(document[name] ?? undefined)
    const refusal = value === undefined ? undefined : refuseEndpoint(value, policy)
    if (refusal === undefined) return value === undefined ? undefined : String(value)
    const message = `The ${name} of ${party} ${refusal}; it is left out.`
    notify?.({ rule: 'unusable_endpoint', issuer, message })
    return undefined
  }
  const list = (name: string): readonly string[] | undefined => {
    const value = document[name]
    return isStrings(value) ? value : undefined
  }
  const methods = document.code_challenge_methods_supported ?? undefined
  return {
    issuer,
    authorizationEndpoint: required('authorization_endpoint'),
    tokenEndpoint: required('token_endpoint'),
    registrationEndpoint: optional('registration_endpoint'),
    revocationEndpoint: optional('revocation_endpoint'),
    scopesSupported: list('scopes_supported'),
    // A value that is no list names no method. It must not count as absent, since a quirk may stand in for an absent
    // list.
    codeChallengeMethodsSupported: methods === undefined ? undefined : isStrings(methods) ? methods : [],
    tokenEndpointAuthMethodsSupported: list('token_endpoint_auth_methods_supported'),
    authorizationResponseIssParameterSupported: document.authorization_response_iss_parameter_supported === true,
    clientIdMetadataDocumentSupported: document.client_id_metadata_document_supported === true,
    requirePushedAuthorizationRequests: document.require_pushed_authorization_requests === true || undefined,
  }
}

/**
 * Reads the metadata that a person gave in place of a published document, by the same rules.
 *
 * @throws DiscoveryError `issuer_mismatch`, `invalid_metadata` or `insecure_url`
 */
export function readGivenServer(
  document: JsonObject,
  issuer: unknown,
  options: Omit<MetadataSource, 'source' | 'isGiven'>,
): AuthorizationServer {
  const source = 'The given metadata'
  if (typeof issuer === 'string') {
    assertIssuer(issuer, { ...options, isConfigured: true })
    return readAuthorizationServer(document, issuer, { ...options, source, isConfigured: true, isGiven: true })
  }
  throw new DiscoveryError('invalid_metadata', `${source} of the authorization server has no issuer.`, fixGivenMetadata)
}
