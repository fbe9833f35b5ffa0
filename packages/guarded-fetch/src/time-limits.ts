import { GuardedFetchError } from './guarded-fetch-error.ts'
import type { Limits } from './limits.ts'

/** The time limits of one request. */
export interface TimeLimits {
  /** Aborts with a `too_slow` error. */
  readonly signal: AbortSignal
  /** To be called when an answer has begun. */
  begun(): void
  /** To be called when all has been read. */
  end(): void
  /** Ends the request, even if an answer has begun. */
  abort(reason: unknown): void
}

export function startTimeLimits(name: string, { firstByte, total }: Pick<Limits, 'firstByte' | 'total'>): TimeLimits {
  const controller = new AbortController()
  const late = (limit: number, fault: string) => () =>
    controller.abort(new GuardedFetchError('too_slow', `${name} ${fault} within ${limit / 1000} s.`))
  const beginning = start(firstByte, late(firstByte, 'gave no answer'))
  const whole = start(total, late(total, 'did not end its answer'))
  const end = (): void => {
    clearTimeout(beginning)
    clearTimeout(whole)
  }
  return {
    signal: controller.signal,
    begun: () => clearTimeout(beginning),
    end,
    abort(reason) {
      end()
      controller.abort(reason)
    },
  }
}

function start(limit: number, late: () => void): ReturnType<typeof setTimeout> | undefined {
  // Node would take a longer time for 1 ms.
  if (limit > 2 ** 31 - 1) return undefined
  const timer = setTimeout(late, limit)
  // An answer that nobody reads must not keep the program running.
  if (typeof timer === 'object') timer.unref()
  return timer
}
