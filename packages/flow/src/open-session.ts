import { careful, shown, shownUrl } from '@fast-agent-auth/discovery'
import { AuthorizationError } from './authorization-error.ts'
import type { Brake } from './brake.ts'
import { fitsOptions } from './fits-options.ts'
import { createFlights } from './flights.ts'
import type { LoginOptions } from './login-options.ts'
import { markRefused } from './mark-refused.ts'
import { refreshTurn } from './refresh-turn.ts'
import type { Secrets } from './secrets.ts'
import { serverKey } from './server-key.ts'
import type { Session, SessionOptions } from './session.ts'
import { type SignInWish, signInTurn } from './sign-in-turn.ts'
import { signOut } from './sign-out.ts'
import { assertScopeCanHelp, steppedUpScope } from './step-up.ts'
import type { TokenRecord } from './token-record.ts'
import { createTokenRecords } from './token-records.ts'
import type { TokenSet } from './token-set.ts'
import type { Refusal } from './token-source.ts'
import { isDue, isExpired, isUsable } from './usable.ts'

interface Wait {
  readonly signal?: AbortSignal | undefined
  /** A person waits for it, and not a program that might try again for ever. */
  readonly asked?: boolean | undefined
}

/** A session whose secrets somebody else sees to. */
export function openSession(
  serverUrl: string,
  sessionOptions: SessionOptions & { readonly secrets: Secrets; readonly brake: Brake },
): Session {
  const options = { ...sessionOptions, onEvent: careful(sessionOptions.onEvent) }
  const { store, brake, onEvent, now = Date.now } = options
  const records = createTokenRecords(store, serverKey(serverUrl, options.account), onEvent)
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
      return (await refreshed(due, { signal, asked })) ?? (valid && (await leftOver()))
    } catch (error) {
      signal?.throwIfAborted()
      // There is time left to try again; an event has told of this one.
      if (valid) return valid
      throw error
    }
  }

  /** What cannot be refreshed is good until it expires, unless it has been given up. */
  async function leftOver(): Promise<TokenSet | undefined> {
    const record = await records.read()
    return record && isUsable(record, { now: now() }) ? record.tokens : undefined
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
