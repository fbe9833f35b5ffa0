import { DiscoveryError } from './discovery-error.ts'
import { isStrings } from './is-strings.ts'
import { trimmed } from './trimmed.ts'
import { noSetting } from './untrusted/advise.ts'
import { isResourceOf } from './untrusted/is-resource-of.ts'
import { displayUrl, shownName } from './untrusted/quote-untrusted.ts'

/** The metadata of a protected resource (RFC 9728 §2), as far as a client needs it. */
export interface ProtectedResource {
  /** The resource identifier (RFC 8707), as it was published but for white space around it. */
  readonly resource: string
  /** Empty where it names none: then the server's origin authorizes, as in MCP 2025-03-26. */
  readonly authorizationServers: readonly string[]
  readonly scopesSupported?: readonly string[] | undefined
  /** It stands in for metadata that is out of order. */
  readonly isStandIn?: boolean | undefined
}

const ofAnother = {
  next: 'If that is how the server calls itself, use its URL there; no setting changes that.',
}

/** @throws DiscoveryError `resource_mismatch` */
export function readProtectedResource(
  document: Readonly<Record<string, unknown>>,
  url: string,
  serverUrl: string,
  httpHosts?: readonly string[] | undefined,
): ProtectedResource {
  const { authorization_servers: named, scopes_supported: scopes } = document
  const resource = trimmed(document.resource)
  if (!isResourceOf(resource, serverUrl, httpHosts)) {
    const isNamed = typeof resource === 'string'
    const what = isNamed
      ? `is for ${shownName(resource)}, not for ${displayUrl(serverUrl)}`
      : 'names no resource (RFC 9728 §2)'
    const message = `The resource metadata ${displayUrl(url)} ${what}. It is not used.`
    throw new DiscoveryError('resource_mismatch', message, isNamed ? ofAnother : noSetting)
  }
  // A text where a list should be is plain enough; what names nobody is as good as absent.
  const authorizationServers = [named]
    .flat()
    .map(trimmed)
    .filter((name) => typeof name === 'string')
  return { resource, authorizationServers, scopesSupported: isStrings(scopes) ? scopes : undefined }
}
