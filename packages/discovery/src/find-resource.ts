import { isRefused, type Probed } from './ask-server.ts'
import type { DiscoverOptions, Kept } from './discover-options.ts'
import { DiscoveryError } from './discovery-error.ts'
import type { Documents } from './documents.ts'
import { noServerAt, notProtected } from './no-server-at.ts'
import type { Notify } from './notice.ts'
import { probe } from './probe.ts'
import { probeAsBefore } from './probe-as-before.ts'
import {
  discoverProtectedResource,
  type ProtectedResource,
  protectedResourceMetadataUrls,
} from './protected-resource.ts'
import { isSpellingOf } from './same-issuer.ts'

export interface FoundResource {
  readonly probed: Probed
  readonly metadata?: ProtectedResource | undefined
  /** There is none because it fails, which may pass. */
  readonly isStandIn?: boolean | undefined
}

interface Context extends DiscoverOptions {
  readonly documents: Documents
  readonly notify: Notify
}

interface Finding extends FoundResource {
  /** The fault of metadata that no server stands behind. */
  readonly cause?: DiscoveryError | undefined
}

/**
 * The answer of the server to somebody without a token, and its resource metadata.
 *
 * @throws DiscoveryError `not_protected` or `no_metadata` where nobody wants a sign-in; those of its steps
 */
export async function findResource(serverUrl: string, context: Context): Promise<FoundResource> {
  const { probed: first, isAsBefore } = await findChallenge(serverUrl, context)
  let found = await readMetadata(serverUrl, first, context)
  if (!isAsBefore && isUndecided(serverUrl, found)) {
    const before = await probeAsBefore(serverUrl, context)
    if (before) found = await readMetadata(serverUrl, before, context)
  }
  const { probed, metadata, cause } = found
  if (isRefused(probed) || (metadata && !isHidden(serverUrl, found))) return found
  // A person who names the authorization server knows that there is a sign-in, but not past a page or another place.
  if (context.issuer !== undefined && !probed.html && !probed.redirect && !probed.loginProxy) return found
  throw probed.isMcp && !cause ? notProtected(serverUrl) : noServerAt(serverUrl, probed, { cause, isDiscovery: true })
}

interface Asked {
  readonly probed: Probed
  /** Whether it answered to the questions of before. */
  readonly isAsBefore: boolean
}

async function findChallenge(serverUrl: string, context: Context): Promise<Asked> {
  const { challenge, documents, issuer, authorizationServer } = context
  if (challenge) return { probed: { status: 401, html: false, isMcp: false, challenge }, isAsBefore: false }
  const { origin } = new URL(serverUrl)
  // Asked ahead, beside the probe: where the metadata of most servers is, and of those that authorize themselves.
  documents.get(protectedResourceMetadataUrls(serverUrl)[0] ?? serverUrl)
  const isItself = issuer === undefined || isSpellingOf(issuer, origin)
  if (isItself && !authorizationServer) documents.get(`${origin}/.well-known/oauth-authorization-server`)
  try {
    return { probed: await probe(serverUrl, context), isAsBefore: false }
  } catch (error) {
    // Some fail at a question that they do not know: only who fails at all of them is out of order.
    const isFailure = error instanceof DiscoveryError && error.code === 'unreachable'
    const before = isFailure ? await probeAsBefore(serverUrl, context) : undefined
    if (!before) throw error
    return { probed: before, isAsBefore: true }
  }
}

async function readMetadata(serverUrl: string, probed: Probed, context: Context): Promise<Finding> {
  try {
    const { kept } = context
    const standInOf = kept && ((root: ProtectedResource) => standInOfRoot(root, serverUrl, kept))
    const options = { ...context, standInOf }
    return { probed, metadata: await discoverProtectedResource(serverUrl, probed.challenge, options) }
  } catch (cause) {
    if (!(cause instanceof DiscoveryError)) throw cause
    // The place to look is known.
    if (context.issuer !== undefined && cause.code === 'no_metadata') return { probed }
    context.signal?.throwIfAborted()
    if (context.issuer !== undefined && cause.code === 'unreachable') {
      const message = `${cause.message.split('. ', 1)[0]}. The authorization server that is set is used without it.`
      context.notify({ rule: 'metadata_failed', message })
      return { probed, isStandIn: true }
    }
    const isNobody = isMissing(probed) || (probed.status === 403 && !probed.challenge)
    // Metadata that cannot be had now may name the server in a minute.
    if (isNobody && cause.code !== 'unreachable') return { probed, cause }
    throw cause
  }
}

/** Metadata of the root in place of that of the path, as far as it names nobody but who is known. */
async function standInOfRoot(
  root: ProtectedResource,
  serverUrl: string,
  kept: Kept,
): Promise<ProtectedResource | undefined> {
  const issuer = await kept.issuer()
  if (issuer === undefined) return root
  const named = root.authorizationServers.length > 0 ? root.authorizationServers : [new URL(serverUrl).origin]
  const authorizationServers = named.filter((name) => isSpellingOf(name, issuer))
  return authorizationServers.length > 0 ? { ...root, authorizationServers } : undefined
}

/** Whether the answer may have been one to the question alone: of servers that do not know it, some refuse nobody who asks it. */
function isUndecided(serverUrl: string, found: Finding): boolean {
  const { probed, metadata } = found
  if (isRefused(probed) || probed.isResult || probed.redirect !== undefined || probed.loginProxy !== undefined)
    return false
  return metadata === undefined || isHidden(serverUrl, found)
}

/** Nobody is asked to sign in to what is not there, unless metadata names this very path: some hide it from strangers. */
function isHidden(serverUrl: string, { probed, metadata }: Finding): boolean {
  return isMissing(probed) && !isAt(serverUrl, metadata?.resource)
}

function isMissing({ status, html, isMcp, challenge }: Probed): boolean {
  return !challenge && !isMcp && (status === 404 || (html && status < 300))
}

/** Whether a resource is identified by the very path of this URL. The root identifies none. */
function isAt(serverUrl: string, resource = ''): boolean {
  if (!URL.canParse(resource)) return false
  const [path, named] = [serverUrl, resource].map((url) => new URL(url).pathname)
  return path !== '/' && path === named
}
