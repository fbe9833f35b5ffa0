import { AuthorizationError } from './authorization-error.ts'

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
  /** Under which name it registered itself. */
  readonly name?: string | undefined
  /** When it registered itself, in milliseconds since 1970. */
  readonly registeredAt?: number | undefined
}

/** How we become known there. */
export type ClientOptions = PreRegisteredClient | SelfRegisteringClient

/** A client that somebody registered beforehand. */
export interface PreRegisteredClient {
  readonly id: string
  /** Sent to the authorization server of the option `issuer`, which must be set as well. */
  readonly secret?: string | undefined
  /** Default: with a secret what the server takes, `client_secret_basic` rather than `client_secret_post`; else `none`. */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined
  /** What was registered there. One of these is listened on where that is possible. */
  readonly redirectUris?: readonly string[] | undefined
}

/** A client that is known by its metadata document where the server takes one, and registers dynamically elsewhere. */
export interface SelfRegisteringClient {
  /** https URL of a Client ID Metadata Document. */
  readonly metadataUrl?: string | undefined
  /** What that document lists. One of these is listened on where that is possible. */
  readonly redirectUris?: readonly string[] | undefined
  /** What the consent page calls us. Default: `fast-agent-auth`. */
  readonly name?: string | undefined
  /** The application's own web page (`client_uri`). A registration is kept as long as the name stays, whatever else changes. */
  readonly uri?: string | undefined
  readonly logoUri?: string | undefined
  /** What names this software at every server (RFC 7591 §2), and its version. */
  readonly softwareId?: string | undefined
  readonly softwareVersion?: string | undefined
}

export function isPreRegistered(options: ClientOptions | undefined): options is PreRegisteredClient {
  return options !== undefined && 'id' in options
}

/** The client that the options describe by themselves, if they do. */
export function preRegisteredClient(
  options: ClientOptions | undefined,
  methods?: readonly string[] | undefined,
): Client | undefined {
  if (!isPreRegistered(options)) return undefined
  const { id, secret, redirectUris, tokenEndpointAuthMethod } = options
  if (id === '') {
    const message =
      'The option client.id is empty. Set it to the id that the authorization server gave, or leave it out.'
    throw new AuthorizationError('invalid_option', message)
  }
  const onlyPost = methods?.includes('client_secret_post') && !methods.includes('client_secret_basic')
  const withSecret = onlyPost ? 'client_secret_post' : 'client_secret_basic'
  return {
    clientId: id,
    clientSecret: secret,
    tokenEndpointAuthMethod: tokenEndpointAuthMethod ?? (secret === undefined ? 'none' : withSecret),
    redirectUris,
  }
}
