import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { displayUrl } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { RateLimit } from '../protocol/rate-limit.ts'
import { publishUrls } from '../redaction/find-public.ts'
import type { Secrets } from '../redaction/secrets.ts'
import { serverKey } from '../server-key.ts'
import { assertPending } from '../sign-in/assert-pending.ts'
import type { AuthorizeOptions } from '../sign-in/authorize.ts'
import type { AuthorizationRequest, PendingSignIn } from '../sign-in/begin.ts'
import { beginKnown } from '../sign-in/begin-known.ts'
import { discoverCached } from '../sign-in/cached-discovery.ts'
import { callbackUrl } from '../sign-in/callback-url.ts'
import { finish } from '../sign-in/finish.ts'
import { storeTokens } from '../sign-in/store-tokens.ts'
import type { StoredTokens } from '../tokens/stored-tokens.ts'
import type { TokenSet } from '../tokens/token-set.ts'

/** A sign-in in two halves, for a web application. */
export interface WebSignIn<Outcome> {
  /** The first half: the page of the authorization server to send the browser to, and the sign-in to keep for `finish`. */
  begin(options: WebBeginOptions): Promise<AuthorizationRequest>
  /**
   * The second half, which any process may run: it exchanges the code, and stores the tokens before it resolves.
   *
   * @param callback the whole redirect URL at which the browser came back, with its query
   */
  finish(
    pending: PendingSignIn,
    callback: URL | string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<Outcome>
}

interface WebBeginOptions {
  /** The whole URL to which the browser comes back. A client that is registered already must have it among its own. */
  readonly redirectUri: string
  /** The server's reason for a refusal, from a `login_required` error. It may ask for more scope; `scope` replaces that. */
  readonly challenge?: BearerChallenge | undefined
  /** The scope to ask for this time, instead of the option `scope`. Scopes that were asked for before are kept. */
  readonly scope?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** The two halves for one server and account, without redaction, which the caller adds. */
export function webSignIn(
  serverUrl: string,
  options: AuthorizeOptions & {
    readonly records: StoredTokens
    readonly secrets: Secrets
    readonly rateLimit: RateLimit
  },
): WebSignIn<TokenSet> {
  const { records, rateLimit, secrets } = options
  const key = serverKey(serverUrl, options.account)
  return {
    async begin({ redirectUri, challenge, scope, signal }) {
      if (!URL.canParse(redirectUri)) {
        const message = `The redirect URI ${JSON.stringify(redirectUri)} is not a URL. Use a whole one, such as https://app.example.com/callback.`
        throw new AuthorizationError('invalid_option', message)
      }
      rateLimit.signIn('person')
      // Secrets are learned before public texts are published.
      const record = await records.read()
      publishUrls(secrets, redirectUri)
      const target = await discoverCached(serverUrl, { ...options, challenge, signal })
      const begun = await beginKnown(target, {
        ...options,
        scope: scope ?? options.scope,
        addsScope: scope !== undefined,
        redirectUri,
        held: [record?.tokens],
        signal,
      })
      secrets.learn(begun.pending.verifier)
      return begun
    },
    async finish(pending, callback, { signal } = {}) {
      assertPending(pending)
      const url = callbackUrl(callback)
      if (serverKey(pending.serverUrl, pending.account) !== key) {
        const message = `This sign-in was not begun for ${displayUrl(serverUrl)} and this account. Call finish on the object of createAuth that began it.`
        throw new AuthorizationError('state_mismatch', message)
      }
      secrets.learn(pending.state, pending.verifier, ...url.searchParams.getAll('code'))
      const tokens = await finish(pending, url, { ...options, signal })
      await storeTokens(serverUrl, tokens, options)
      return tokens
    },
  }
}
