import { validateClientMetadataUrl } from '@fast-agent-auth/cimd'
import type { AuthorizationServer } from '@fast-agent-auth/discovery'
import type { TokenStore } from '@fast-agent-auth/token-store'
import { AuthorizationError } from '../authorization-error.ts'
import { type Client, secretMethod, type TokenEndpointAuthMethod } from '../protocol/client.ts'
import type { RateLimit } from '../protocol/rate-limit.ts'

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

export interface RegistrationOptions {
  readonly client?: ClientOptions | undefined
  /** Whose the client's secret is: without it, no secret is sent anywhere. */
  readonly issuer?: string | undefined
  /** Where dynamic registrations are kept; without it every sign-in registers anew. */
  readonly store?: TokenStore | undefined
  /** Uses no registration that was kept. */
  readonly registerAnew?: boolean | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  /** Limits requests. */
  readonly rateLimit?: RateLimit | undefined
  readonly signal?: AbortSignal | undefined
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
 * The client whose id is the URL of its metadata document, where there is one and the server takes such clients.
 *
 * @throws AuthorizationError `invalid_option` where the URL is none that a server may take
 */
export function documentedClient(
  { clientIdMetadataDocumentSupported }: AuthorizationServer,
  options: ClientOptions | undefined,
): Client | undefined {
  // An empty URL is the way to say that there is none.
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
