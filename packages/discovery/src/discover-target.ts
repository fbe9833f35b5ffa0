import type { ProbeResult } from './ask-server.ts'
import { readGivenServer } from './authorization-server.ts'
import { discoverConfiguredServer, namesOnOrigin } from './configured-server.ts'
import type { DiscoverOptions } from './discover-options.ts'
import type { Documents } from './documents.ts'
import { type FoundResource, findResource } from './find-resource.ts'
import { configuredIssuer, isSameIssuer, isSpellingOf } from './issuer.ts'
import { canonicalUrl, discoverLegacyServer, noServerNamedError } from './legacy-server.ts'
import { discoverNamedServer } from './named-server.ts'
import { noMcpServerError } from './no-mcp-server-error.ts'
import type { Notify } from './notice.ts'
import type { Target } from './target.ts'
import { tell } from './untrusted/tell.ts'
import { networksOf } from './untrusted/url-policy.ts'

/** The steps of `discover`: the resource, then its authorization server. @throws DiscoveryError, that of a step */
export async function discoverTarget(
  serverUrl: string,
  documents: Documents,
  options: DiscoverOptions,
): Promise<Target> {
  const { onEvent } = options
  const notify: Notify = (notice) => tell(onEvent, { type: 'notice', serverUrl, ...notice })
  const issuer = configuredIssuer(options)
  const networks = networksOf(serverUrl, options.networks)
  const context = { ...options, documents, networks, issuer, notify }
  const found = await findResource(serverUrl, context)
  const { probeResult, metadata } = found
  const server = await discoverServer(serverUrl, found, context)
  return {
    serverUrl,
    resource: metadata?.resource ?? canonicalUrl(serverUrl),
    scopesSupported: metadata?.scopesSupported,
    challenge: probeResult.challenge,
    isUnannounced: metadata ? undefined : true,
    ...server,
    isStandIn: server.isStandIn || metadata?.isStandIn || found.isStandIn || undefined,
  }
}

interface Context extends DiscoverOptions {
  readonly documents: Documents
  readonly notify: Notify
}

async function discoverServer(
  serverUrl: string,
  { metadata, probeResult }: FoundResource,
  context: Context,
): Promise<Pick<Target, 'server' | 'legacy' | 'isStandIn'>> {
  const { issuer, authorizationServer, legacy, documents } = context
  const namesNoServer = metadata === undefined || metadata.authorizationServers.length === 0
  if (authorizationServer) {
    if (issuer !== undefined) namesOnOrigin(issuer, metadata)
    return { server: readGivenServer(authorizationServer, issuer, context) }
  }
  const isItself =
    namesNoServer && legacy !== false && isSameIssuer(issuer ?? serverOrigin(serverUrl), serverOrigin(serverUrl))
  if (isItself) return discoverItself(serverUrl, probeResult, context)
  if (issuer !== undefined) return { server: await discoverConfiguredServer(issuer, metadata, context) }
  if (namesNoServer) throw await noServerNamedError(serverUrl, documents)
  return discoverNamedServer(metadata, documents, {
    ...context,
    mayPassOver: mayPassOver(serverUrl, probeResult, context),
  })
}

/**
 * The server's own origin as authorization server, as in MCP 2025-03-26, unless a login proxy may have refused the
 * request.
 */
async function discoverItself(serverUrl: string, probeResult: ProbeResult, context: Context) {
  const itself = await discoverLegacyServer(serverUrl, context.documents, context)
  if (probeResult.loginProxy !== undefined && itself.legacy === 'default_endpoints')
    throw noMcpServerError(serverUrl, probeResult)
  return itself
}

/**
 * Decides whether another server may be used in place of one that is down: only if nothing is stored for that one and
 * no token is at stake.
 */
function mayPassOver(serverUrl: string, { challenge }: ProbeResult, { previousSignIns, selectIssuer }: Context) {
  if (!previousSignIns || selectIssuer || challenge?.error === 'insufficient_scope') return undefined
  // The MCP server itself must have named both.
  const named = challenge?.resourceMetadata ?? ''
  if (URL.canParse(named, serverUrl) && new URL(named, serverUrl).host !== new URL(serverUrl).host) return undefined
  return async (issuer: string): Promise<boolean> => {
    const signedInAt = await previousSignIns.issuer()
    return !(signedInAt !== undefined && isSpellingOf(signedInAt, issuer)) && !(await previousSignIns.has(issuer))
  }
}

function serverOrigin(serverUrl: string): string {
  return new URL(serverUrl).origin
}
