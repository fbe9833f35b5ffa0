import { allowInsecureRequests, customFetch, revocationRequest } from 'oauth4webapi'
import { AuthorizationError, serverErrorCode } from './authorization-error.ts'
import type { Client } from './client.ts'
import { clientAuthentication } from './client-authentication.ts'
import { type Answer, request } from './request.ts'
import { shownWithout } from './shown-without.ts'
import type { TokenSet } from './token-set.ts'

export interface RevokeOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Ends tokens at their server (RFC 7009): the refresh token, with which the access token goes, else the access token.
 *
 * @returns false where the server has no revocation endpoint
 * @throws AuthorizationError `unreachable`, or why the server refused
 */
export async function revoke(tokens: TokenSet, client: Client, options: RevokeOptions = {}): Promise<boolean> {
  const { issuer, revocationEndpoint } = tokens
  if (revocationEndpoint === undefined) return false
  const hint = tokens.refreshToken === undefined ? 'access_token' : 'refresh_token'
  const token = tokens.refreshToken ?? tokens.accessToken
  const answers: Answer[] = []
  await revocationRequest(
    { issuer, revocation_endpoint: revocationEndpoint },
    { client_id: client.clientId },
    clientAuthentication(client),
    token,
    {
      additionalParameters: { token_type_hint: hint },
      [customFetch]: async (url, init) => {
        answers.push(await request(url, { ...options, what: `The revocation at ${issuer}`, init }))
        return new Response()
      },
      [allowInsecureRequests]: true,
    },
  )
  const [answer] = answers
  if (answer?.status === 200) return true
  const word = typeof answer?.body?.error === 'string' ? answer.body.error : `HTTP ${answer?.status}`
  const message = `${issuer} did not revoke the tokens (${shownWithout(word, [token, client.clientSecret])}).`
  throw new AuthorizationError(serverErrorCode(word), message)
}
