import type { AuthorizationServer } from './authorization-server.ts'
import type { BearerChallenge } from './challenge.ts'

/** The result of a discovery: the authorization server to ask, and the resource to name. Plain JSON. */
export interface Target {
  readonly serverUrl: string
  /** The value of the parameter `resource` (RFC 8707), to be sent byte for byte. */
  readonly resource: string
  readonly server: AuthorizationServer
  /** The scopes that the resource metadata lists. */
  readonly scopesSupported?: readonly string[] | undefined
  readonly challenge?: BearerChallenge | undefined
  /** Set where the server follows MCP 2025-03-26: it names no authorization server, and authorizes itself. */
  readonly legacy?: 'metadata' | 'default_endpoints' | undefined
  /** Whether there is no resource metadata: `resource` is then the server's URL, which it may not know as a resource. */
  readonly isUnannounced?: boolean | undefined
  /** Whether a part is used in place of one that is down, so that the next sign-in should discover again. */
  readonly isStandIn?: boolean | undefined
}
