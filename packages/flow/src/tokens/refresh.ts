import type { QuirksOptions } from '@fast-agent-auth/discovery'
import { type QuirkLookup, quirksOf } from '@fast-agent-auth/discovery/internal'
import { AuthorizationError } from '../authorization-error.ts'
import type { Client } from '../protocol/client.ts'
import { isMisdirected } from '../protocol/misdirected.ts'
import type { RateLimit } from '../protocol/rate-limit.ts'
import { mayMeanResource, resourceParameter } from '../protocol/resource-parameter.ts'
import { missingScope, splitScope, unionScope } from '../protocol/scope.ts'
import { requestTokens } from '../protocol/token-request.ts'
import type { TokenResponse } from '../protocol/token-response.ts'
import { createTokenSet, type TokenSet } from './token-set.ts'

export interface RefreshOptions extends QuirksOptions {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly now?: (() => number) | undefined
  /** Limits what is sent. */
  readonly rateLimit?: RateLimit | undefined
  /** A person waits for it: a client that is not known is asked for once more. */
  readonly asked?: boolean | undefined
  /** Tells, where nobody answers as a token endpoint does, to which other one it has moved. Default: to none. */
  readonly movedTo?: ((error: unknown) => Promise<string | undefined>) | undefined
}

/**
 * New tokens for a refresh token (RFC 6749 §6). Takes no signal: once the request is out, the old token may be dead.
 * A scope or a refresh token that the response leaves out stays. A server that refuses the first
 * of a sign-in for its `resource` is asked once more without it, which the new tokens remember; one that has moved is asked
 * once at its new place. The refresh token is sent three times at most.
 *
 * @throws AuthorizationError `invalid_grant` where the refresh token is dead; `unreachable` where nothing is lost
 */
export async function refresh(tokens: TokenSet, client: Client, options: RefreshOptions = {}): Promise<TokenSet> {
  const { now = Date.now } = options
  const quirk = quirksOf(tokens.issuer, options)
  const ask = async (asked: TokenSet): Promise<TokenSet> =>
    createTokenSet(asked, await requestRefresh(asked, client, { ...options, quirk }), now())
  const isSent = resourceParameter(tokens, quirk).resource !== undefined
  return ask(tokens).catch(async (error: unknown) => {
    const mayDoWithout = isSent && hasResourceCode(error) && isUntried(tokens)
    if (mayDoWithout) return ask({ ...tokens, omitsResource: true })
    // Such an answer comes to the first request alone, so that the refresh token is sent three times at most here too.
    const tokenEndpoint = isMisdirected(error) ? await options.movedTo?.(error) : undefined
    if (tokenEndpoint === undefined) throw error
    return ask({ ...tokens, tokenEndpoint })
  })
}

function requestRefresh(
  tokens: TokenSet,
  client: Client,
  { fetch, now, rateLimit, asked, quirk }: RefreshOptions & { readonly quirk: QuirkLookup },
): Promise<TokenResponse> {
  return requestTokens(tokens, client, {
    grantType: 'refresh_token',
    parameters: {
      refresh_token: tokens.refreshToken ?? '',
      ...resourceParameter(tokens, quirk),
      scope: quirk('refreshScope') === 'repeat' ? grantedOf(tokens) : undefined,
    },
    fetch,
    now,
    rateLimit,
    asked,
  })
}

/**
 * The scope that was asked for and granted: no more may be asked for in a refresh, and without one it stays (RFC 6749 §6).
 * Where the granted text names nothing of it, it is in a form of the server's own, which is never sent back.
 */
function grantedOf({ requestedScope, scope }: TokenSet): string | undefined {
  const missing = new Set(missingScope(requestedScope, scope))
  return unionScope(...splitScope(requestedScope).filter((name) => !missing.has(name))) ?? requestedScope
}

/** RFC 8707 §2, and RFC 6749 §5.2 for a server that does not know the parameter: the request was wrong, not the token. */
function hasResourceCode(error: unknown): boolean {
  return error instanceof AuthorizationError && mayMeanResource(error.code)
}

/**
 * Whether no refresh has brought tokens since the sign-in. A server that has taken the parameter once knows it, and means
 * this resource: without it, the tokens would be for somebody else, and be sent to this one.
 */
function isUntried({ signedInAt, obtainedAt }: TokenSet): boolean {
  return obtainedAt === signedInAt
}
