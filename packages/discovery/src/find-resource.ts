import { isRefused, type ProbeResult } from './ask-server.ts'
import type { DiscoverOptions, PreviousSignIns } from './discover-options.ts'
import { DiscoveryError } from './discovery-error.ts'
import type { Documents } from './documents.ts'
import { isSpellingOf } from './issuer.ts'
import { noMcpServerError, notProtectedError } from './no-mcp-server-error.ts'
import type { Notify } from './notice.ts'
import { probe } from './probe.ts'
import { probeAsEarlierClient } from './probe-as-earlier-client.ts'
import {
  discoverProtectedResource,
  type ProtectedResource,
  protectedResourceMetadataUrls,
} from './protected-resource.ts'

/** The answer of the server, and the metadata of the resource, where there is any. */
export interface FoundResource {
  readonly probeResult: ProbeResult
  readonly metadata?: ProtectedResource | undefined
  /** Whether `metadata` is missing because its request failed, so that it may be there next time. */
  readonly isStandIn?: boolean | undefined
}

interface Context extends DiscoverOptions {
  readonly documents: Documents
  readonly notify: Notify
}

interface Finding extends FoundResource {
  /** The error of the metadata, if there may be no MCP server either. */
  readonly cause?: DiscoveryError | undefined
}

/**
 * Sends the server a request without a token, and fetches its resource metadata.
 *
 * @throws DiscoveryError `not_protected` where the server answers without a sign-in, `no_metadata` where there is no
 * MCP server; the errors of its steps
 */
export async function findResource(serverUrl: string, context: Context): Promise<FoundResource> {
  const { probeResult: first, isEarlierForm } = await findChallenge(serverUrl, context)
  let found = await readMetadata(serverUrl, first, context)
  if (!isEarlierForm && isUndecided(serverUrl, found)) {
    const earlier = await probeAsEarlierClient(serverUrl, context)
    if (earlier) found = await readMetadata(serverUrl, earlier, context)
  }
  const { probeResult, metadata, cause } = found
  if (isRefused(probeResult) || (metadata && !isHidden(serverUrl, found))) return found
  // A person who sets `issuer` knows that there is a sign-in. A web page, a redirect or a login proxy says otherwise.
  if (context.issuer !== undefined && !probeResult.html && !probeResult.redirect && !probeResult.loginProxy)
    return found
  throw probeResult.isMcp && !cause
    ? notProtectedError(serverUrl)
    : noMcpServerError(serverUrl, probeResult, { cause, isDiscovery: true })
}

interface Challenged {
  readonly probeResult: ProbeResult
  /** Whether it is the answer to the request of an earlier client. */
  readonly isEarlierForm: boolean
}

async function findChallenge(serverUrl: string, context: Context): Promise<Challenged> {
  const { challenge, documents, issuer, authorizationServer } = context
  if (challenge) return { probeResult: { status: 401, html: false, isMcp: false, challenge }, isEarlierForm: false }
  const { origin } = new URL(serverUrl)
  // Sent ahead of the answer to the probe: requests to the metadata URLs of most servers, and of servers that authorize
  // themselves.
  documents.get(protectedResourceMetadataUrls(serverUrl)[0] ?? serverUrl)
  const isItself = issuer === undefined || isSpellingOf(issuer, origin)
  if (isItself && !authorizationServer) documents.get(`${origin}/.well-known/oauth-authorization-server`)
  try {
    return { probeResult: await probe(serverUrl, context), isEarlierForm: false }
  } catch (error) {
    // Some servers fail at a method that they do not know. A server is down only where it fails at the earlier ones too.
    const isFailure = error instanceof DiscoveryError && error.code === 'unreachable'
    const earlier = isFailure ? await probeAsEarlierClient(serverUrl, context) : undefined
    if (!earlier) throw error
    return { probeResult: earlier, isEarlierForm: true }
  }
}

async function readMetadata(serverUrl: string, probeResult: ProbeResult, context: Context): Promise<Finding> {
  try {
    const { previousSignIns } = context
    const standInOf = previousSignIns && ((root: ProtectedResource) => standInOfRoot(root, serverUrl, previousSignIns))
    const options = { ...context, standInOf }
    return { probeResult, metadata: await discoverProtectedResource(serverUrl, probeResult.challenge, options) }
  } catch (cause) {
    if (!(cause instanceof DiscoveryError)) throw cause
    // The authorization server is known without the metadata.
    if (context.issuer !== undefined && cause.code === 'no_metadata') return { probeResult }
    context.signal?.throwIfAborted()
    if (context.issuer !== undefined && cause.code === 'unreachable') {
      const message = `${cause.message.split('. ', 1)[0]}. The authorization server that is set is used without that metadata.`
      context.notify({ rule: 'metadata_failed', message })
      return { probeResult, isStandIn: true }
    }
    const isNoServer = isMissing(probeResult) || (probeResult.status === 403 && !probeResult.challenge)
    // Metadata that is unreachable now may name the server in a minute.
    if (isNoServer && cause.code !== 'unreachable') return { probeResult, cause }
    throw cause
  }
}

/**
 * The metadata of the root, for use in place of the path's: whole, or, if tokens are stored, with their issuer only,
 * and `undefined` if it does not name that issuer.
 */
async function standInOfRoot(
  root: ProtectedResource,
  serverUrl: string,
  previousSignIns: PreviousSignIns,
): Promise<ProtectedResource | undefined> {
  const issuer = await previousSignIns.issuer()
  if (issuer === undefined) return root
  const named = root.authorizationServers.length > 0 ? root.authorizationServers : [new URL(serverUrl).origin]
  const authorizationServers = named.filter((name) => isSpellingOf(name, issuer))
  return authorizationServers.length > 0 ? { ...root, authorizationServers } : undefined
}

/**
 * Whether the server may not have known the method: some servers then answer with an error instead of refusing the
 * request.
 */
function isUndecided(serverUrl: string, found: Finding): boolean {
  const { probeResult, metadata } = found
  if (
    isRefused(probeResult) ||
    probeResult.isResult ||
    probeResult.redirect !== undefined ||
    probeResult.loginProxy !== undefined
  )
    return false
  return metadata === undefined || isHidden(serverUrl, found)
}

/** Whether there seems to be no server. Where metadata names this very path, a 404 only hides the server from strangers. */
function isHidden(serverUrl: string, { probeResult, metadata }: Finding): boolean {
  return isMissing(probeResult) && !isAt(serverUrl, metadata?.resource)
}

function isMissing({ status, html, isMcp, challenge }: ProbeResult): boolean {
  return !challenge && !isMcp && (status === 404 || (html && status < 300))
}

/** Whether a resource identifier has the path of this URL. The root path identifies no server. */
function isAt(serverUrl: string, resource = ''): boolean {
  if (!URL.canParse(resource)) return false
  const [path, named] = [serverUrl, resource].map((url) => new URL(url).pathname)
  return path !== '/' && path === named
}
