import type { Target } from '@fast-agent-auth/discovery'

type Members = Readonly<Record<string, unknown>>

/** Whether what a store held is still the target that was kept. */
export function isTarget(value: unknown): value is Target {
  if (!isObject(value) || !isObject(value.server)) return false
  const { server, challenge, serverUrl, resource, scopesSupported, legacy } = value
  return (
    [serverUrl, resource, server.issuer, server.authorizationEndpoint, server.tokenEndpoint].every(isString) &&
    [server.registrationEndpoint, server.revocationEndpoint, legacy].every(isOptional(isString)) &&
    [
      scopesSupported,
      server.scopesSupported,
      server.codeChallengeMethodsSupported,
      server.tokenEndpointAuthMethodsSupported,
    ].every(isOptional(isStrings)) &&
    [server.authorizationResponseIssParameterSupported, server.clientIdMetadataDocumentSupported].every(isBoolean) &&
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

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(isString)
}

function isOptional(check: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || check(value)
}
