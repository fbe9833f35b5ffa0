import type { TokenStore } from '@fast-agent-auth/token-store'
import type { TokenEndpointAuthMethod } from '../protocol/client.ts'
import type { RateLimit } from '../protocol/rate-limit.ts'

/** The client at the authorization server: one that is registered already, or one that registers itself. */
export type ClientOptions = PreRegisteredClient | SelfRegisteringClient

/** A client that was registered at the authorization server beforehand. */
export interface PreRegisteredClient {
  readonly id: string
  /**
   * The secret, which is sent to the authorization server of the option `issuer` only. Without that option, a sign-in ends
   * with `registration_required`.
   */
  readonly secret?: string | undefined
  /**
   * Default: with a secret, the method that the server lists, `client_secret_basic` rather than `client_secret_post`;
   * else `none`.
   */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | undefined
  /** The registered redirect URIs. The listener uses one of them where it can. */
  readonly redirectUris?: readonly string[] | undefined
  readonly metadataUrl?: undefined
}

/**
 * A client with a Client ID Metadata Document, where the server supports those; at other servers it registers
 * dynamically (RFC 7591).
 */
export interface SelfRegisteringClient {
  readonly id?: undefined
  readonly secret?: undefined
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
  /** The authorization server that the secret of the client is for. Without this option, no secret is sent. */
  readonly issuer?: string | undefined
  /** The store of dynamic registrations. Without a store, every sign-in registers a new client. */
  readonly store?: TokenStore | undefined
  /** Registers a new client even if one is stored. */
  readonly registerAnew?: boolean | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  /** Limits the registrations. */
  readonly rateLimit?: RateLimit | undefined
  readonly signal?: AbortSignal | undefined
}

export function isPreRegistered(options: ClientOptions | undefined): options is PreRegisteredClient {
  return options?.id !== undefined
}
