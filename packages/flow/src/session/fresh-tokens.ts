import type { TokenSet } from '../tokens/token-set.ts'
import { isDue, isExpired, isUsable } from '../tokens/usable.ts'
import { type RefreshTurnOptions, refreshTurn } from './refresh-turn.ts'
import { createFlights } from './single-flight.ts'
import type { HeldTokens } from './token-cache.ts'

export interface Wait {
  readonly signal?: AbortSignal | undefined
  /** A person waits for it, and not a program that might try again for ever. */
  readonly asked?: boolean | undefined
}

/** The tokens of a session, as they are without a person: held, stored or refreshed. */
export interface FreshTokens {
  /** `undefined` where only a person can help. */
  token(wait?: Wait): Promise<TokenSet | undefined>
  /** Newer ones than the stale, or `undefined` where only a person can help. */
  refreshed(stale: TokenSet, wait?: Wait): Promise<TokenSet | undefined>
}

export function createFreshTokens(
  serverUrl: string,
  options: RefreshTurnOptions & { readonly held: HeldTokens },
): FreshTokens {
  const { records, held, brake, now } = options
  const refreshes = createFlights<TokenSet | undefined>()
  const jitter = Math.random()

  async function token({ signal, asked }: Wait = {}): Promise<TokenSet | undefined> {
    const known = held.current
    records.saveAgain(now())
    if (known && !isDue(known, now(), jitter)) return known
    try {
      const hold = held.begin()
      const record = await records.read()
      const stored = hold(record?.refused ? undefined : record?.tokens)
      if (!stored || !isDue(stored, now(), jitter)) return stored
      return await refreshAhead(stored, { signal, asked })
    } catch (error) {
      signal?.throwIfAborted()
      if (known && !isExpired(known, now())) return known
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

  async function refreshed(stale: TokenSet, { signal, asked }: Wait = {}): Promise<TokenSet | undefined> {
    if (!asked) brake.refresh()
    const hold = held.begin()
    const turn = (): Promise<TokenSet | undefined> => refreshTurn(serverUrl, stale, options)
    return hold(await refreshes.join(stale.accessToken, turn, { signal }))
  }

  return { token, refreshed }
}
