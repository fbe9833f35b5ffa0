import type { Target } from './target.ts'
import { isResourceOf } from './untrusted/is-resource-of.ts'
import { isJsonObject, isStrings } from './untrusted/json-values.ts'
import { networksOf, refuseEndpoint, type UrlPolicy } from './untrusted/url-policy.ts'

/** Whether a value that was read from a store is a target that this policy still allows. */
export function isTarget(value: unknown, { networks, httpHosts }: UrlPolicy = {}): value is Target {
  if (!isJsonObject(value) || !isJsonObject(value.server)) return false
  const { server, challenge, serverUrl, resource, scopesSupported, legacy } = value
  if (typeof serverUrl !== 'string' || !URL.canParse(serverUrl)) return false
  // Other programs may write to the store, and so may an earlier version that knew fewer rules.
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
    (challenge === undefined || (isJsonObject(challenge) && isOptional(isString)(challenge.scope)))
  )
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
