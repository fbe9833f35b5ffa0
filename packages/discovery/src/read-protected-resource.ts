import { DiscoveryError } from './discovery-error.ts'
import { noSetting } from './untrusted/advise.ts'
import { isResourceOf } from './untrusted/is-resource-of.ts'
import { isStrings, trimmed } from './untrusted/json-values.ts'
import { displayUrl, quoteName } from './untrusted/quote-untrusted.ts'

/** The metadata of a protected resource (RFC 9728 §2), as far as a client needs it. */
export interface ProtectedResource {
  /** The resource identifier (RFC 8707), as it was published, without white space around it. */
  readonly resource: string
  /** The issuers. An empty list means that the server's origin authorizes, as in MCP 2025-03-26. */
  readonly authorizationServers: readonly string[]
  readonly scopesSupported?: readonly string[] | undefined
  /** Whether this is used in place of metadata that could not be fetched. */
  readonly isStandIn?: boolean | undefined
}

const ofAnother = {
  next: 'If that is how the server calls itself, use its URL there; no setting changes that.',
}

/**
 * Reads the metadata that was found at `url` (RFC 9728 §3.3).
 *
 * @throws DiscoveryError `resource_mismatch` where it is not for `serverUrl`, or for no resource
 */
export function readProtectedResource(
  document: Readonly<Record<string, unknown>>,
  url: string,
  serverUrl: string,
  httpHosts?: readonly string[],
): ProtectedResource {
  const { authorization_servers: named, scopes_supported: scopes } = document
  const resource = trimmed(document.resource)
  if (!isResourceOf(resource, serverUrl, httpHosts)) {
    const isNamed = typeof resource === 'string'
    const fault = isNamed
      ? `is for ${quoteName(resource)}, not for ${displayUrl(serverUrl)}`
      : 'names no resource (RFC 9728 §2)'
    const message = `The resource metadata ${displayUrl(url)} ${fault}. It is not used.`
    throw new DiscoveryError('resource_mismatch', message, isNamed ? ofAnother : noSetting)
  }
  // Some servers write one string in place of a list. Items that are no strings are ignored.
  const authorizationServers = [named]
    .flat()
    .map(trimmed)
    .filter((name) => typeof name === 'string')
  return { resource, authorizationServers, scopesSupported: isStrings(scopes) ? scopes : undefined }
}
