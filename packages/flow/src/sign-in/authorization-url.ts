import { quoteUntrusted } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import { splitScope } from '../protocol/scope.ts'

/** The greatest length that browsers and servers accept. */
export const urlLimit = 8192

/** Parameters of the sign-in, which options cannot override. */
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

// Parameters of an endpoint that would replace the request or the redirect.
const unwanted = ['request', 'request_uri', 'response_mode']

/**
 * The URL of the authorization request (RFC 6749 §4.1.1). The query of the endpoint is kept (§3.1), but cannot override
 * our parameters; our `prompt` is added to that of the endpoint.
 *
 * @throws AuthorizationError `invalid_option` where an extra parameter has a reserved name, `invalid_request` where the
 * URL is too long
 */
export function authorizationUrl(
  endpoint: string,
  parameters: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string>> = {},
): URL {
  const url = new URL(endpoint)
  for (const name of Object.keys(extra)) {
    if (reserved.has(name)) {
      const problem = `The extra parameters of the authorization request hold ${quoteUntrusted(name)}, which is set by the sign-in itself.`
      const next = 'Leave it out of the option authorizationParams.'
      throw new AuthorizationError('invalid_option', problem, { next, details: { option: 'authorizationParams' } })
    }
  }
  for (const name of [...reserved, ...unwanted]) url.searchParams.delete(name)
  const prompt = parameters.prompt && withPrompt(url.searchParams.getAll('prompt'), parameters.prompt)
  for (const [name, value] of Object.entries({ ...parameters, prompt, ...extra })) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  if (url.href.length > urlLimit) throw tooLong(endpoint)
  return url
}

function withPrompt(own: readonly string[], ours: string): string {
  // `none` excludes other values (OpenID Connect Core §3.1.2.1).
  const values = splitScope(own.join(' ')).filter((value) => value !== 'none')
  return [...new Set([...values, ours])].join(' ')
}

export function tooLong(endpoint: string): AuthorizationError {
  const problem = `The authorization URL of ${new URL(endpoint).origin} has more than ${urlLimit} characters.`
  const next = 'Set the option scope to ask for less.'
  return new AuthorizationError('invalid_request', problem, { next, details: { option: 'scope' } })
}
