import { DiscoveryError } from './discovery-error.ts'
import { type Answer, attempt, createDocuments, type Documents, type DocumentsOptions } from './documents.ts'
import { isStrings } from './is-strings.ts'
import { type QuirksOptions, quirksOf } from './quirks.ts'
import { isSameIssuer } from './same-issuer.ts'
import { networkFailure } from './untrusted/network.ts'
import { shownName, shownUrl } from './untrusted/shown.ts'
import { type Network, refuseEndpoint } from './untrusted/url-policy.ts'

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
}

export interface AuthorizationServerOptions extends DocumentsOptions, QuirksOptions {
  /** Networks, besides everybody's, in which it and its endpoints may be: `networksOf` the MCP server. Default: none. */
  readonly networks?: readonly Network[] | undefined
  /** Answers that are shared with other steps, so that none is asked for twice. */
  readonly documents?: Documents | undefined
}

/**
 * The metadata of an issuer: all well-known URLs are asked at once and the best-ranked valid document is used.
 *
 * @throws DiscoveryError `no_metadata`, `unreachable`, `issuer_mismatch`, `invalid_metadata` or `insecure_url`
 */
export async function discoverAuthorizationServer(
  issuer: string,
  { networks, documents, quirks, onEvent, ...options }: AuthorizationServerOptions = {},
): Promise<AuthorizationServer> {
  const refusal = refuseEndpoint(issuer, { networks })
  if (refusal) throw new DiscoveryError('insecure_url', `The authorization server's URL ${refusal}; it is not used.`)
  if (/[?#]/.test(issuer)) {
    const message = `The issuer ${shownUrl(issuer)} has a query or a fragment (RFC 8414 §2). Tell its operator.`
    throw new DiscoveryError('invalid_metadata', message)
  }
  const name = shownUrl(issuer)
  const answers = await askInRank(authorizationServerMetadataUrls(issuer), documents ?? createDocuments(options))
  for (const answer of answers) {
    if (namesIssuer(answer)) {
      return readAuthorizationServer(answer.document, issuer, { url: answer.url, networks, quirks, onEvent })
    }
  }
  const transient = answers.find((answer) => answer.kind === 'transient')
  const attempts = answers.map(attempt)
  const list = attempts.map(({ url, reason }) => `${url} ${reason}`).join('; ')
  if (transient) {
    const { next } = networkFailure(transient.cause)
    const what = next === undefined ? 'is out of order' : 'cannot be asked'
    const message = `The authorization server ${name} ${what}: ${list}. ${next ?? 'Try again later.'}`
    throw new DiscoveryError('unreachable', message, { cause: transient.cause, attempts })
  }
  throw new DiscoveryError('no_metadata', `The authorization server ${name} has no metadata: ${list}.`, { attempts })
}

/** Where the metadata of an issuer may stand (RFC 8414 §3.1, OpenID Connect Discovery §4), best rank first. */
export function authorizationServerMetadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer)
  const path = pathname.replace(/\/$/, '')
  const inserted = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}/.well-known/openid-configuration${path}`,
  ]
  return path === '' ? inserted : [...inserted, `${origin}${path}/.well-known/openid-configuration`]
}

/** Asks for all at once; but where the best-ranked answer is known already and good, for no other. */
async function askInRank(urls: readonly string[], documents: Documents): Promise<readonly Answer[]> {
  const known = documents.known(urls[0] ?? '')
  const first = known && (await known)
  if (first && namesIssuer(first)) return [first]
  return Promise.all(urls.map((url) => documents.get(url)))
}

function namesIssuer(answer: Answer): answer is Answer & { kind: 'found' } {
  return answer.kind === 'found' && typeof answer.document.issuer === 'string'
}

function readAuthorizationServer(
  document: Readonly<Record<string, unknown>>,
  expected: string,
  { url, networks, ...options }: Pick<AuthorizationServerOptions, 'networks' | keyof QuirksOptions> & { url: string },
): AuthorizationServer {
  const issuer = issuerOf(document, expected, options)
  const party = shownUrl(expected)
  if (issuer === undefined) {
    const message = `The metadata ${shownUrl(url)} is of the issuer ${shownName(document.issuer)}, not of ${party}. It is not used (RFC 8414 §3.3).`
    throw new DiscoveryError('issuer_mismatch', message)
  }
  const endpoint = (name: string): string | undefined => {
    const value = document[name]
    if (value === undefined || value === null) return undefined
    const refusal = refuseEndpoint(value, { networks })
    if (refusal) throw new DiscoveryError('insecure_url', `The ${name} of ${party} ${refusal}; it is not used.`)
    return String(value)
  }
  const required = (name: string): string => {
    const value = endpoint(name)
    if (value !== undefined) return value
    const message = `The metadata ${shownUrl(url)} of ${party} has no ${name}. Tell its operator.`
    throw new DiscoveryError('invalid_metadata', message)
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
    registrationEndpoint: endpoint('registration_endpoint'),
    revocationEndpoint: endpoint('revocation_endpoint'),
    scopesSupported: list('scopes_supported'),
    // What is there and is no list names no method, and is not the same as nothing.
    codeChallengeMethodsSupported: methods === undefined ? undefined : isStrings(methods) ? methods : [],
    tokenEndpointAuthMethodsSupported: list('token_endpoint_auth_methods_supported'),
    authorizationResponseIssParameterSupported: document.authorization_response_iss_parameter_supported === true,
    clientIdMetadataDocumentSupported: document.client_id_metadata_document_supported === true,
  }
}

/** The issuer that a document is of, where that is the one that was asked for (RFC 8414 §3.3). */
function issuerOf(
  { issuer }: Readonly<Record<string, unknown>>,
  expected: string,
  options: QuirksOptions,
): string | undefined {
  const named = String(issuer)
  if (isSameIssuer(named, expected)) return named
  if (!named.includes('{')) return undefined
  const placeholder = quirksOf(expected, options)('tenantPlaceholder')
  if (placeholder === undefined) return undefined
  const template = expected.replace(/^(https:\/\/[^/]+\/)[^/]+/, (_, origin: string) => origin + placeholder)
  // The document is one for all tenants: the one that was asked for is what binds.
  return named === template ? expected : undefined
}
