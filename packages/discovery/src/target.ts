import type { AuthorizationServer } from './authorization-server.ts'
import type { BearerChallenge } from './challenge.ts'

/** Whom to ask for authorization, and for what. Plain JSON. */
export interface Target {
  readonly serverUrl: string
  /** RFC 8707: sent byte for byte. */
  readonly resource: string
  readonly server: AuthorizationServer
  /** What the resource's metadata lists. */
  readonly scopesSupported?: readonly string[] | undefined
  readonly challenge?: BearerChallenge | undefined
  /** The server follows MCP 2025-03-26: it names no authorization server, and is its own. */
  readonly legacy?: 'metadata' | 'default_endpoints' | undefined
  /** There is no resource metadata: `resource` is our own name for the server, which nobody said to know. */
  readonly isUnannounced?: boolean | undefined
  /** It stands in for what is out of order, and is to be discovered anew the next time. */
  readonly isStandIn?: boolean | undefined
}
