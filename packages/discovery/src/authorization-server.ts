import { assertIssuer } from './assert-issuer.ts'
import { correctGiven, correction } from './correction.ts'
import { DiscoveryError } from './discovery-error.ts'
import { isStrings } from './is-strings.ts'
import type { Notify } from './notice.ts'
import { type QuirksOptions, quirksOf } from './quirks.ts'
import { isSpellingOf } from './same-issuer.ts'
import { tellSpelling } from './tell-spelling.ts'
import { trimmed } from './trimmed.ts'
import { advise } from './untrusted/advise.ts'
import { remediesFor } from './untrusted/option-for.ts'
import { displayUrl, shownName } from './untrusted/quote-untrusted.ts'
import { refuseEndpoint, type UrlPolicy } from './untrusted/url-policy.ts'

export type Members = Readonly<Record<string, unknown>>

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

export interface ReadOptions extends QuirksOptions, UrlPolicy {
  /** Whether a person named that issuer. */
  readonly isChosen?: boolean | undefined
  /** Whether nobody named it: then a person may name any other. */
  readonly isGuessed?: boolean | undefined
  /** Whether a person gave the metadata itself. */
  readonly isGiven?: boolean | undefined
  readonly notify?: Notify | undefined
  /** The document, as the subject of a message. */
  readonly source: string
}

/**
 * Metadata of an authorization server in wire names, as what is used of it.
 *
 * @throws DiscoveryError `issuer_mismatch`, `invalid_metadata` or `insecure_url`
 */
export function readAuthorizationServer(
  document: Members,
  expected: string,
  options: ReadOptions,
): AuthorizationServer {
  const issuer = issuerOf(document, expected, options)
  const { source, notify, networks, httpHosts } = options
  const party = displayUrl(expected)
  if (issuer === undefined) throw ofAnother(document, expected, options)
  if (!options.isChosen) tellSpelling(issuer, expected, notify)
  const policy = { networks, httpHosts }
  const required = (name: string): string => {
    const value = trimmed(document[name] ?? undefined)
    if (value === undefined) {
      const advice = correction(options, { condition: 'you know what is missing' })
      throw new DiscoveryError('invalid_metadata', `${source} of ${party} has no ${name}.`, advice)
    }
    const refusal = refuseEndpoint(value, policy)
    if (refusal === undefined) return String(value)
    const message = `The ${name} of ${party} ${refusal}; it is not used.`
    const advice = correction(options, { condition: 'you know the right one' }, remediesFor(value, policy))
    throw new DiscoveryError('insecure_url', message, advice)
  }
  // A sign-in is possible without these: a fault in one does not refuse the others.
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
    // What is there and is no list names no method, and is not the same as nothing.
    codeChallengeMethodsSupported: methods === undefined ? undefined : isStrings(methods) ? methods : [],
    tokenEndpointAuthMethodsSupported: list('token_endpoint_auth_methods_supported'),
    authorizationResponseIssParameterSupported: document.authorization_response_iss_parameter_supported === true,
    clientIdMetadataDocumentSupported: document.client_id_metadata_document_supported === true,
    requirePushedAuthorizationRequests: document.require_pushed_authorization_requests === true || undefined,
  }
}

/**
 * The document that a person gave in place of a published one, read in the same way.
 *
 * @throws DiscoveryError `issuer_mismatch`, `invalid_metadata` or `insecure_url`
 */
export function readGivenServer(
  document: Members,
  issuer: unknown,
  options: Omit<ReadOptions, 'source' | 'isGiven'>,
): AuthorizationServer {
  const source = 'The given metadata'
  if (typeof issuer === 'string') {
    assertIssuer(issuer, { ...options, isChosen: true })
    return readAuthorizationServer(document, issuer, { ...options, source, isChosen: true, isGiven: true })
  }
  throw new DiscoveryError('invalid_metadata', `${source} of the authorization server has no issuer.`, correctGiven)
}

/** The issuer that a document is of, where that is the one that was asked for (RFC 8414 §3.3). */
function issuerOf({ issuer }: Members, expected: string, options: ReadOptions): string | undefined {
  const named = String(issuer)
  if (isSpellingOf(named, expected)) return named
  if (!named.includes('{')) return undefined
  const placeholder = quirksOf(expected, options)('tenantPlaceholder')
  if (placeholder === undefined) return undefined
  const template = expected.replace(/^(https:\/\/[^/]+\/)[^/]+/, (_, origin: string) => origin + placeholder)
  // The document is one for all tenants: the one that was asked for is what binds.
  return named === template ? expected : undefined
}

function ofAnother({ issuer }: Members, expected: string, options: ReadOptions): DiscoveryError {
  const problem = `${options.source} is of the issuer ${shownName(issuer)}, not of ${displayUrl(expected)}. It is not used (RFC 8414 §3.3).`
  const mayBeNamed =
    typeof issuer === 'string' &&
    !/[?#]/.test(issuer) &&
    refuseEndpoint(issuer, options) === undefined &&
    (options.isGuessed || new URL(issuer).origin === new URL(expected).origin)
  // A person who knows can name another spelling; nobody can name somebody else in this one's place.
  const advice = mayBeNamed
    ? advise([{ condition: 'you know that this is its name', option: 'issuer', value: issuer }])
    : correction(options, { condition: `you have the metadata of ${displayUrl(expected)}` })
  return new DiscoveryError('issuer_mismatch', problem, advice)
}
