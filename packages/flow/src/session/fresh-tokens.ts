import { AuthorizationError } from '../authorization-error.ts'
import { isDue, isExpired, isUsable } from '../tokens/record-state.ts'
import type { TokenRecord } from '../tokens/token-record.ts'
import type { RejectedTokens, TokenSet } from '../tokens/token-set.ts'
import { decideRenewal } from './decide-renewal.ts'
import type { RefreshTurnOptions, refreshTurn } from './refresh-turn.ts'
import { createSingleFlight } from './single-flight.ts'
import type { TokenCache } from './token-cache.ts'

export interface Wait {
  readonly signal?: AbortSignal | undefined
  /** A person waits for the tokens, and not a program that might try again for ever. */
  readonly byPerson?: boolean | undefined
}

interface RefreshWait extends Wait {
  readonly rejected?: RejectedTokens | undefined
}

/** The tokens of a session that need no person: cached, stored or refreshed. */
export interface FreshTokens {
  /** `undefined` where only a person can help. */
  token(wait?: Wait): Promise<TokenSet | undefined>
  /**
   * Newer tokens than the rejected ones (default: the tokens of the record), or `undefined` where there is nothing to
   * refresh with.
   *
   * @throws AuthorizationError `login_required` where the refresh token was not accepted
   */
  refreshed(record: TokenRecord, wait?: RefreshWait): Promise<TokenSet | undefined>
}

export function createFreshTokens(
  serverUrl: string,
  options: Omit<RefreshTurnOptions, 'byPerson' | 'rejected'> & {
    readonly tokenCache: TokenCache
    readonly refreshTurn: typeof refreshTurn
  },
): FreshTokens {
  const { records, tokenCache, rateLimit, now } = options
  const refreshes = createSingleFlight<TokenSet | undefined>()
  const jitter = Math.random()

  async function token({ signal, byPerson }: Wait = {}): Promise<TokenSet | undefined> {
    const known = tokenCache.current
    records.saveAgain(now())
    if (known && !isDue(known, now(), jitter)) return known
    try {
      const remember = tokenCache.begin()
      const record = await records.read()
      const stored = remember(record?.tokens)
      if (!record || !stored || !isDue(stored, now(), jitter)) return stored
      return await refreshAhead(record, { signal, byPerson })
    } catch (error) {
      signal?.throwIfAborted()
      if (known && !isExpired(known, now())) return known
      throw error
    }
  }

  async function refreshAhead(record: TokenRecord, { signal, byPerson }: Wait): Promise<TokenSet | undefined> {
    const { tokens: due } = record
    const valid = isExpired(due, now()) ? undefined : due
    if (decideRenewal(record, { rejected: due, byPerson }, now()) !== 'refresh') return valid
    try {
      return (await refreshed(record, { signal, byPerson })) ?? (valid && (await stillValid()))
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof AuthorizationError && error.code === 'login_required') return valid && (await stillValid())
      // There is time left to try again, and an event has reported this failure.
      if (valid) return valid
      throw error
    }
  }

  /** Tokens that cannot be refreshed are good until they expire, unless the server has ended them. */
  async function stillValid(): Promise<TokenSet | undefined> {
    const record = await records.read()
    return record && isUsable(record, { now: now() }) ? record.tokens : undefined
  }

  async function refreshed(
    record: TokenRecord,
    { rejected = record.tokens, signal, byPerson }: RefreshWait = {},
  ): Promise<TokenSet | undefined> {
    if (!byPerson) rateLimit.refresh()
    const remember = tokenCache.begin()
    const turn = (): Promise<TokenSet | undefined> =>
      options.refreshTurn(serverUrl, record, { ...options, rejected, byPerson })
    return remember(await refreshes.join(rejected.accessToken, turn, { signal }))
  }

  return { token, refreshed }
}
