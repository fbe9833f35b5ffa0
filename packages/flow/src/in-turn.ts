import { AuthorizationError } from './authorization-error.ts'

/** The default limit, in ms. */
const defaultLimit = 60_000

export interface TurnOptions {
  /** Ends the wait for the turn, and never the work that has begun. */
  readonly signal?: AbortSignal | undefined
  /** How long to wait for the turn, in ms. Default: 60 000. */
  readonly limit?: number | undefined
}

/**
 * Does work on a record in turn with other processes. The work gets the signal that ends its wait.
 *
 * @param doing what the process that has the turn does, for the message
 * @throws AuthorizationError `unreachable` when the limit is over; the signal's reason; the errors of the work
 */
export async function inTurn<T>(
  doing: string,
  work: (signal: AbortSignal) => Promise<T>,
  { signal, limit = defaultLimit }: TurnOptions = {},
): Promise<T> {
  const late = AbortSignal.timeout(limit)
  try {
    return await work(signal ? AbortSignal.any([signal, late]) : late)
  } catch (error) {
    if (error !== late.reason) throw error
    const message = `Another process has been ${doing} for ${limit / 1000} s. Is it stopped?`
    throw new AuthorizationError('unreachable', message, { cause: error })
  }
}
