import type { BearerChallenge } from './challenge.ts'
import type { DiscoveryEvent } from './discovery-event.ts'
import type { SelectIssuer } from './named-server.ts'
import type { Quirks } from './quirk-profiles.ts'
import type { UrlPolicy } from './untrusted/url-policy.ts'

/** A document of RFC 8414 §2 as it is published. */
export type AuthorizationServerMetadata = Readonly<Record<string, unknown>>

/** The traces of earlier sign-ins in a store. */
export interface Kept {
  /** The issuer of the tokens for this server; `undefined` where there are none. */
  issuer(): Promise<string | undefined>
  /** Whether something is kept for an issuer, as a registration is. */
  has(issuer: string): Promise<boolean>
}

/** `networks` and `httpHosts`: where what the server names may be, besides its own networks and everybody's. */
export interface DiscoverOptions extends UrlPolicy {
  readonly fetch?: typeof globalThis.fetch | undefined
  /** The challenge of a refused request: the server is then not asked for one. */
  readonly challenge?: BearerChallenge | undefined
  /** The authorization server, whether the MCP server names one or not; no other will do. */
  readonly issuer?: string | undefined
  /** Its metadata in the names of RFC 8414, where none is published: then it is asked for none. */
  readonly authorizationServer?: AuthorizationServerMetadata | undefined
  /** Chooses where several issuers are named and none is set. Default: the first that has metadata. */
  readonly selectIssuer?: SelectIssuer | undefined
  /** Origins, besides the server's own, from which a challenge may name its resource metadata. Default: none. */
  readonly resourceMetadataOrigins?: readonly string[] | undefined
  /** The traces of earlier sign-ins. Default: none are known, and nothing stands in for what is out of order. */
  readonly kept?: Kept | undefined
  /** Whether servers of MCP 2025-03-26, without resource metadata, are served. Default: true. */
  readonly legacy?: boolean | undefined
  /** Other rules than those that are known for the provider; `false` for none. */
  readonly quirks?: Quirks | false | undefined
  readonly onEvent?: ((event: DiscoveryEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}
