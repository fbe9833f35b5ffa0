import { type AuthorizationServer, discoverAuthorizationServer } from './authorization-server.ts'
import type { BearerChallenge } from './challenge.ts'
import { DiscoveryError } from './discovery-error.ts'
import { attempt, type Documents } from './documents.ts'
import { protectedResourceMetadataUrls } from './protected-resource.ts'
import type { QuirksOptions } from './quirks.ts'
import { isSameIssuer } from './same-issuer.ts'
import type { Target } from './target.ts'
import { shownUrl } from './untrusted/shown.ts'
import type { Network } from './untrusted/url-policy.ts'

export interface LegacyOptions extends QuirksOptions {
  readonly issuer?: string | undefined
  readonly legacy?: boolean | undefined
  readonly networks: readonly Network[]
}

/**
 * A server of MCP 2025-03-26: its origin is its authorization server, by the metadata there or else at the default
 * endpoints. Only a miss leads to these, never a transient error.
 */
export async function discoverLegacyServer(
  serverUrl: string,
  documents: Documents,
  {
    issuer,
    legacy,
    networks,
    challenge,
    ...quirks
  }: LegacyOptions & { readonly challenge: BearerChallenge | undefined },
): Promise<Target> {
  const { origin } = new URL(serverUrl)
  if (legacy === false || (issuer !== undefined && !isSameIssuer(issuer, origin))) {
    throw await noMetadata(serverUrl, documents)
  }
  const target = { serverUrl, resource: canonicalUrl(serverUrl), challenge }
  try {
    const server = await discoverAuthorizationServer(origin, { documents, networks, ...quirks })
    return { ...target, server, legacy: 'metadata' }
  } catch (error) {
    if (!(error instanceof DiscoveryError && error.code === 'no_metadata')) throw error
    return { ...target, server: defaultEndpoints(origin), legacy: 'default_endpoints' }
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

/** The server's own URL as a resource identifier: without fragment and without the slash of a bare origin. */
function canonicalUrl(serverUrl: string): string {
  const { origin, pathname, search } = new URL(serverUrl)
  return origin + (pathname === '/' ? '' : pathname) + search
}

/** All of these were asked already: what is refused here is what they lead to. */
async function noMetadata(serverUrl: string, documents: Documents): Promise<DiscoveryError> {
  const answers = await Promise.all(protectedResourceMetadataUrls(serverUrl).map(documents.get))
  const attempts = answers.map(attempt)
  const list = attempts.map(({ url, reason }) => `${url} ${reason}`).join('; ')
  const message = `${shownUrl(serverUrl)} wants authorization but has no resource metadata (RFC 9728), so nothing says who authorizes: ${list}. Tell its operator.`
  return new DiscoveryError('no_metadata', message, { attempts })
}
