import { type AuthorizationServer, discoverAuthorizationServer } from './authorization-server.ts'
import { DiscoveryError } from './discovery-error.ts'
import type { Documents } from './documents.ts'

/**
 * The authorization server of MCP 2025-03-26: the origin of the MCP server, by its metadata or else at the default
 * endpoints. Only a miss leads to these, never a transient error.
 */
export async function legacyServer(
  origin: string,
  documents: Documents,
  loopback: boolean,
): Promise<{ server: AuthorizationServer; legacy: 'metadata' | 'default_endpoints' }> {
  try {
    return { server: await discoverAuthorizationServer(origin, { documents, loopback }), legacy: 'metadata' }
  } catch (error) {
    if (!(error instanceof DiscoveryError && error.code === 'no_metadata')) throw error
    return { server: defaultEndpoints(origin), legacy: 'default_endpoints' }
  }
}

function defaultEndpoints(origin: string): AuthorizationServer {
  return {
    issuer: origin,
    authorizationEndpoint: `${origin}/authorize`,
    tokenEndpoint: `${origin}/token`,
    registrationEndpoint: `${origin}/register`,
    authorizationResponseIssParameterSupported: false,
    clientIdMetadataDocumentSupported: false,
  }
}
