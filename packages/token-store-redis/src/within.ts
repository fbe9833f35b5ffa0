/** Gives up after the limit, in milliseconds. Who is asked is told by the signal. Keeps the process alive that long. */
export async function within<T>(limit: number, ask: (expired: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort()
      reject(new TimeLimitError(limit))
    }, limit)
  })
  try {
    return await Promise.race([ask(controller.signal), expiry])
  } finally {
    clearTimeout(timer)
  }
}

/** There was no answer in time. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError'

  constructor(limit: number) {
    super(`No answer within ${limit / 1000} s`)
  }
}
