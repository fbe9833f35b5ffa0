import { validateClientMetadataUrl } from '@fast-agent-auth/cimd'
import type { AuthorizationServer } from '@fast-agent-auth/discovery'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'
import { type Client, secretMethod, type TokenEndpointAuthMethod } from '../protocol/client.ts'
import type { RateLimit } from '../protocol/rate-limit.ts'

/** The client at the authorization server: one that is registered already, or one that registers itself. */
export type ClientOptions = PreRegisteredClient | SelfRegisteringClient

/** A client that was registered at the authorization server beforehand. */
export interface PreRegisteredClient {
  readonly id: string
  /** The secret, which is sent to the authorization server of the option `issuer` only: that option must be set too. */
  readonly secret?: string | undefined
  /**
   * Default: with a secret, the method that the server lists, `client_secret_basic` rather than `client_secret_post`;
   * else `none`.
   */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined
  /** The registered redirect URIs. The listener uses one of them where it can. */
  readonly redirectUris?: readonly string[] | undefined
}

/**
 * A client with a Client ID Metadata Document, where the server supports those; at other servers it registers
 * dynamically (RFC 7591).
 */
export interface SelfRegisteringClient {
  /** The https URL of a Client ID Metadata Document. */
  readonly metadataUrl?: string | undefined
  /** The redirect URIs in that document. The listener uses one of them where it can. */
  readonly redirectUris?: readonly string[] | undefined
  /** The name on the consent page (`client_name`). Default: `fast-agent-auth`. */
  readonly name?: string | undefined
  /** The web page of the application (`client_uri`). A change registers no new client: only a new `name` does. */
  readonly uri?: string | undefined
  readonly logoUri?: string | undefined
  /** The identifier of the software, the same at every server (RFC 7591 §2), and its version. */
  readonly softwareId?: string | undefined
  readonly softwareVersion?: string | undefined
}

export interface RegistrationOptions {
  readonly client?: ClientOptions | undefined
  /** The authorization server that the secret of the client is for: without it, no secret is sent. */
  readonly issuer?: string | undefined
  /** The store of dynamic registrations; without it every sign-in registers a new client. */
  readonly store?: TokenStore | undefined
  /** Registers a new client also where one is stored. */
  readonly registerAnew?: boolean | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  /** Limits the registrations. */
  readonly rateLimit?: RateLimit | undefined
  readonly signal?: AbortSignal | undefined
}

export function isPreRegistered(options: ClientOptions | undefined): options is PreRegisteredClient {
  return options !== undefined && 'id' in options
}

/**
 * The client of the options, if it is pre-registered.
 *
 * @param methods the methods that the server lists
 * @throws AuthorizationError `invalid_option` where its id is empty
 */
export function preRegisteredClient(
  options: ClientOptions | undefined,
  methods?: readonly string[] | undefined,
): Client | undefined {
  if (!isPreRegistered(options)) return undefined
  const { id, secret, redirectUris, tokenEndpointAuthMethod } = options
  if (id === '') {
    const next = 'Set the option client.id to the id that the authorization server gave, or leave it out.'
    throw new AuthorizationError('invalid_option', 'The id of the client is empty.', {
      next,
      details: { option: 'client.id' },
    })
  }
  const withSecret = secretMethod(methods) ?? 'client_secret_basic'
  return {
    clientId: id,
    clientSecret: secret,
    tokenEndpointAuthMethod: tokenEndpointAuthMethod ?? (secret === undefined ? 'none' : withSecret),
    redirectUris,
  }
}

/**
 * The client with a metadata document, where the options name one and the server supports them.
 *
 * @throws AuthorizationError `invalid_option` where no server may accept its URL
 */
export function documentedClient(
  { clientIdMetadataDocumentSupported }: AuthorizationServer,
  options: ClientOptions | undefined,
): Client | undefined {
  // An empty URL means that there is no document.
  if (!options || isPreRegistered(options) || !options.metadataUrl) return undefined
  const { metadataUrl, redirectUris } = options
  const error = validateClientMetadataUrl(metadataUrl).find(({ level }) => level === 'error')
  if (error) {
    const problem = `The URL of the client metadata document ${error.message}.`
    const next =
      'It is the option client.metadataUrl, which fast-agent-auth also takes from FAST_AGENT_OAUTH_CLIENT_METADATA_URL: set it to one like https://example.com/client.json.'
    throw new AuthorizationError('invalid_option', problem, { next, details: { option: 'client.metadataUrl' } })
  }
  if (!clientIdMetadataDocumentSupported) return undefined
  return { clientId: metadataUrl, tokenEndpointAuthMethod: 'none', redirectUris }
}
