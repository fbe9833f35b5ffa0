import type { QuirksOptions } from '@fast-agent-auth/discovery'
import { type QuirkLookup, quirksOf } from '@fast-agent-auth/discovery/internal'
import { AuthorizationError } from '../authorization-error.ts'
import type { Client } from '../protocol/client.ts'
import { isEndpointMissing } from '../protocol/endpoint-missing.ts'
import type { RateLimit } from '../protocol/rate-limit.ts'
import { mayMeanResource, resourceParameter } from '../protocol/resource-parameter.ts'
import { missingScope, splitScope, unionScope } from '../protocol/scope.ts'
import { requestTokens } from '../protocol/token-request.ts'
import type { TokenResponse } from '../protocol/token-response.ts'
import { createTokenSet, type TokenSet } from './token-set.ts'

export interface RefreshOptions extends QuirksOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  /** Limits the requests. */
  readonly rateLimit?: RateLimit | undefined
  /** A person waits for the tokens, so the request is sent once more if the server does not know the client. */
  readonly byPerson?: boolean | undefined
  /** The new token endpoint, where the old one is missing. Default: there is none. */
  readonly movedTo?: ((error: unknown) => Promise<string | undefined>) | undefined
}

/**
 * Requests new tokens with a refresh token (RFC 6749 §6). There is no signal: once the request is sent, the old refresh
 * token may be dead. A scope or a refresh token that the response leaves out stays the same.
 *
 * The refresh token is sent three times at most: the first refresh after a sign-in is repeated without `resource` if
 * the server refuses that parameter, and the new tokens remember that; and a refresh is repeated at the new endpoint
 * where the old one is missing.
 *
 * @throws AuthorizationError `invalid_grant` where the refresh token is dead; `unreachable` where nothing is lost and a
 * later refresh may succeed; else the error code of the server or `invalid_response`
 * @example
 * const client = { clientId: tokens.clientId, tokenEndpointAuthMethod: tokens.tokenEndpointAuthMethod }
 * const fresh = await refresh(tokens, client)
 */
export async function refresh(tokens: TokenSet, client: Client, options: RefreshOptions = {}): Promise<TokenSet> {
  const { now = Date.now } = options
  const quirk = quirksOf(tokens.issuer, options)
  const ask = async (binding: TokenSet): Promise<TokenSet> =>
    createTokenSet(binding, await requestRefresh(binding, client, { ...options, quirk }), now())
  const isSent = resourceParameter(tokens, quirk).resource !== undefined
  return ask(tokens).catch(async (error: unknown) => {
    const mayOmitResource = isSent && hasResourceCode(error) && isFirstRefresh(tokens)
    if (mayOmitResource) return ask({ ...tokens, omitsResource: true })
    // Only the first request can find the endpoint missing, so that the refresh token is sent three times at most here
    // too.
    const tokenEndpoint = isEndpointMissing(error) ? await options.movedTo?.(error) : undefined
    if (tokenEndpoint === undefined) throw error
    return ask({ ...tokens, tokenEndpoint })
  })
}

function requestRefresh(
  tokens: TokenSet,
  client: Client,
  { fetch, now, rateLimit, byPerson, quirk }: RefreshOptions & { readonly quirk: QuirkLookup },
): Promise<TokenResponse> {
  return requestTokens(tokens, client, {
    grantType: 'refresh_token',
    parameters: {
      refresh_token: tokens.refreshToken ?? '',
      ...resourceParameter(tokens, quirk),
      scope: quirk('refreshScope') === 'repeat' ? grantedScope(tokens) : undefined,
    },
    fetch,
    now,
    rateLimit,
    byPerson,
  })
}

/**
 * The scope that was requested and granted: a refresh may request no more, and an omitted scope means the same (RFC
 * 6749 §6). Where the granted text holds none of the requested names, the server writes scopes in a form of its own,
 * which is never sent.
 */
function grantedScope({ requestedScope, scope }: TokenSet): string | undefined {
  const missing = new Set(missingScope(requestedScope, scope))
  return unionScope(...splitScope(requestedScope).filter((name) => !missing.has(name))) ?? requestedScope
}

/**
 * Whether an error may be about the parameter `resource`: it has the code for that (RFC 8707 §2), or the code for an
 * invalid request, as of a server that does not know the parameter (RFC 6749 §5.2).
 */
function hasResourceCode(error: unknown): boolean {
  return error instanceof AuthorizationError && mayMeanResource(error.code)
}

/**
 * Whether no refresh has succeeded since the sign-in. A server that has accepted the parameter once knows it: without
 * it, such a server would issue tokens for another resource, and they would be sent to this one.
 */
function isFirstRefresh({ signedInAt, obtainedAt }: TokenSet): boolean {
  return obtainedAt === signedInAt
}
