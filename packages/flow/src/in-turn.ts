import { AuthorizationError } from './authorization-error.ts'

/** How long to wait for another process's turn, in ms. */
const limit = 60_000

/**
 * Work on a record that others may hold: waits for its turn for a minute at the most. The signal that it is given ends
 * the wait, and never what is under way.
 *
 * @param doing what another process that holds the turn does, for the message
 * @throws AuthorizationError `unreachable` where the minute is over; the signal's reason; whatever the work throws
 */
export async function inTurn<T>(
  doing: string,
  work: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
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
