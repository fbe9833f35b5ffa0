import type { BearerChallenge } from './challenge.ts'
import type { DiscoveryEvent } from './discovery-event.ts'
import type { SelectIssuer } from './named-server.ts'
import type { Quirks } from './quirk-profiles.ts'
import type { UrlPolicy } from './untrusted/url-policy.ts'

/** A document of RFC 8414 §2 as it is published. */
export type AuthorizationServerMetadata = Readonly<Record<string, unknown>>

/** The records of earlier sign-ins in a store. */
export interface PreviousSignIns {
  /** The issuer of the stored tokens for this server; `undefined` where there are none. */
  issuer(): Promise<string | undefined>
  /** Whether anything is stored for an issuer, such as a registration. */
  has(issuer: string): Promise<boolean>
}

/**
 * The options of `discover`. URLs that the server names may lead to public addresses, to the server's own network, to
 * `networks` and to `httpHosts`.
 */
export interface DiscoverOptions extends UrlPolicy {
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The challenge of a request that was refused. Default: a request is sent to the server to get one. */
  readonly challenge?: BearerChallenge | undefined
  /** The issuer to use, whether the MCP server names one or not. If it names only others: `issuer_mismatch`. */
  readonly issuer?: string | undefined
  /** The metadata of the authorization server in the names of RFC 8414 §2. Default: the published one is fetched. */
  readonly authorizationServer?: AuthorizationServerMetadata | undefined
  /** Chooses one of several issuers, where `issuer` is not set. Default: the first that has metadata. */
  readonly selectIssuer?: SelectIssuer | undefined
  /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
  readonly resourceMetadataOrigins?: readonly string[] | undefined
  /**
   * The records of earlier sign-ins. Default: unknown, so that no other server is used in place of one that is down.
   */
  readonly previousSignIns?: PreviousSignIns | undefined
  /** Whether a server of MCP 2025-03-26, which has no resource metadata, is accepted. Default: true. */
  readonly legacy?: boolean | undefined
  /** Rules in place of those known for the provider; `false` for none. */
  readonly quirks?: Quirks | false | undefined
  readonly onEvent?: ((event: DiscoveryEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}
