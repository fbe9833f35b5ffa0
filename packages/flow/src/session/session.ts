import type { BearerChallenge } from '@fast-agent-auth/discovery'
import { shown, shownUrl, tell } from '@fast-agent-auth/discovery/untrusted'
import { AuthorizationError } from '../authorization-error.ts'
import type { Brake } from '../protocol/rate-limit.ts'
import type { Secrets } from '../redaction/secrets.ts'
import { serverKey } from '../server-key.ts'
import type { AuthorizeOptions } from '../sign-in/authorize.ts'
import { createTokenRecords } from '../tokens/stored-tokens.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import type { Refusal, TokenSource } from '../tokens/token-source.ts'
import { isUsable } from '../tokens/usable.ts'
import { fitsOptions } from './fits-options.ts'
import { createFreshTokens } from './fresh-tokens.ts'
import { helpsNoMore } from './helps-no-more.ts'
import { markRefused } from './mark-refused.ts'
import { mayRefresh } from './may-refresh.ts'
import { type SignInWish, signInTurn } from './sign-in-turn.ts'
import { type SignOut, signOut } from './sign-out.ts'
import { createFlights, type Flight, type FlightWait } from './single-flight.ts'
import { assertScopeCanHelp, steppedUpScope } from './step-up.ts'
import { createHeldTokens } from './token-cache.ts'
import { type WebSignIn, webSignIn } from './web-sign-in.ts'

export interface LoginOptions {
  /** Why a request was refused, from a `login_required` error. */
  readonly challenge?: BearerChallenge | undefined
  /** The scope to ask for this time, instead of the one in the options. */
  readonly scope?: string | undefined
  /** Asks the person although there are usable tokens. */
  readonly force?: boolean | undefined
  /** Asks the person, and registers a new client first, where clients register themselves. */
  readonly registerAnew?: boolean | undefined
  /** Ends the sign-in too, unless others wait for it. */
  readonly signal?: AbortSignal | undefined
}

/** A token source that a person can sign in to and out of. */
export interface Session extends TokenSource<TokenSet>, WebSignIn {
  /**
   * Returns at once where usable tokens are stored that are what the options ask for, unless `force`. A sign-in whose
   * request was given up is shown again, and joined; one for something else ends.
   */
  login(options?: LoginOptions): Promise<TokenSet>
  /**
   * Ends a sign-in of this session that is under way, revokes the tokens at the server and deletes them; deletes them also
   * where they cannot be revoked.
   */
  logout(options?: { readonly signal?: AbortSignal | undefined }): Promise<SignOut>
  /**
   * Ends a sign-in of this session that is under way, and its listener: who waits for it is told `closed`. Tokens stay, and
   * the session can be used again. Resolves when the listener is closed.
   */
  close(): Promise<void>
}

export type SessionOptions = Omit<
  AuthorizeOptions,
  'challenge' | 'held' | 'rediscover' | 'registerAnew' | 'cause' | 'keepsAlive' | 'whenAskedAgain' | 'signal'
>

interface SignInWait extends FlightWait {
  /** Aborts when sign-ins are ended that were wanted before. */
  readonly ended: AbortSignal
}

/** A session whose secrets somebody else sees to. */
export function openSession(
  serverUrl: string,
  options: SessionOptions & { readonly secrets: Secrets; readonly brake: Brake },
): Session {
  const { store, brake, onEvent, now = Date.now } = options
  const records = createTokenRecords(store, serverKey(serverUrl, options.account), onEvent)
  const held = createHeldTokens()
  const { token, refreshed } = createFreshTokens(serverUrl, { ...options, records, held, brake, now })
  const signIns = createFlights<TokenSet>()
  // Work that has begun before an end may not ask a person after it.
  let open = new AbortController()

  async function signedIn(wish: SignInWish, { ended, ...wait }: SignInWait): Promise<TokenSet> {
    ended.throwIfAborted()
    const hold = held.begin()
    const turn = (flight: Flight): Promise<TokenSet> =>
      signInTurn(serverUrl, wish, { ...options, records, brake, ...flight })
    // A person who declines is asked once for all requests that wait for the same.
    const key = JSON.stringify([wish.scope, wish.wanted, wish.force, wish.registerAnew])
    // Else a person who asks for something else would wait for one that they have turned away from.
    if (wait.asked) signIns.endAbandoned(endedBy('a login() that asks for something else'), key)
    return hold(await signIns.join(key, turn, wait))
  }

  function endedBy(by: string): AuthorizationError {
    return new AuthorizationError('closed', `The sign-in to ${shownUrl(serverUrl)} was ended by ${by}.`)
  }

  async function endSignIns(by: string): Promise<void> {
    const error = endedBy(by)
    open.abort(error)
    open = new AbortController()
    await signIns.end(error)
  }

  async function renew(refusal: Refusal<TokenSet>): Promise<TokenSet> {
    const { rejected, challenge, renewed, interactive, background, unasked, signal } = refusal
    const hold = held.begin()
    const { signal: ended } = open
    if (rejected) brake.refused()
    const record = await records.read()
    if (record && isUsable(record, { rejected, now: now() })) return hold(record.tokens)
    const wanted = steppedUpScope(challenge)
    if (challenge && wanted !== undefined) {
      assertScopeCanHelp(serverUrl, challenge, { held: rejected, configured: options.scope })
    } else if (mayRefresh(record, { rejected, renewed, now: now() })) {
      const fresh = refreshed(rejected ?? record.tokens, { signal })
      const tokens = await (interactive ? fresh.catch(helpsNoMore) : fresh)
      if (tokens) return tokens
    }
    if (interactive) return signedIn({ challenge, rejected, wanted, cause: 'refusal' }, { signal, ended })
    if (wanted === undefined && !background) {
      await markRefused(serverUrl, rejected, { records, signal }).finally(held.drop)
    }
    // Last: who hears it may sign in at once.
    if (!unasked) tell(onEvent, { type: 'login_required', serverUrl, challenge })
    const wish =
      wanted === undefined ? 'wants a person to sign in' : `wants more than was granted (scope ${shown(wanted)})`
    throw new AuthorizationError('login_required', `${shownUrl(serverUrl)} ${wish}. Sign in, then try again.`, {
      challenge,
    })
  }

  async function login({ challenge, scope, signal, registerAnew, ...asked }: LoginOptions = {}): Promise<TokenSet> {
    signal?.throwIfAborted()
    const { signal: ended } = open
    const force = asked.force || registerAnew
    const usable = force ? undefined : await token({ signal, asked: true }).catch(helpsNoMore)
    const wanted = scope ?? steppedUpScope(challenge)
    if (usable && fitsOptions(usable, { ...options, scope: wanted ?? options.scope })) return usable
    if (challenge && steppedUpScope(challenge) !== undefined) {
      assertScopeCanHelp(serverUrl, challenge, { held: usable, configured: scope ?? options.scope })
    }
    const wish = { challenge, scope, wanted, force, registerAnew, rejected: usable, cause: 'person' } as const
    return signedIn(wish, { signal, ended, asked: true })
  }

  return {
    token,
    renew,
    login,
    async logout({ signal } = {}) {
      signal?.throwIfAborted()
      try {
        await endSignIns('logout()')
        return await signOut(serverUrl, records, { ...options, signal })
      } finally {
        held.drop()
      }
    },
    close: () => endSignIns('close()'),
    ...webSignIn(serverUrl, { ...options, records }),
  }
}
