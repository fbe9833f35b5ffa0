import { tell } from '@fast-agent-auth/discovery/untrusted'
import type { RateLimit } from '../protocol/rate-limit.ts'
import type { Secrets } from '../redaction/secrets.ts'
import { serverKey } from '../server-key.ts'
import type { AuthorizeOptions } from '../sign-in/authorize.ts'
import { readStatus, type Status } from '../tokens/status.ts'
import { storedTokens } from '../tokens/stored-tokens.ts'
import type { IssuedTokens, TokenSet } from '../tokens/token-set.ts'
import type { SentRefusal, TokenSource } from '../tokens/token-source.ts'
import { createFreshTokens } from './fresh-tokens.ts'
import type { LoginOptions } from './login.ts'
import type { SignedIn, SignIn } from './sign-in.ts'
import { createSignIns } from './sign-ins.ts'
import type { SignOut } from './sign-out.ts'
import { createTokenCache } from './token-cache.ts'
import type { WebSignIn } from './web-sign-in.ts'

/** A token source that a person can sign in to and out of. */
export interface Session extends TokenSource<IssuedTokens>, WebSignIn<SignIn> {
  /**
   * Asks a person to sign in. Without `force`, returns at once if usable tokens that match the options are stored. A
   * sign-in that no caller waits for any more is shown again and joined, or, if it is for something else, ended.
   */
  login(options?: LoginOptions): Promise<SignIn>
  /**
   * Ends a sign-in of this session that is under way, revokes the tokens at the server, and deletes them even if they
   * cannot be revoked.
   */
  logout(options?: { readonly signal?: AbortSignal | undefined }): Promise<SignOut>
  status(): Promise<Status>
  /**
   * Ends a sign-in of this session that is under way, and its listener: callers that wait get the error `closed`. Tokens
   * stay stored, and the session can be used again. Resolves when the listener is closed.
   */
  close(): Promise<void>
}

/** A session inside the package, with whole token sets. */
export interface TokenSession extends TokenSource<TokenSet>, WebSignIn<TokenSet>, Omit<Session, keyof Outcomes> {
  renew(refusal: SentRefusal<TokenSet>): Promise<TokenSet>
  login(options?: LoginOptions): Promise<SignedIn>
}

type Outcomes = Pick<Session, 'token' | 'renew' | 'login' | 'begin' | 'finish'>

export type SessionOptions = Omit<
  AuthorizeOptions,
  'challenge' | 'held' | 'rediscover' | 'registerAnew' | 'cause' | 'mayAsk' | 'keepsAlive' | 'whenAskedAgain' | 'signal'
>

type Renewing = typeof import('./renewing.ts')
type SigningIn = typeof import('./signing-in.ts')

// Loaded when first needed, since a request with a good token needs neither; then at hand, for a person who interrupts at once.
let loadedRenewing: Renewing | undefined
let loadedSigningIn: SigningIn | undefined

async function renewing(): Promise<Renewing> {
  loadedRenewing ??= await import('./renewing.ts')
  return loadedRenewing
}

async function signingIn(): Promise<SigningIn> {
  loadedSigningIn ??= await import('./signing-in.ts')
  return loadedSigningIn
}

/** A session without redaction, which the caller adds. */
export function openSession(
  serverUrl: string,
  options: SessionOptions & { readonly secrets: Secrets; readonly rateLimit: RateLimit },
): TokenSession {
  const { store, onEvent, now = Date.now } = options
  const key = serverKey(serverUrl, options.account)
  const records = storedTokens(store, key, onEvent)
  const tokenCache = createTokenCache()
  const fresh = createFreshTokens(serverUrl, {
    ...options,
    records,
    tokenCache,
    now,
    refreshTurn: async (...turn) => (await renewing()).refreshTurn(...turn),
  })
  const signIns = createSignIns(serverUrl, {
    ...options,
    records,
    tokenCache,
    signInTurn: async (...turn) => (await signingIn()).signInTurn(...turn),
  })
  const parts = { ...options, ...fresh, records, tokenCache, now }
  const web = async (): Promise<WebSignIn<TokenSet>> =>
    (await signingIn()).webSignIn(serverUrl, { ...options, records })

  return {
    token: fresh.token,
    // Work begins before anything is awaited, so that a sign-out that follows ends it.
    async renew(refusal) {
      const begun = { remember: tokenCache.begin(), signIn: signIns.begin() }
      return (await renewing()).renew(serverUrl, refusal, { ...parts, ...begun })
    },
    async login(request = {}) {
      const begun = { signIn: signIns.begin() }
      return (await signingIn()).login(serverUrl, request, { ...parts, ...begun })
    },
    async logout({ signal } = {}) {
      signal?.throwIfAborted()
      try {
        await signIns.end('logout()')
        const { forgetWindowPause, signOut } = await renewing()
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
    begin: async (request) => (await web()).begin(request),
    finish: async (...response) => (await web()).finish(...response),
  }
}
