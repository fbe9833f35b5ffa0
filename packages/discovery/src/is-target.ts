import { isStrings } from './is-strings.ts'
import type { Target } from './target.ts'

type Members = Readonly<Record<string, unknown>>

/** Whether what was kept somewhere is still a target. */
export function isTarget(value: unknown): value is Target {
  if (!isObject(value) || !isObject(value.server)) return false
  const { server, challenge, serverUrl, resource, scopesSupported, legacy } = value
  return (
    [serverUrl, resource, server.issuer, server.authorizationEndpoint, server.tokenEndpoint].every(isUrl) &&
    [server.registrationEndpoint, server.revocationEndpoint].every(isOptional(isUrl)) &&
    isOptional(isString)(legacy) &&
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

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value)
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
