import type { AuthorizationServer } from './authorization-server.ts'
import { discoverAuthorizationServer } from './discover-authorization-server.ts'
import { DiscoveryError } from './discovery-error.ts'
import { attempt, type Documents } from './documents.ts'
import type { Notify } from './notice.ts'
import { protectedResourceMetadataUrls } from './protected-resource.ts'
import type { QuirksOptions } from './quirks.ts'
import type { Target } from './target.ts'
import { advise } from './untrusted/advise.ts'
import { displayUrl } from './untrusted/quote-untrusted.ts'
import type { UrlPolicy } from './untrusted/url-policy.ts'

export interface LegacyOptions extends QuirksOptions, UrlPolicy {
  readonly notify: Notify
}

/**
 * The authorization server of a server of MCP 2025-03-26: its own origin, by the metadata there, else by default
 * endpoints.
 *
 * @throws DiscoveryError as `discoverAuthorizationServer`, except for `no_metadata`, after which the default endpoints
 * are used
 */
export async function discoverLegacyServer(
  serverUrl: string,
  documents: Documents,
  options: LegacyOptions,
): Promise<Pick<Target, 'server' | 'legacy'>> {
  const { origin } = new URL(serverUrl)
  try {
    const server = await discoverAuthorizationServer(origin, { documents, ...options, isGuessed: true })
    return { server, legacy: 'metadata' }
  } catch (error) {
    if (!(error instanceof DiscoveryError && error.code === 'no_metadata')) throw error
    const moved = error.attempts.find(({ reason }) => reason.startsWith('redirects to '))
    if (moved) {
      const message = `${moved.url} ${moved.reason}. If the authorization server is there, set issuer (--issuer) to its URL.`
      options.notify({ rule: 'metadata_redirected', issuer: origin, url: moved.url, message })
    }
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

/** The server's URL as a resource identifier: without a fragment, and without the slash of a bare origin. */
export function canonicalUrl(serverUrl: string): string {
  const { origin, pathname, search } = new URL(serverUrl)
  return origin + (pathname === '/' ? '' : pathname) + search
}

/** The error `no_metadata` for a server that names no authorization server, where the option `legacy` is false. */
export async function noServerNamedError(serverUrl: string, documents: Documents): Promise<DiscoveryError> {
  // All of these were fetched before, so no request is sent here.
  const answers = await Promise.all(protectedResourceMetadataUrls(serverUrl).map(documents.get))
  const attempts = answers.map(attempt)
  const list = attempts.map(({ url, reason }) => `${url} ${reason}`).join('; ')
  const problem = `${displayUrl(serverUrl)} wants authorization but names no authorization server (RFC 9728): ${list}.`
  const advice = advise([
    { condition: 'you know which it is', option: 'issuer' },
    { condition: 'it may authorize itself', option: 'allow.legacyServers', value: true },
  ])
  return new DiscoveryError('no_metadata', problem, { attempts, ...advice })
}
