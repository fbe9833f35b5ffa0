/** Ends what a server does not answer. The time in which a person is waited for does not count. */
export interface SilenceLimit {
  /** Aborts with an error of the code `REQUEST_TIMEOUT`, as the SDK calls it. */
  readonly signal: AbortSignal
  /** Begins to count anew, unless it has ended. */
  begin(): void
  pause(): void
  /** Counts no more: what comes late, such as the end of a wait, holds the process no longer. */
  end(): void
}

/** @param limit in ms */
export function createSilenceLimit(limit: number): SilenceLimit {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let ended = false
  const pause = (): void => clearTimeout(timer)
  return {
    signal: controller.signal,
    begin() {
      pause()
      if (ended) return
      timer = setTimeout(() => controller.abort(timedOut()), limit)
    },
    pause,
    end() {
      ended = true
      pause()
    },
  }
}

function timedOut(): Error {
  return Object.assign(new Error('The server does not answer.'), { code: 'REQUEST_TIMEOUT' })
}
