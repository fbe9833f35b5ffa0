/** A time limit for work that asks several servers, and perhaps a person. */
export interface TimeLimit {
  /** Aborts when the time is over; its reason is the error of `late`. */
  readonly signal: AbortSignal
  /** Waits for a person, without counting the time. */
  uncounted<T>(wait: () => T | Promise<T>): Promise<T>
  end(): void
}

export function startTimeLimit(milliseconds: number, late: () => Error): TimeLimit {
  const controller = new AbortController()
  let left = milliseconds
  let since = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const start = (): void => {
    since = performance.now()
    timer = setTimeout(() => controller.abort(late()), left)
  }
  const end = (): void => clearTimeout(timer)
  start()
  return {
    signal: controller.signal,
    async uncounted(wait) {
      end()
      left -= performance.now() - since
      try {
        return await wait()
      } finally {
        start()
      }
    },
    end,
  }
}
