import { careful, shown, shownUrl } from '@fast-agent-auth/discovery'
import { AuthorizationError } from './authorization-error.ts'
import type { AuthorizeOptions } from './authorize.ts'
import { brakeFor } from './brake.ts'
import { fitsOptions } from './fits-options.ts'
import { createFlights } from './flights.ts'
import { guardedListener, guardedSession, guardOptions } from './guard.ts'
import type { LoginOptions } from './login-options.ts'
import { markRefused } from './mark-refused.ts'
import { refreshTurn } from './refresh-turn.ts'
import { createSecrets, type Secrets } from './secrets.ts'
import { serverKey } from './server-key.ts'
import { type SignInWish, signInTurn } from './sign-in-turn.ts'
import { type SignOut, signOut } from './sign-out.ts'
import { assertScopeCanHelp, steppedUpScope } from './step-up.ts'
import type { TokenRecord } from './token-record.ts'
import { createTokenRecords } from './token-records.ts'
import type { TokenSet } from './token-set.ts'
import type { Refusal, TokenSource } from './token-source.ts'
import { isDue, isExpired, isUsable } from './usable.ts'

/** A token source that a person can sign in to and out of. */
export interface Session extends TokenSource {
  /** Returns at once where usable tokens are stored that are what the options ask for, unless `force`. */
  login(options?: LoginOptions): Promise<TokenSet>
  /** Revokes the tokens at the server and deletes them; deletes them also where they cannot be revoked. */
  logout(options?: { readonly signal?: AbortSignal | undefined }): Promise<SignOut>
}

interface Wait {
  readonly signal?: AbortSignal | undefined
  /** A person waits for it, and not a program that might try again for ever. */
  readonly asked?: boolean | undefined
}

export type SessionOptions = Omit<AuthorizeOptions, 'challenge' | 'held' | 'rediscover' | 'registerAnew' | 'signal'>

/**
 * The tokens of one server and account: found in the store, kept fresh, and asked for where a person may be asked. No
 * event or error of it holds a secret; whoever gives `secrets` sees to that with `guardOptions` and `guardedSession`.
 */
export function createSession(serverUrl: string, options: SessionOptions): Session {
  const { secrets, store, onEvent, account, now } = options
  if (secrets) return openSession(serverUrl, { ...options, secrets })
  const ours = createSecrets()
  const guarded = { ...guardOptions(serverUrl, options, ours), onEvent: guardedListener(onEvent, ours) }
  const brake = options.brake ?? brakeFor(store, serverKey(serverUrl, account), now)
  return guardedSession(openSession(serverUrl, { ...guarded, brake }), ours)
}

