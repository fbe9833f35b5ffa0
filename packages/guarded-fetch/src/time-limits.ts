import { GuardedFetchError } from './guarded-fetch-error.ts'
import type { Limits } from './limits.ts'

/** The clocks of one request. */
export interface TimeLimits {
  /** Aborts with a `timed_out` error. */
  readonly signal: AbortSignal
  /** An answer has begun. */
  begun(): void
  /** All has been read. */
  end(): void
  /** Nothing more will be read, also of an answer that has begun. */
  abort(reason: unknown): void
}

export function startTimeLimits(name: string, { firstByte, total }: Pick<Limits, 'firstByte' | 'total'>): TimeLimits {
  const controller = new AbortController()
  const late = (limit: number, what: string) => () =>
    controller.abort(new GuardedFetchError('timed_out', `${name} ${what} within ${limit / 1000} s.`))
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

function start(limit: number, late: () => void): NodeJS.Timeout | undefined {
  // More is no limit, and Node would take it for none at all.
  if (limit > 2 ** 31 - 1) return undefined
  const timer = setTimeout(late, limit)
  // An answer that nobody reads holds no program open.
  timer.unref()
  return timer
}
