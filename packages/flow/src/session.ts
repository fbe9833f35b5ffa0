import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { assertScopeCanHelp } from './assert-scope-can-help.ts'
import { AuthorizationError } from './authorization-error.ts'
import type { AuthorizeOptions } from './authorize.ts'
import { createFlights } from './flights.ts'
import { refreshTurn } from './refresh-turn.ts'
import { missingScope } from './scope.ts'
import { serverKey } from './server-key.ts'
import { type SignInWish, signInTurn } from './sign-in-turn.ts'
import { type SignOut, signOut } from './sign-out.ts'
import { createTokenRecords } from './token-records.ts'
import type { TokenSet } from './token-set.ts'
import type { Refusal, TokenSource } from './token-source.ts'
import { isDue, isExpired, isUsable } from './usable.ts'

/** A token source that a person can sign in to and out of. */
export interface Session extends TokenSource {
  /** Returns at once where usable tokens are stored that cover the scope, unless `force`. */
  login(options?: LoginOptions): Promise<TokenSet>
  /** Revokes the tokens at the server and deletes them; deletes them also where they cannot be revoked. */
  logout(options?: { readonly signal?: AbortSignal | undefined }): Promise<SignOut>
}

export interface LoginOptions {
  /** Why a request was refused, from a `login_required` error. */
  readonly challenge?: BearerChallenge | undefined
  /** The scope to ask for this time, instead of the one in the options. */
  readonly scope?: string | undefined
  /** Asks the person although there are usable tokens. */
  readonly force?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export type SessionOptions = Omit<AuthorizeOptions, 'challenge' | 'held' | 'signal'>

/** The tokens of one server and account: found in the store, kept fresh, and asked for where a person may be asked. */
export function createSession(serverUrl: string, options: SessionOptions): Session {
  const { store, onEvent, now = Date.now } = options
  const records = createTokenRecords(store, serverKey(serverUrl, options.account), onEvent)
  const flights = createFlights<TokenSet | undefined>()
  const jitter = Math.random()
  // A valid token costs no look at the store.
  let cached: TokenSet | undefined

  async function token({ signal }: { signal?: AbortSignal | undefined } = {}): Promise<TokenSet | undefined> {
    if (cached && !isDue(cached, now(), jitter)) return cached
    const record = await records.read()
    cached = record?.refused ? undefined : record?.tokens
    if (!cached || !isDue(cached, now(), jitter)) return cached
    return refreshAhead(cached, signal)
  }

  async function refreshAhead(due: TokenSet, signal: AbortSignal | undefined): Promise<TokenSet | undefined> {
    const valid = (): TokenSet | undefined => (isExpired(due, now()) ? undefined : due)
    if (due.refreshToken === undefined) return valid()
    try {
      return await refreshed(due, signal)
    } catch (error) {
      const transient = error instanceof AuthorizationError && error.code === 'unreachable'
      if (transient && valid()) return due
      throw error
    }
  }

  /** Newer tokens, or `undefined` where only a person can help. */
  async function refreshed(stale: TokenSet, signal: AbortSignal | undefined): Promise<TokenSet | undefined> {
    const turn = (): Promise<TokenSet | undefined> => refreshTurn(serverUrl, stale, { ...options, records })
    cached = await flights.join(`refresh ${stale.accessToken}`, turn, signal)
    return cached
  }

  async function signedIn(wish: SignInWish, signal: AbortSignal | undefined): Promise<TokenSet> {
    const turn = (shared: AbortSignal): Promise<TokenSet> =>
      signInTurn(serverUrl, wish, { ...options, records, signal: shared })
    // Whoever refuses is asked once for all requests that wait.
    const tokens = (await flights.join('sign-in', turn, signal)) as TokenSet
    cached = tokens
    return tokens
  }

  async function renew({ rejected, challenge, renewed, interactive, signal }: Refusal): Promise<TokenSet> {
    const record = await records.read()
    if (record && isUsable(record, { rejected, now: now() })) {
      cached = record.tokens
      return cached
    }
    const stepUp = challenge?.error === 'insufficient_scope'
    if (stepUp) assertScopeCanHelp(serverUrl, challenge, { held: rejected, configured: options.scope })
    if (!stepUp && !renewed && record && !record.refused && record.tokens.refreshToken !== undefined) {
      const tokens = await refreshed(rejected ?? record.tokens, signal)
      if (tokens) return tokens
    }
    if (interactive) return signedIn({ challenge, rejected }, signal)
    if (!stepUp) await markRefused(rejected)
    const wish = stepUp ? `wants more than was granted (scope ${challenge.scope})` : 'wants a person to sign in'
    throw new AuthorizationError('login_required', `${serverUrl} ${wish}. Sign in, then try again.`, { challenge })
  }

  async function markRefused(rejected: TokenSet | undefined): Promise<void> {
    cached = undefined
    if (!rejected) return
    await records.update(async (record) =>
      record && !record.refused && record.tokens.accessToken === rejected.accessToken
        ? { ...record, refused: true }
        : record,
    )
  }

  async function login({ challenge, scope, force, signal }: LoginOptions = {}): Promise<TokenSet> {
    signal?.throwIfAborted()
    const stepUp = challenge?.error === 'insufficient_scope' ? challenge.scope : undefined
    const held = force ? undefined : await token({ signal })
    if (held && missingScope(scope ?? stepUp, held.scope).length === 0) return held
    return signedIn({ challenge, scope, force, rejected: held }, signal)
  }

  return {
    token,
    renew,
    login,
    logout({ signal } = {}) {
      cached = undefined
      return signOut(records, { ...options, signal })
    },
  }
}
