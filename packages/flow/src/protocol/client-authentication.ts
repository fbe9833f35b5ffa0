import { type ClientAuth, ClientSecretPost, None } from 'oauth4webapi'
import { AuthorizationError } from '../authorization-error.ts'
import { basicCredentials, plainBasicCredentials } from '../redaction/basic-credentials.ts'
import type { Client } from './client.ts'

/**
 * The client authentication of a token request (RFC 6749 §2.3.1).
 *
 * @throws AuthorizationError `registration_required` where the secret is missing or the method cannot carry it
 */
export function clientAuthentication(client: Client): ClientAuth {
  const { clientId, clientSecret, tokenEndpointAuthMethod: method, plainBasic } = client
  if (method === 'none') return None()
  if (clientSecret === undefined) {
    const problem = `The client ${clientId} needs its secret (${method}), and there is none.`
    const next = 'Set it in the option client.secret, or sign in again.'
    throw new AuthorizationError('registration_required', problem, { next, details: { option: 'client.secret' } })
  }
  if (method === 'client_secret_post') return ClientSecretPost(clientSecret)
  if (holdsControls(clientId) || holdsControls(clientSecret)) {
    const problem = `The id or the secret of the client ${JSON.stringify(clientId)} has a control character, such as a line break, which ${method} cannot carry (RFC 6749, appendix A).`
    const next = "Correct the option client.secret, or set client.tokenEndpointAuthMethod to 'client_secret_post'."
    throw new AuthorizationError('registration_required', problem, { next, details: { option: 'client.secret' } })
  }
  const credentials = plainBasic ? plainBasicCredentials(clientId, clientSecret) : undefined
  return clientSecretBasic(credentials ?? basicCredentials(clientId, clientSecret))
}

/** Whether a text holds a control character, which the credentials of `Basic` must not hold (RFC 7617 §2). */
export function holdsControls(text: string): boolean {
  return /\p{Cc}/u.test(text)
}

/**
 * The client with another way to send its secret, for servers that support one way only in part: the other method,
 * where the server lists it or lists none; else `Basic` without the encoding of RFC 6749 §2.3.1, or with it.
 * `undefined` where there is no other way.
 */
export function otherAuthentication(client: Client, supported: readonly string[] | undefined): Client | undefined {
  const { clientId, clientSecret, tokenEndpointAuthMethod: method, plainBasic } = client
  if (method === 'none' || clientSecret === undefined) return undefined
  const other = method === 'client_secret_basic' ? 'client_secret_post' : 'client_secret_basic'
  const isOffered = !Array.isArray(supported) || supported.length === 0 || supported.includes(other)
  if (isOffered) return { ...client, tokenEndpointAuthMethod: other }
  const differs = method === 'client_secret_basic' && plainBasicCredentials(clientId, clientSecret) !== undefined
  return differs ? { ...client, plainBasic: !plainBasic } : undefined
}

/** Error codes that are not about the client, even in an answer of status 401. */
const codesOfRequest: readonly string[] = [
  'invalid_grant',
  'invalid_request',
  'invalid_scope',
  'invalid_target',
  'unauthorized_client',
  'unsupported_grant_type',
]

/** Whether client authentication failed. A 401 to the header `Authorization` says so too (RFC 6749 §5.2). */
export function authenticationFailed(
  refusal: unknown,
  { tokenEndpointAuthMethod }: Client,
  status: number | undefined,
): refusal is AuthorizationError {
  if (!(refusal instanceof AuthorizationError)) return false
  if (refusal.code === 'invalid_client') return true
  return status === 401 && tokenEndpointAuthMethod === 'client_secret_basic' && !codesOfRequest.includes(refusal.code)
}

// oauth4webapi's function writes `-` as `%2D`, which many servers do not decode.
function clientSecretBasic(credentials: string): ClientAuth {
  return (_server, _client, _body, headers) => headers.set('authorization', `Basic ${credentials}`)
}
