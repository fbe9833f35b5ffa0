import { isBlockedByPolicy, type NetworkFailure, networkFailure } from './network-failure.ts'

export interface RequestLimits {
  /** In ms, for the answer and its body together. */
  readonly timeLimit: number
  /** The caller's own signal. */
  readonly signal?: AbortSignal | undefined
}

/** A request that brought no answer, or none that could be read to its end. */
export interface RequestFailure extends NetworkFailure {
  readonly cause: unknown
  /** Whether the time limit is the reason. */
  readonly isLate: boolean
  /** The error of a guarded fetch that did not send the request. */
  readonly blocked?: Error | undefined
}

/**
 * Sends one request to a stranger, and reads its answer, within a time limit.
 *
 * @throws the reason of the caller's signal, or what `fail` throws for any other failure
 */
export async function requestWithin<T>(
  { timeLimit, signal }: RequestLimits,
  send: (signal: AbortSignal) => Promise<T>,
  fail: (failure: RequestFailure) => T,
): Promise<T> {
  signal?.throwIfAborted()
  const limit = AbortSignal.timeout(timeLimit)
  try {
    return await send(signal ? AbortSignal.any([signal, limit]) : limit)
  } catch (cause) {
    signal?.throwIfAborted()
    const isLate = limit.aborted
    const failure = isLate ? { reason: `no answer within ${timeLimit / 1000} s` } : networkFailure(cause)
    return fail({ ...failure, cause, isLate, blocked: isBlockedByPolicy(cause) ? cause : undefined })
  }
}
