import type { QuirksOptions } from '@fast-agent-auth/discovery'
import { quirksOf } from '@fast-agent-auth/discovery/internal'
import { AuthorizationError } from '../authorization-error.ts'
import { isClientUnknown } from '../protocol/client-unknown.ts'
import type { RateLimit } from '../protocol/rate-limit.ts'
import { resourceParameter } from '../protocol/resource-parameter.ts'
import { requestTokens } from '../protocol/token-request.ts'
import type { RegistrationOptions } from '../registration/client-options.ts'
import { changeClientsById } from '../registration/client-records.ts'
import { findClient } from '../registration/find-client.ts'
import { createTokenSet, type TokenSet } from '../tokens/token-set.ts'
import { assertPending } from './assert-pending.ts'
import { readAuthorizationResponse } from './authorization-response.ts'
import type { PendingSignIn } from './begin.ts'
import { callbackUrl } from './callback-url.ts'
import { forgetFailedSignIn } from './forget-failed-sign-in.ts'

export interface FinishOptions extends RegistrationOptions, QuirksOptions {
  /** How long a sign-in may take from its beginning, in ms. Default: 15 minutes. */
  readonly lifetime?: number | undefined
  /** Limits the requests. */
  readonly rateLimit?: RateLimit | undefined
}

/**
 * The second half of a sign-in: checks the response at the redirect URI and exchanges its code for tokens, once. Stores
 * no tokens.
 *
 * @param callback the whole URL to which the browser was redirected
 * @throws AuthorizationError; errors of the store where the secret of a client cannot be read
 * @example
 * const tokens = await finish(pending, request.url)
 * await storeTokens(pending.serverUrl, tokens, { store })
 */
export async function finish(
  pending: PendingSignIn,
  callback: URL | string,
  options: FinishOptions = {},
): Promise<TokenSet> {
  assertPending(pending)
  const { now = Date.now, fetch, signal, lifetime = 15 * 60_000, rateLimit } = options
  const code = readAuthorizationResponse(callbackUrl(callback), pending)
  if (now() - pending.startedAt > lifetime) {
    throw new AuthorizationError(
      'timed_out',
      `The sign-in at ${pending.issuer} took longer than ${lifetime / 60_000} minutes. Start again.`,
    )
  }
  // `begin` has checked the issuer of the secret already.
  const client = await findClient(pending, { ...options, issuer: options.issuer ?? pending.issuer })
  const response = await requestTokens(pending, client, {
    grantType: 'authorization_code',
    parameters: {
      code,
      redirect_uri: pending.redirectUri,
      code_verifier: pending.verifier,
      ...resourceParameter(pending, quirksOf(pending.issuer, options)),
    },
    fetch,
    signal,
    now,
    rateLimit,
  }).catch(async (error: unknown) => {
    // Only the error of the token endpoint counts: anybody may have written a redirect.
    if (options.store && isClientUnknown(error)) await forgetFailedSignIn(options.store, pending)
    throw error
  })
  const { tokenEndpointAuthMethod } = response
  if (tokenEndpointAuthMethod && tokenEndpointAuthMethod !== client.tokenEndpointAuthMethod)
    await changeClientsById(options.store, pending, { tokenEndpointAuthMethod })
  const signedInAt = now()
  return createTokenSet({ ...bindingOf(pending), signedInAt }, response, signedInAt)
}

function bindingOf({
  issuer,
  tokenEndpoint,
  revocationEndpoint,
  clientId,
  tokenEndpointAuthMethod,
  tokenEndpointAuthMethodsSupported,
  resource,
  omitsResource,
  requestedScope,
}: PendingSignIn): Omit<TokenSet, 'tokenType' | 'accessToken' | 'obtainedAt' | 'signedInAt'> {
  return {
    issuer,
    tokenEndpoint,
    revocationEndpoint,
    clientId,
    tokenEndpointAuthMethod,
    tokenEndpointAuthMethodsSupported,
    resource,
    omitsResource,
    requestedScope,
  }
}
