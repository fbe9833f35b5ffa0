import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { type AccessToken, AuthorizationError, type TokenSource } from '@fast-agent-auth/flow'
import type { SentRefusal } from '@fast-agent-auth/flow/internal'
import { letThroughSdk } from './let-through-sdk.ts'
import type { OAuthClientProvider, WireTokens } from './oauth-client-provider.ts'
import { isYoungerThan } from './settling-time.ts'

export interface ToOAuthClientProviderOptions {
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
}

/** The age up to which a token is not refused for being old, in ms. */
const firstMinute = 60_000

/**
 * A redirect URL that no sign-in uses. The SDKs take a provider without a redirect URL for a client that has no person
 * to ask.
 */
const redirectUrl = 'http://127.0.0.1/callback'

/**
 * An `authProvider` for hosts that take no `fetch` (LangChain, Cloudflare agents). It hands out the tokens of a source, which
 * are refreshed before they expire, and leaves the host nothing to refresh, register or store. For a host that takes a `fetch`
 * (SDK v1 and v2, openai-agents, mastra, mcp-use, ai-sdk) use `auth.fetch` or `withTokens`. This provider cannot
 *
 * - send a refused request again: it renews the tokens and throws `token_renewed`, and the caller sends the request again;
 * - ask for more scope after a 403, which it cannot tell from a 401: call `login({ scope })`;
 * - sign in, or finish a sign-in (`finishAuth`): call `login()` before `connect()`.
 *
 * @example
 * const client = new MultiServerMCPClient({
 *   docs: { transport: 'http', url: serverUrl, authProvider: toOAuthClientProvider(auth) },
 * })
 *
 * @throws AuthorizationError from its members, through the host: `token_renewed`; `login_required` where only a person
 * can help; other errors of the source
 */
export function toOAuthClientProvider(
  source: TokenSource,
  { now = Date.now }: ToOAuthClientProviderOptions = {},
): OAuthClientProvider {
  // The host does not say which tokens were refused, so those handed out last are assumed. A late refusal, of tokens
  // that were renewed meanwhile, may therefore end in `login_required`; `login()` then returns at once.
  let handedOut: AccessToken | undefined
  let renewed: AccessToken | undefined

  async function tokens(): Promise<WireTokens | undefined> {
    handedOut = await source.token().catch(rethrow)
    return handedOut && toWire(handedOut, now())
  }

  /** Renews the tokens, and throws. A host calls one of these members first when a request was refused. */
  async function refused(): Promise<never> {
    const refusal = toRefusal(handedOut, renewed, now())
    const renewing = source
      .renew(refusal)
      .catch((error) => rethrow(refusal.renewed ? explainYoungToken(error, named(refusal.rejected)) : error))
    const next = await renewing
    renewed = { ...next, obtainedAt: next.obtainedAt ?? now() }
    const message = `${named(next)} refused the token. It has been renewed: send the request again.`
    throw letThroughSdk(new AuthorizationError('token_renewed', message))
  }

  return {
    redirectUrl,
    clientMetadata: { redirect_uris: [redirectUrl] },
    tokens,
    // v2, and v1 since it has this member, call it first, before any discovery.
    discoveryState: refused,
    // v1.26 and @ai-sdk/mcp call it first, after they have fetched the resource metadata.
    validateResourceURL: refused,
    // A host that calls neither would register by one of these, or open a browser.
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
 * The refusal to pass to the source. A token in its first minute is not refused for its age: it lacks a scope, or the
 * server accepts no token of this sign-in. A refreshed token would be refused too, and so on for ever, so none is
 * requested (`renewed`). Other processes may use the token for other requests, so the refusal is not noted for them
 * (`background`). Newer tokens in the store are still used. An older token is renewed as usual: then the second refusal
 * is of a token in its first minute, and ends here.
 */
function toRefusal(rejected: AccessToken | undefined, renewed: AccessToken | undefined, now: number): SentRefusal {
  // A token source of another make may not say when its tokens were issued.
  const isRenewed = rejected !== undefined && rejected.accessToken === renewed?.accessToken
  const obtainedAt = rejected?.obtainedAt ?? (isRenewed ? renewed.obtainedAt : undefined)
  const isYoung = isYoungerThan(firstMinute, { obtainedAt }, now)
  return isYoung ? { rejected, renewed: true, background: true } : { rejected }
}

/**
 * The error of the source. An error `login_required` becomes one that says that a new token was refused and `login()`
 * must be forced.
 */
function explainYoungToken(error: unknown, server: string): unknown {
  if (!(error instanceof AuthorizationError) || error.code !== 'login_required') return error
  const problem = `${server} refuses a token in its first minute: it accepts no token of this sign-in, or a scope is missing.`
  const next = 'Sign in again: login({ force: true }), or login({ scope }) with every scope that is needed.'
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
    // The types of the hosts do not allow `undefined` here.
    ...(issuer !== undefined && { issuer }),
  }
}

function rethrow(error: unknown): never {
  throw letThroughSdk(error)
}

function keepNothing(): void {}
