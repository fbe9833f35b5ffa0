/** Ends what a server does not answer. The time in which a person is waited for does not count. */
export interface SilenceLimit {
  /** Aborts with an error of the code `REQUEST_TIMEOUT`, as the SDK calls it. */
  readonly signal: AbortSignal
  /** Begins to count anew. */
  begin(): void
  pause(): void
}

/** @param limit in ms */
export function createSilenceLimit(limit: number): SilenceLimit {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const pause = (): void => clearTimeout(timer)
  return {
    signal: controller.signal,
    begin() {
      pause()
      timer = setTimeout(() => controller.abort(timedOut()), limit)
    },
    pause,
  }
}

function timedOut(): Error {
  return Object.assign(new Error('The server does not answer.'), { code: 'REQUEST_TIMEOUT' })
}
