const tokenEndpointAuthMethods = ['none', 'client_secret_basic', 'client_secret_post'] as const

export type TokenEndpointAuthMethod = (typeof tokenEndpointAuthMethods)[number]

export function isTokenEndpointAuthMethod(value: unknown): value is TokenEndpointAuthMethod {
  return tokenEndpointAuthMethods.some((method) => method === value)
}

/** Who we are at an authorization server. */
export interface Client {
  readonly clientId: string
  readonly clientSecret?: string | undefined
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  /** The redirect URIs that were registered, where they are known. */
  readonly redirectUris?: readonly string[] | undefined
  /** Milliseconds since 1970. */
  readonly secretExpiresAt?: number | undefined
}

/** How we become known there: registered beforehand, by a Client ID Metadata Document, or dynamically (RFC 7591). */
export type ClientOptions = PreRegisteredClient | MetadataDocumentClient | DynamicClient

export interface PreRegisteredClient {
  readonly id: string
  /** Sent to the authorization server of the option `issuer`, which must be set as well. */
  readonly secret?: string | undefined
  /** Default: with a secret what the server takes, `client_secret_basic` rather than `client_secret_post`; else `none`. */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined
  /** What was registered there. One of these is listened on where that is possible. */
  readonly redirectUris?: readonly string[] | undefined
}

export interface MetadataDocumentClient {
  /** https URL of a Client ID Metadata Document, used where the server advertises support for them. */
  readonly metadataUrl: string
}

export interface DynamicClient {
  /** What the consent page calls us. Default: `fast-agent-auth`. */
  readonly name?: string | undefined
}

/** The client that the options describe by themselves, if they do. */
export function preRegisteredClient(
  options: ClientOptions | undefined,
  methods?: readonly string[] | undefined,
): Client | undefined {
  if (!options || !('id' in options)) return undefined
  const { id, secret, redirectUris, tokenEndpointAuthMethod } = options
  const onlyPost = methods?.includes('client_secret_post') && !methods.includes('client_secret_basic')
  const withSecret = onlyPost ? 'client_secret_post' : 'client_secret_basic'
  return {
    clientId: id,
    clientSecret: secret,
    tokenEndpointAuthMethod: tokenEndpointAuthMethod ?? (secret === undefined ? 'none' : withSecret),
    redirectUris,
  }
}
