import type { Probed } from './ask-server.ts'
import { readGivenServer } from './authorization-server.ts'
import { chosenIssuer } from './chosen-issuer.ts'
import { discoverChosenServer, namedAs } from './chosen-server.ts'
import type { DiscoverOptions } from './discover-options.ts'
import type { Documents } from './documents.ts'
import { type FoundResource, findResource } from './find-resource.ts'
import { canonicalUrl, discoverLegacyServer, nothingSaysWho } from './legacy-server.ts'
import { discoverNamedServer } from './named-server.ts'
import { noServerAt } from './no-server-at.ts'
import type { Notify } from './notice.ts'
import { isSameIssuer, isSpellingOf } from './same-issuer.ts'
import type { Target } from './target.ts'
import { tell } from './untrusted/tell.ts'
import { networksOf } from './untrusted/url-policy.ts'

/** The steps of a discovery, within whose time and documents they are. */
export async function discoverTarget(
  serverUrl: string,
  documents: Documents,
  options: DiscoverOptions,
): Promise<Target> {
  const { onEvent } = options
  const notify: Notify = (notice) => tell(onEvent, { type: 'notice', serverUrl, ...notice })
  const issuer = chosenIssuer(options)
  const networks = networksOf(serverUrl, options.networks)
  const context = { ...options, documents, networks, issuer, notify }
  const found = await findResource(serverUrl, context)
  const { probed, metadata } = found
  const server = await discoverServer(serverUrl, found, context)
  return {
    serverUrl,
    resource: metadata?.resource ?? canonicalUrl(serverUrl),
    scopesSupported: metadata?.scopesSupported,
    challenge: probed.challenge,
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
  { metadata, probed }: FoundResource,
  context: Context,
): Promise<Pick<Target, 'server' | 'legacy' | 'isStandIn'>> {
  const { issuer, authorizationServer, legacy, documents } = context
  const namesNone = metadata === undefined || metadata.authorizationServers.length === 0
  if (authorizationServer) {
    if (issuer !== undefined) namedAs(issuer, metadata)
    return { server: readGivenServer(authorizationServer, issuer, context) }
  }
  const isItself =
    namesNone && legacy !== false && isSameIssuer(issuer ?? serverOrigin(serverUrl), serverOrigin(serverUrl))
  if (isItself) return discoverItself(serverUrl, probed, context)
  if (issuer !== undefined) return { server: await discoverChosenServer(issuer, metadata, context) }
  if (namesNone) throw await nothingSaysWho(serverUrl, documents)
  return discoverNamedServer(metadata, documents, { ...context, mayPassOver: mayPassOver(serverUrl, probed, context) })
}

/** The server's own origin, as of MCP 2025-03-26; not behind a proxy that may be what has refused. */
async function discoverItself(serverUrl: string, probed: Probed, context: Context) {
  const itself = await discoverLegacyServer(serverUrl, context.documents, context)
  if (probed.loginProxy !== undefined && itself.legacy === 'default_endpoints') throw noServerAt(serverUrl, probed)
  return itself
}

/** Another server may be asked in place of one that is down where nothing is kept of that one, and no token is at stake. */
function mayPassOver(serverUrl: string, { challenge }: Probed, { kept, selectIssuer }: Context) {
  if (!kept || selectIssuer || challenge?.error === 'insufficient_scope') return undefined
  // Both must be named by the server itself.
  const named = challenge?.resourceMetadata ?? ''
  if (URL.canParse(named, serverUrl) && new URL(named, serverUrl).host !== new URL(serverUrl).host) return undefined
  return async (issuer: string): Promise<boolean> => {
    const signedInAt = await kept.issuer()
    return !(signedInAt !== undefined && isSpellingOf(signedInAt, issuer)) && !(await kept.has(issuer))
  }
}

function serverOrigin(serverUrl: string): string {
  return new URL(serverUrl).origin
}
