import { isStrings } from './is-strings.ts'
import type { Target } from './target.ts'
import { isResourceOf } from './untrusted/is-resource-of.ts'
import { networksOf, refuseEndpoint, type UrlPolicy } from './untrusted/url-policy.ts'

type Members = Readonly<Record<string, unknown>>

/** Whether what was kept somewhere is still a target, where this is allowed besides the server's own networks. */
export function isTarget(value: unknown, { networks, httpHosts }: UrlPolicy = {}): value is Target {
  if (!isObject(value) || !isObject(value.server)) return false
  const { server, challenge, serverUrl, resource, scopesSupported, legacy } = value
  if (typeof serverUrl !== 'string' || !URL.canParse(serverUrl)) return false
  // What is kept may be written by others, and by an earlier version that knew fewer rules.
  const policy = { networks: networksOf(serverUrl, networks), httpHosts }
  const isEndpoint = (url: unknown): boolean => refuseEndpoint(url, policy) === undefined
  return (
    isResourceOf(resource, serverUrl, httpHosts) &&
    [server.issuer, server.authorizationEndpoint, server.tokenEndpoint].every(isEndpoint) &&
    [server.registrationEndpoint, server.revocationEndpoint].every(isOptional(isEndpoint)) &&
    isOptional(isString)(legacy) &&
    [
      scopesSupported,
      server.scopesSupported,
      server.codeChallengeMethodsSupported,
      server.tokenEndpointAuthMethodsSupported,
    ].every(isOptional(isStrings)) &&
    [server.authorizationResponseIssParameterSupported, server.clientIdMetadataDocumentSupported].every(isBoolean) &&
    isOptional(isBoolean)(server.requirePushedAuthorizationRequests) &&
    (challenge === undefined || (isObject(challenge) && isOptional(isString)(challenge.scope)))
  )
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null
}

function isString(value: unknown): boolean {
  return typeof value === 'string'
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean'
}

function isOptional(check: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || check(value)
}
