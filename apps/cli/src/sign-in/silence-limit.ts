/** Ends requests that a server does not answer. The wait for a person does not count. */
export interface SilenceLimit {
  /** Aborts with an error of the code `REQUEST_TIMEOUT`, as the SDK calls it. */
  readonly signal: AbortSignal
  /** Begins to count again from zero, unless the limit has ended. */
  begin(): void
  pause(): void
  /** Stops counting for good, so that a late event, such as the end of a wait, does not keep the process alive. */
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