function openSession(serverUrl: string, sessionOptions: SessionOptions & { readonly secrets: Secrets }): Session {
  const options = { ...sessionOptions, onEvent: careful(sessionOptions.onEvent) }
  const { store, onEvent, now = Date.now } = options
  const key = serverKey(serverUrl, options.account)
  const records = createTokenRecords(store, key, onEvent)
  const brake = options.brake ?? brakeFor(store, key, now)
  const refreshes = createFlights<TokenSet | undefined>()
  const signIns = createFlights<TokenSet>()
  const jitter = Math.random()
  // A valid token costs no look at the store. What began before a sign-out may not bring its tokens back.
  let cached: TokenSet | undefined
  let signOuts = 0
  const remember = <T extends TokenSet | undefined>(tokens: T, since: number): T => {
    if (since === signOuts) cached = tokens
    return tokens
  }

  async function token({ signal, asked }: Wait = {}): Promise<TokenSet | undefined> {
    const held = cached
    if (held && !isDue(held, now(), jitter)) return held
    try {
      const since = signOuts
      const record = await records.read()
      const stored = remember(record?.refused ? undefined : record?.tokens, since)
      if (!stored || !isDue(stored, now(), jitter)) return stored
      return await refreshAhead(stored, { signal, asked })
    } catch (error) {
      signal?.throwIfAborted()
      if (held && !isExpired(held, now())) return held
      throw error
    }
  }

  async function refreshAhead(due: TokenSet, { signal, asked }: Wait): Promise<TokenSet | undefined> {
    const valid = isExpired(due, now()) ? undefined : due
    if (due.refreshToken === undefined) return valid
    try {
      return await refreshed(due, { signal, asked })
    } catch (error) {
      signal?.throwIfAborted()
      // There is time left to try again; an event has told of this one.
      if (valid) return valid
      throw error
    }
  }

  /** Newer tokens, or `undefined` where only a person can help. */
  async function refreshed(stale: TokenSet, { signal, asked }: Wait): Promise<TokenSet | undefined> {
    if (!asked) brake.refresh()
    const since = signOuts
    const turn = (): Promise<TokenSet | undefined> => refreshTurn(serverUrl, stale, { ...options, records, now, brake })
    return remember(await refreshes.join(stale.accessToken, turn, signal), since)
  }

  async function signedIn(wish: SignInWish, signal: AbortSignal | undefined): Promise<TokenSet> {
    const since = signOuts
    const turn = (shared: AbortSignal): Promise<TokenSet> =>
      signInTurn(serverUrl, wish, { ...options, records, brake, signal: shared })
    // A person who declines is asked once for all requests that wait for the same.
    return remember(
      await signIns.join(JSON.stringify([wish.scope, wish.wanted, wish.force, wish.registerAnew]), turn, signal),
      since,
    )
  }

  async function renew({ rejected, challenge, renewed, interactive, background, signal }: Refusal): Promise<TokenSet> {
    const since = signOuts
    const record = await records.read()
    if (record && isUsable(record, { rejected, now: now() })) return remember(record.tokens, since)
    const wanted = steppedUpScope(challenge)
    if (challenge && wanted !== undefined) {
      assertScopeCanHelp(serverUrl, challenge, { held: rejected, configured: options.scope })
    } else if (mayRefresh(record, { rejected, renewed })) {
      const fresh = refreshed(rejected ?? record.tokens, { signal })
      const tokens = await (interactive ? fresh.catch(helpsNoMore) : fresh)
      if (tokens) return tokens
    }
    if (interactive) return signedIn({ challenge, rejected, wanted }, signal)
    if (wanted === undefined && !background) {
      cached = undefined
      await markRefused(serverUrl, rejected, { records, signal })
    }
    const wish =
      wanted === undefined ? 'wants a person to sign in' : `wants more than was granted (scope ${shown(wanted)})`
    throw new AuthorizationError('login_required', `${shownUrl(serverUrl)} ${wish}. Sign in, then try again.`, {
      challenge,
    })
  }

  function mayRefresh(
    record: TokenRecord | undefined,
    { rejected, renewed }: Pick<Refusal, 'rejected' | 'renewed'>,
  ): record is TokenRecord {
    if (!record || record.refused || record.tokens.refreshToken === undefined) return false
    // Renewed ones that have expired meanwhile, while the machine slept, were not refused for anything else.
    return !renewed || (rejected !== undefined && isExpired(rejected, now()))
  }

  async function login({ challenge, scope, signal, registerAnew, ...asked }: LoginOptions = {}): Promise<TokenSet> {
    signal?.throwIfAborted()
    const force = asked.force || registerAnew
    const held = force ? undefined : await token({ signal, asked: true }).catch(helpsNoMore)
    const wanted = scope ?? steppedUpScope(challenge)
    if (held && fitsOptions(held, { ...options, scope: wanted ?? options.scope })) return held
    if (challenge && steppedUpScope(challenge) !== undefined) {
      assertScopeCanHelp(serverUrl, challenge, { held, configured: scope ?? options.scope })
    }
    return signedIn({ challenge, scope, wanted, force, registerAnew, rejected: held }, signal)
  }

  return {
    token,
    renew,
    login,
    async logout({ signal } = {}) {
      try {
        return await signOut(serverUrl, records, { ...options, signal })
      } finally {
        signOuts++
        cached = undefined
      }
    },
  }
}

/** A refresh that failed for good leaves a sign-in, which will tell what is wrong; one that may succeed later does not. */
function helpsNoMore(error: unknown): undefined {
  if (error instanceof AuthorizationError && error.code !== 'unreachable') return undefined
  throw error
}
