import type { BearerChallenge } from './challenge.ts'
import { DiscoveryError } from './discovery-error.ts'
import { createDocuments, type Documents, type DocumentsOptions } from './documents.ts'
import { isStrings } from './is-strings.ts'
import { shown } from './shown.ts'
import { isLoopback, refuseUrl } from './url-policy.ts'

/** What a protected resource says of itself (RFC 9728 §2), as far as a client needs it. */
export interface ProtectedResource {
  /** The resource identifier (RFC 8707), byte for byte as it was published. */
  readonly resource: string
  readonly authorizationServers: readonly string[]
  readonly scopesSupported?: readonly string[] | undefined
}

export interface ProtectedResourceOptions extends DocumentsOptions {
  /** Answers that are shared with other steps, so that none is asked for twice. */
  readonly documents?: Documents | undefined
}

/**
 * The resource metadata of an MCP server: where its challenge says, else at the well-known URLs of its path, of the
 * parent path and of the root. `undefined` where every one of them is a miss.
 *
 * @throws DiscoveryError `unreachable`, `no_metadata` (the challenge names a document that is not there),
 * `invalid_metadata`, `resource_mismatch` or `insecure_url`
 */
export async function discoverProtectedResource(
  serverUrl: string,
  challenge: BearerChallenge | undefined,
  { documents, ...options }: ProtectedResourceOptions = {},
): Promise<ProtectedResource | undefined> {
  const { get } = documents ?? createDocuments(options)
  const named = challenge?.resourceMetadata
  if (named !== undefined) assertOwnMetadata(named, serverUrl)
  for (const url of named === undefined ? protectedResourceMetadataUrls(serverUrl) : [named]) {
    const answer = await get(url)
    if (answer.kind === 'found') return readProtectedResource(answer.document, url, serverUrl)
    if (answer.kind === 'transient') {
      throw new DiscoveryError('unreachable', `The resource metadata ${url} ${answer.reason}. Try again later.`, {
        cause: answer.cause,
        attempts: [answer],
      })
    }
    if (named !== undefined) {
      const message = `${serverUrl} names its resource metadata as ${url}, which ${answer.reason}. Tell its operator.`
      throw new DiscoveryError('no_metadata', message, { attempts: [answer] })
    }
  }
  return undefined
}

/** The well-known URLs (RFC 9728 §3.1) for a server, in the order in which they are asked. */
export function protectedResourceMetadataUrls(serverUrl: string): readonly string[] {
  const { origin, pathname, search } = new URL(serverUrl)
  const wellKnown = `${origin}/.well-known/oauth-protected-resource`
  const path = pathname === '/' ? '' : pathname
  const parent = path.replace(/\/[^/]*\/?$/, '')
  return [...new Set([wellKnown + path + search, wellKnown + parent, wellKnown])]
}

function assertOwnMetadata(url: string, serverUrl: string): void {
  const server = new URL(serverUrl)
  const refusal = refuseUrl(url, { loopback: isLoopback(server.hostname) })
  if (refusal === undefined && new URL(url).origin === server.origin) return
  const why = refusal ?? `is on another origin, ${shown(new URL(url).origin)}`
  const next = refusal ? '' : ' If that is how the server calls itself, use its URL there.'
  throw new DiscoveryError(
    'insecure_url',
    `${serverUrl} names resource metadata whose URL ${why}; it is not fetched.${next}`,
  )
}

function readProtectedResource(
  document: Readonly<Record<string, unknown>>,
  url: string,
  serverUrl: string,
): ProtectedResource {
  const { resource, authorization_servers: issuers, scopes_supported: scopes } = document
  if (!isResourceOf(resource, serverUrl)) {
    const message = `The resource metadata ${url} is for ${shown(resource)}, not for ${serverUrl}. It is not used.`
    throw new DiscoveryError('resource_mismatch', message)
  }
  if (!isStrings(issuers) || issuers.length === 0) {
    const message = `The resource metadata ${url} names no authorization server (authorization_servers). Tell its operator.`
    throw new DiscoveryError('invalid_metadata', message)
  }
  return { resource, authorizationServers: issuers, scopesSupported: isStrings(scopes) ? scopes : undefined }
}

/**
 * Whether a published resource identifier covers the server URL: identical, a parent path of the same origin on a
 * segment boundary, or different by one trailing slash. Stricter, RFC 9728 §3.3 would refuse servers that MCP clients
 * must work with.
 */
export function isResourceOf(resource: unknown, serverUrl: string): resource is string {
  const ours = new URL(serverUrl)
  // It is sent byte for byte, so what URL parsing would forgive is refused.
  if (refuseUrl(resource, { loopback: isLoopback(ours.hostname) }) !== undefined) return false
  if (typeof resource !== 'string' || resource.includes('#')) return false
  const theirs = new URL(resource)
  if (theirs.origin !== ours.origin) return false
  if (theirs.search !== '' && theirs.search !== ours.search) return false
  const parent = theirs.pathname.endsWith('/') ? theirs.pathname : `${theirs.pathname}/`
  return `${ours.pathname}/`.startsWith(parent)
}
