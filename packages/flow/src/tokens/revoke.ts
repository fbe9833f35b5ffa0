import { quoteUntrusted } from '@fast-agent-auth/discovery/untrusted'
import { allowInsecureRequests, customFetch, revocationRequest } from 'oauth4webapi'
import { AuthorizationError, serverErrorCode } from '../authorization-error.ts'
import type { Client } from '../protocol/client.ts'
import { clientAuthentication } from '../protocol/client-authentication.ts'
import { isSuccess, request, type ServerResponse } from '../protocol/request.ts'
import { withRedactedErrors } from '../redaction/redacting.ts'
import type { TokenSet } from './token-set.ts'

export interface RevokeOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

export type Revoked = 'all' | 'refresh_token' | false

/**
 * Revokes tokens (RFC 7009): first the refresh token, then the access token, since not every server revokes both at
 * once. Then a refusal to revoke the access token is no error: the token may be revoked already, or of a kind that the
 * server does not revoke.
 *
 * @returns `refresh_token` where only that one was revoked; `false` where the server has no revocation endpoint
 * @throws AuthorizationError `unreachable`, or the error code of the server
 * @example
 * await revoke(tokens, { clientId: tokens.clientId, tokenEndpointAuthMethod: tokens.tokenEndpointAuthMethod })
 */
export async function revoke(tokens: TokenSet, client: Client, options: RevokeOptions = {}): Promise<Revoked> {
  if (tokens.revocationEndpoint === undefined) return false
  return withRedactedErrors(options.fetch, (fetch) => revokeBoth(tokens, client, { ...options, fetch }))
}

async function revokeBoth(tokens: TokenSet, client: Client, options: RevokeOptions): Promise<Revoked> {
  const revocation = { ...options, tokens, client }
  if (tokens.refreshToken === undefined) {
    await revokeOne('access_token', tokens.accessToken, revocation)
    return 'all'
  }
  let refused: AuthorizationError | undefined
  try {
    await revokeOne('refresh_token', tokens.refreshToken, revocation)
  } catch (error) {
    // Some servers revoke access tokens only.
    if (!isFinalAnswer(error)) throw error
    refused = error
  }
  let revoked: Revoked = 'all'
  try {
    await revokeOne('access_token', tokens.accessToken, revocation)
  } catch (error) {
    // A caller who gives up after the refresh token was revoked is signed out all the same.
    if (!isFinalAnswer(error) && !options.signal?.aborted) throw error
    revoked = 'refresh_token'
  }
  if (refused) throw refused
  return revoked
}

/** Whether the server has answered, so that trying again will not help. */
function isFinalAnswer(error: unknown): error is AuthorizationError {
  return error instanceof AuthorizationError && error.code !== 'unreachable'
}

interface Revocation extends RevokeOptions {
  readonly tokens: TokenSet
  readonly client: Client
}

async function revokeOne(hint: string, token: string, { tokens, client, ...options }: Revocation): Promise<void> {
  const { issuer, revocationEndpoint } = tokens
  const answers: ServerResponse[] = []
  await revocationRequest(
    { issuer, revocation_endpoint: revocationEndpoint ?? '' },
    { client_id: client.clientId },
    clientAuthentication(client),
    token,
    {
      additionalParameters: { token_type_hint: hint },
      [customFetch]: async (url, init) => {
        answers.push(await request(url, { ...options, subject: `The revocation at ${issuer}`, init }))
        return new Response()
      },
      [allowInsecureRequests]: true,
    },
  )
  const [answer] = answers
  if (answer && isSuccess(answer.status)) return
  const word = typeof answer?.body?.error === 'string' ? answer.body.error : `HTTP ${answer?.status}`
  const message = `${issuer} did not revoke the tokens (${quoteUntrusted(word)}).`
  throw new AuthorizationError(serverErrorCode(word), message)
}
