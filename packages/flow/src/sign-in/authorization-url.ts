import { shown } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'

/** What browsers and servers take. */
export const urlLimit = 8192

/** What belongs to the protocol, and is not for anyone to override. */
const reserved = new Set([
  'response_type',
  'client_id',
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
  'resource',
  'scope',
])

// What would change the request behind our back: no consent asked, another request, another way back.
const unwanted = ['prompt', 'request', 'request_uri', 'response_mode']

/**
 * The URL to open in the browser (RFC 6749 §4.1.1). A query that the endpoint has already is kept, but cannot override
 * ours.
 *
 * @throws AuthorizationError `invalid_option` where an extra parameter has a reserved name, `invalid_request` where the URL
 * is too long
 */
export function authorizationUrl(
  endpoint: string,
  parameters: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string>> = {},
): URL {
  const url = new URL(endpoint)
  for (const name of Object.keys(extra)) {
    if (reserved.has(name)) {
      throw new AuthorizationError(
        'invalid_option',
        `The option authorizationParams holds ${shown(name)}, which is set by the sign-in itself. Leave it out.`,
      )
    }
  }
  for (const name of [...reserved, ...unwanted]) url.searchParams.delete(name)
  for (const [name, value] of Object.entries({ ...parameters, ...extra })) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  if (url.href.length > urlLimit) throw tooLong(endpoint)
  return url
}

export function tooLong(endpoint: string): AuthorizationError {
  const message = `The authorization URL of ${new URL(endpoint).origin} has more than ${urlLimit} characters. Set the option scope to ask for less.`
  return new AuthorizationError('invalid_request', message)
}
