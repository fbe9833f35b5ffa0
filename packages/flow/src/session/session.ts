import { tell } from '@fast-agent-auth/discovery/untrusted'
import type { RateLimit } from '../protocol/rate-limit.ts'
import type { Secrets } from '../redaction/secrets.ts'
import { serverKey } from '../server-key.ts'
import type { AuthorizeOptions } from '../sign-in/authorize.ts'
import { readStatus, type Status } from '../tokens/status.ts'
import { storedTokens } from '../tokens/stored-tokens.ts'
import type { IssuedTokens, TokenSet } from '../tokens/token-set.ts'
import type { TokenSource } from '../tokens/token-source.ts'
import { createFreshTokens } from './fresh-tokens.ts'
import { type LoginOptions, login } from './login.ts'
import { renew } from './renew.ts'
import type { SignedIn, SignIn } from './sign-in.ts'
import { createSignIns } from './sign-ins.ts'
import { type SignOut, signOut } from './sign-out.ts'
import { createTokenCache } from './token-cache.ts'
import { type WebSignIn, webSignIn } from './web-sign-in.ts'
import { forgetWindowPause } from './window-pause.ts'

/** A token source that a person can sign in to and out of. */
export interface Session extends TokenSource<IssuedTokens>, WebSignIn<SignIn> {
  /**
   * Returns at once where usable tokens are stored that are what the options ask for, unless `force`. A sign-in whose
   * request was given up is shown again, and joined; one for something else ends.
   */
  login(options?: LoginOptions): Promise<SignIn>
  /**
   * Ends a sign-in of this session that is under way, revokes the tokens at the server and deletes them; deletes them also
   * where they cannot be revoked.
   */
  logout(options?: { readonly signal?: AbortSignal | undefined }): Promise<SignOut>
  status(): Promise<Status>
  /**
   * Ends a sign-in of this session that is under way, and its listener: who waits for it is told `closed`. Tokens stay, and
   * the session can be used again. Resolves when the listener is closed.
   */
  close(): Promise<void>
}

/** The same inside the package, with whole token sets. */
export interface TokenSession extends TokenSource<TokenSet>, WebSignIn<TokenSet>, Omit<Session, keyof Outcomes> {
  login(options?: LoginOptions): Promise<SignedIn>
}

type Outcomes = Pick<Session, 'token' | 'renew' | 'login' | 'begin' | 'finish'>

export type SessionOptions = Omit<
  AuthorizeOptions,
  'challenge' | 'held' | 'rediscover' | 'registerAnew' | 'cause' | 'mayAsk' | 'keepsAlive' | 'whenAskedAgain' | 'signal'
>

/** A session whose secrets somebody else sees to. */
export function openSession(
  serverUrl: string,
  options: SessionOptions & { readonly secrets: Secrets; readonly rateLimit: RateLimit },
): TokenSession {
  const { store, rateLimit, onEvent, now = Date.now } = options
  const key = serverKey(serverUrl, options.account)
  const records = storedTokens(store, key, onEvent)
  const tokenCache = createTokenCache()
  const fresh = createFreshTokens(serverUrl, { ...options, records, tokenCache, rateLimit, now })
  const signIns = createSignIns(serverUrl, { ...options, records, tokenCache, rateLimit })
  const parts = { ...options, ...fresh, records, tokenCache, signIns, now }

  return {
    token: fresh.token,
    renew: (refusal) => renew(serverUrl, refusal, parts),
    login: (asked = {}) => login(serverUrl, asked, parts),
    async logout({ signal } = {}) {
      signal?.throwIfAborted()
      try {
        await signIns.end('logout()')
        const outcome = await signOut(serverUrl, records, { ...options, signal })
        await forgetWindowPause(store, key)
        if (outcome.deleted) tell(onEvent, { type: 'signed_out', serverUrl, revoked: outcome.revoked })
        return outcome
      } finally {
        tokenCache.drop()
      }
    },
    status: () => readStatus(store, key, now()),
    close: () => signIns.end('close()'),
    ...webSignIn(serverUrl, { ...options, records }),
  }
}
