import { careful } from '@fast-agent-auth/discovery'
import { shown, shownUrl } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from './authorization-error.ts'
import type { Brake } from './brake.ts'
import { fitsOptions } from './fits-options.ts'
import { createFlights } from './flights.ts'
import { createFreshTokens } from './fresh-tokens.ts'
import { createHeldTokens } from './held-tokens.ts'
import type { LoginOptions } from './login-options.ts'
import { markRefused } from './mark-refused.ts'
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
import { isExpired, isUsable } from './usable.ts'

/** A session whose secrets somebody else sees to. */
export function openSession(
  serverUrl: string,
  sessionOptions: SessionOptions & { readonly secrets: Secrets; readonly brake: Brake },
): Session {
  const options = { ...sessionOptions, onEvent: careful(sessionOptions.onEvent) }
  const { store, brake, onEvent, now = Date.now } = options
  const records = createTokenRecords(store, serverKey(serverUrl, options.account), onEvent)
  const held = createHeldTokens()
  const { token, refreshed } = createFreshTokens(serverUrl, { ...options, records, held, brake, now })
  const signIns = createFlights<TokenSet>()

  async function signedIn(wish: SignInWish, signal: AbortSignal | undefined): Promise<TokenSet> {
    const hold = held.begin()
    const turn = (shared: AbortSignal): Promise<TokenSet> =>
      signInTurn(serverUrl, wish, { ...options, records, brake, signal: shared })
    // A person who declines is asked once for all requests that wait for the same.
    const key = JSON.stringify([wish.scope, wish.wanted, wish.force, wish.registerAnew])
    return hold(await signIns.join(key, turn, signal))
  }

  async function renew({ rejected, challenge, renewed, interactive, background, signal }: Refusal): Promise<TokenSet> {
    const hold = held.begin()
    const record = await records.read()
    if (record && isUsable(record, { rejected, now: now() })) return hold(record.tokens)
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
      await markRefused(serverUrl, rejected, { records, signal }).finally(held.drop)
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
    const usable = force ? undefined : await token({ signal, asked: true }).catch(helpsNoMore)
    const wanted = scope ?? steppedUpScope(challenge)
    if (usable && fitsOptions(usable, { ...options, scope: wanted ?? options.scope })) return usable
    if (challenge && steppedUpScope(challenge) !== undefined) {
      assertScopeCanHelp(serverUrl, challenge, { held: usable, configured: scope ?? options.scope })
    }
    return signedIn({ challenge, scope, wanted, force, registerAnew, rejected: usable }, signal)
  }

  return {
    token,
    renew,
    login,
    async logout({ signal } = {}) {
      try {
        return await signOut(serverUrl, records, { ...options, signal })
      } finally {
        held.drop()
      }
    },
  }
}

/** A refresh that failed for good leaves a sign-in, which will tell what is wrong; one that may succeed later does not. */
function helpsNoMore(error: unknown): undefined {
  if (error instanceof AuthorizationError && error.code !== 'unreachable') return undefined
  throw error
}
