import {
  allowInsecureRequests,
  type ClientAuth,
  customFetch,
  genericTokenEndpointRequest,
  processGenericTokenEndpointResponse,
  type TokenEndpointResponse,
} from 'oauth4webapi'
import { AuthorizationError, type ServerErrorCode } from '../authorization-error.ts'
import { withRedactedErrors } from '../redaction/redacting.ts'
import type { Client } from './client.ts'
import { authenticationFailed, clientAuthentication, otherAuthentication } from './client-authentication.ts'
import { isClientUnknown } from './client-unknown.ts'
import type { RateLimit } from './rate-limit.ts'
import { request, signInTimeLimit, withoutUndefined } from './request.ts'
import { tokenRefusal } from './token-refusal.ts'
import { cleanTokenResponse, type TokenResponse } from './token-response.ts'

export interface TokenRequest {
  readonly grantType: string
  readonly parameters: Readonly<Record<string, string | undefined>>
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
  readonly now?: (() => number) | undefined
  readonly rateLimit?: RateLimit | undefined
  /** A person waits for the tokens, so the request is sent once more if the server does not know the client. */
  readonly byPerson?: boolean | undefined
}

type SendOptions = Omit<TokenRequest, 'rateLimit' | 'byPerson'> & { readonly onStatus: (status: number) => void }

interface TokenServer {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly tokenEndpointAuthMethodsSupported?: readonly string[] | undefined
  readonly requestedScope?: string | undefined
}

/**
 * Requests tokens (RFC 6749 §3.2). If client authentication fails, the request is sent once more, since the server did
 * nothing with the first one (§5.2): with the secret sent in another way, or, where a person waits, in the same way.
 *
 * @throws AuthorizationError the error code of the server, `invalid_response` or `unreachable`. No error holds a
 * secret.
 */
export async function requestTokens(
  server: TokenServer,
  client: Client,
  { rateLimit, fetch, byPerson, ...tokenRequest }: TokenRequest,
): Promise<TokenResponse> {
  let status: number | undefined
  const onStatus = (answered: number): void => {
    status = answered
  }
  const ask = async (as: Client): Promise<TokenResponse> => {
    const authentication = clientAuthentication(as)
    rateLimit?.tokenRequest(tokenRequest.grantType)
    try {
      const response = await withRedactedErrors(fetch, (learning) =>
        send(server, { client: as, authentication }, { ...tokenRequest, fetch: learning, onStatus }),
      )
      rateLimit?.answered()
      const { tokenEndpointAuthMethod, plainBasic } = as
      return { ...response, tokenEndpointAuthMethod, plainBasic }
    } catch (error) {
      rateLimit?.failed(error, tokenRequest.grantType)
      throw error
    }
  }
  return ask(client).catch((refusal: unknown) => {
    const other = otherAuthentication(client, server.tokenEndpointAuthMethodsSupported)
    if (other && authenticationFailed(refusal, client, status)) return askAgain(refusal, () => ask(other))
    if (byPerson && isClientUnknown(refusal)) return askAgain(refusal, () => ask(client))
    throw refusal
  })
}

/**
 * Repeats a request. The second answer counts only if it is `invalid_grant` and the first was about the client: any
 * other code may be about the way in which the secret was sent.
 */
async function askAgain(refusal: unknown, ask: () => Promise<TokenResponse>): Promise<TokenResponse> {
  return ask().catch((error: unknown) =>
    Promise.reject(isClientUnknown(refusal) && hasCode(error, 'invalid_grant') ? error : refusal),
  )
}

function hasCode(error: unknown, code: ServerErrorCode): boolean {
  return error instanceof AuthorizationError && error.code === code
}

async function send(
  { issuer, tokenEndpoint, requestedScope }: TokenServer,
  { client, authentication }: { readonly client: Client; readonly authentication: ClientAuth },
  { grantType, parameters, fetch, signal, now, onStatus }: SendOptions,
): Promise<TokenResponse> {
  const server = { issuer, token_endpoint: tokenEndpoint }
  const subject = `The token request to ${issuer}`
  const timeLimit = grantType === 'authorization_code' ? signInTimeLimit : undefined
  const response = await genericTokenEndpointRequest(
    server,
    { client_id: client.clientId },
    authentication,
    grantType,
    withoutUndefined(parameters),
    {
      [customFetch]: async (url, init) => {
        const answer = await request(url, { subject, init, fetch, signal, now, timeLimit })
        onStatus(answer.status)
        return cleanTokenResponse(answer, { issuer, grantType, requestedScope })
      },
      // Discovery decides which http URLs are allowed.
      [allowInsecureRequests]: true,
    },
  )
  try {
    return toTokenResponse(await processGenericTokenEndpointResponse(server, { client_id: client.clientId }, response))
  } catch (error) {
    // `refresh` itself repeats a request without the parameter.
    const sentResource = grantType === 'authorization_code' && parameters.resource !== undefined
    throw tokenRefusal(error, { issuer, sentResource })
  }
}

function toTokenResponse(response: TokenEndpointResponse): TokenResponse {
  return {
    tokenType: response.token_type,
    accessToken: response.access_token,
    refreshToken: response.refresh_token,
    expiresIn: response.expires_in,
    scope: response.scope,
  }
}
