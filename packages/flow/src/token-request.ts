import {
  allowInsecureRequests,
  customFetch,
  genericTokenEndpointRequest,
  processGenericTokenEndpointResponse,
  ResponseBodyError,
  type TokenEndpointResponse,
} from 'oauth4webapi'
import { AuthorizationError, serverErrorCode } from './authorization-error.ts'
import type { Client } from './client.ts'
import { basicCredentials, clientAuthentication } from './client-authentication.ts'
import { clientUnknown, saysClientUnknown } from './client-unknown.ts'
import { type Answer, request } from './request.ts'
import { shownWithout } from './shown-without.ts'
import type { TokenResponse } from './token-set.ts'
import { withoutUndefined } from './without-undefined.ts'

export interface TokenRequest {
  readonly grantType: string
  readonly parameters: Readonly<Record<string, string | undefined>>
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * One request to the token endpoint (RFC 6749 §3.2).
 *
 * @throws AuthorizationError the server's own word, `invalid_response` or `unreachable`. No error holds a secret.
 */
export async function requestTokens(
  { issuer, tokenEndpoint }: { readonly issuer: string; readonly tokenEndpoint: string },
  client: Client,
  { grantType, parameters, fetch, signal }: TokenRequest,
): Promise<TokenResponse> {
  const server = { issuer, token_endpoint: tokenEndpoint }
  const what = `The token request to ${issuer}`
  const response = await genericTokenEndpointRequest(
    server,
    { client_id: client.clientId },
    clientAuthentication(client),
    grantType,
    withoutUndefined(parameters),
    {
      [customFetch]: async (url, init) => cleanResponse(await request(url, { what, init, fetch, signal }), issuer),
      // Which http URLs will do is decided where the metadata is read.
      [allowInsecureRequests]: true,
    },
  )
  try {
    return ours(await processGenericTokenEndpointResponse(server, { client_id: client.clientId }, response), issuer)
  } catch (error) {
    throw translate(error, issuer, secretsOf(client, parameters))
  }
}

/**
 * A token response as oauth4webapi takes it. It throws on `refresh_token` null or "", on a missing `token_type` and on
 * a negative `expires_in`; after a refresh, such a throw would lose the rotated token.
 */
function cleanResponse(answer: Answer, issuer: string): Response {
  const { status, body } = answer
  const word = typeof body?.error === 'string' ? serverErrorCode(body.error) : 'refused'
  if (word === 'refused' && saysClientUnknown(answer)) throw clientUnknown(issuer)
  if (!body || (status !== 200 && (status < 400 || typeof body.error !== 'string'))) {
    const message = `The token endpoint of ${issuer} answered HTTP ${status} without a token response (RFC 6749 §5). Tell its operator.`
    throw new AuthorizationError('invalid_response', message)
  }
  // GitHub reports errors with status 200.
  if (typeof body.error === 'string') return Response.json(body, { status: status === 200 ? 400 : status })
  const { access_token, token_type, refresh_token, expires_in, scope } = body
  return Response.json({
    access_token,
    token_type: typeof token_type === 'string' && token_type !== '' ? token_type : 'bearer',
    refresh_token: typeof refresh_token === 'string' && refresh_token !== '' ? refresh_token : undefined,
    expires_in: lifetime(expires_in),
    scope: Array.isArray(scope) ? scope.join(' ') : typeof scope === 'string' ? scope : undefined,
  })
}

/** Seconds, as a number or as digits; anything else is none. At most ten years, so that it stays a date. */
function lifetime(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || Number.isNaN(seconds) || seconds <= 0) return undefined
  return Math.min(seconds, 315_360_000)
}

function ours(response: TokenEndpointResponse, issuer: string): TokenResponse {
  if (response.token_type !== 'bearer') {
    throw new AuthorizationError('invalid_response', `${issuer} issued a token of a type that was not asked for.`)
  }
  // RFC 6750 §2.1 allows less. Anything else would break the header, whose error would quote it.
  if (!/^[\x21-\x7e]{1,65536}$/.test(response.access_token)) {
    throw new AuthorizationError('invalid_response', `${issuer} issued a token that no header can carry.`)
  }
  return {
    tokenType: response.token_type,
    accessToken: response.access_token,
    refreshToken: response.refresh_token,
    expiresIn: response.expires_in,
    scope: response.scope,
  }
}

function secretsOf(client: Client, parameters: TokenRequest['parameters']): readonly (string | undefined)[] {
  const { refresh_token, code, code_verifier } = parameters
  const basic = client.clientSecret && basicCredentials(client.clientId, client.clientSecret)
  return [client.clientSecret, basic, refresh_token, code, code_verifier]
}

/** Without the error's cause, which may hold what was sent and received. */
function translate(error: unknown, issuer: string, secrets: readonly (string | undefined)[]): AuthorizationError {
  if (error instanceof AuthorizationError) return error
  if (error instanceof ResponseBodyError) {
    const text = error.error_description === undefined ? error.error : `${error.error}: ${error.error_description}`
    const message = `${issuer} refused the token request (${shownWithout(text, secrets)}).`
    return new AuthorizationError(serverErrorCode(error.error), message)
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new AuthorizationError('invalid_response', `${issuer} sent a token response that cannot be used: ${reason}.`)
}
