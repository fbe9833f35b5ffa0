import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { type AccessToken, AuthorizationError, type Refusal, type TokenSource } from '@fast-agent-auth/flow'
import { letThroughSdk } from './let-through-sdk.ts'
import type { OAuthClientProvider, WireTokens } from './oauth-client-provider.ts'

export interface ToOAuthClientProviderOptions {
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** In ms. */
const firstMinute = 60_000

/** Never used, and never undefined: without one the SDKs take a provider for one that has no person to ask. */
const redirectUrl = 'http://127.0.0.1/callback'

/**
 * An `authProvider` for hosts that take no `fetch` (LangChain, Cloudflare agents): it hands out the tokens of a source,
 * refreshed before they expire, and lets nobody refresh, register or keep anything beside the source. Wherever a `fetch`
 * can be given (SDK v1 and v2, openai-agents, mastra, mcp-use, ai-sdk) give `withTokens` instead. A facade cannot
 *
 * - send a refused request again: it renews the tokens and throws `token_renewed`; the caller sends the request again;
 * - ask for more scope after a 403, which it cannot tell from a 401: `login({ scope })` does;
 * - sign in, or finish a sign-in (`finishAuth`): call `login()` before `connect()`.
 *
 * @throws AuthorizationError from its members, through the host: `token_renewed`; `login_required` where only a person
 * can help; other errors of the source
 */
export function toOAuthClientProvider(
  source: TokenSource,
  { now = Date.now }: ToOAuthClientProviderOptions = {},
): OAuthClientProvider {
  // A refusal does not say which tokens it is about: taken for those that went out last. A late one, of tokens that were
  // renewed meanwhile, may so be told `login_required`; then `login()` returns at once.
  let handedOut: AccessToken | undefined
  let renewed: { readonly accessToken: string; readonly at: number } | undefined

  async function tokens(): Promise<WireTokens | undefined> {
    handedOut = await source.token().catch(rethrow)
    return handedOut && toWire(handedOut, now())
  }

  /** Every host asks for one of these first when a request was refused; after an answer it would ask for tokens itself. */
  async function refused(): Promise<never> {
    const refusal = toRefusal(handedOut, renewed, now())
    const renewing = source
      .renew(refusal)
      .catch((error) => rethrow(refusal.renewed ? ofYoung(error, named(refusal.rejected)) : error))
    const next = await renewing
    renewed = { accessToken: next.accessToken, at: now() }
    const message = `${named(next)} refused the token. It has been renewed: send the request again.`
    throw letThroughSdk(new AuthorizationError('token_renewed', message))
  }

  return {
    redirectUrl,
    clientMetadata: { redirect_uris: [redirectUrl] },
    tokens,
    // The first of all, before any discovery, in v2 and in v1 since it has this member.
    discoveryState: refused,
    // The first in v1.26 and @ai-sdk/mcp, after they have asked the server for its resource metadata.
    validateResourceURL: refused,
    // A host that asks for none of the above would register here, or open a browser.
    clientInformation: refused,
    redirectToAuthorization: refused,
    codeVerifier: refused,
    saveTokens: keepNothing,
    saveClientInformation: keepNothing,
    saveCodeVerifier: keepNothing,
    saveDiscoveryState: keepNothing,
    invalidateCredentials: keepNothing,
  }
}

/**
 * In its first minute a token is not refused for its age: it lacks a scope, or the server takes none. One refreshed
 * (`renewed`) would be refused as well, and so on for ever; and since it may serve other processes well, nothing is said
 * to them (`background`). Whatever is newer in the store is still taken. An older token is renewed plainly: that gives
 * one in its first minute, so that a second refusal ends here; and where it cannot be refreshed it is marked as refused,
 * since `login()` would return it at once otherwise.
 */
function toRefusal(
  rejected: AccessToken | undefined,
  renewed: { readonly accessToken: string; readonly at: number } | undefined,
  now: number,
): Refusal {
  // A clock that was set back makes no token young for hours.
  const issued = rejected?.obtainedAt ?? (rejected?.accessToken === renewed?.accessToken ? renewed?.at : undefined)
  const young = issued !== undefined && Math.abs(now - issued) < firstMinute
  return young ? { rejected, renewed: true, background: true } : { rejected }
}

/** A sign-in would give what was refused: that there are tokens is not said by the error of the source. */
function ofYoung(error: unknown, server: string): unknown {
  if (!(error instanceof AuthorizationError) || error.code !== 'login_required') return error
  const problem = `${server} refuses a token in its first minute: it takes none of this sign-in, or a scope is missing.`
  const next = 'Sign in anew: login({ force: true }), or login({ scope }) with all that is needed.'
  return new AuthorizationError('login_required', problem, { next, challenge: error.challenge, cause: error })
}

function named(token: AccessToken | undefined): string {
  return token?.resource === undefined ? 'The server' : displayUrl(token.resource)
}

function toWire({ accessToken, tokenType = 'Bearer', scope, expiresAt, issuer }: AccessToken, now: number): WireTokens {
  return {
    access_token: accessToken,
    token_type: tokenType,
    scope,
    expires_in: expiresAt === undefined ? undefined : Math.max(0, Math.floor((expiresAt - now) / 1000)),
    // The hosts' types know no `undefined` here.
    ...(issuer !== undefined && { issuer }),
  }
}

function rethrow(error: unknown): never {
  throw letThroughSdk(error)
}

function keepNothing(): void {}
