/**
 * Rejects with the error of `expire` unless `run` ends within the limit, in milliseconds. The signal then aborts, but `run`
 * may not be able to stop. The timer keeps the process alive.
 */
export async function withTimeLimit<T>(
  limit: number,
  run: (signal: AbortSignal) => Promise<T>,
  expire: (limit: number) => Error,
): Promise<T> {
  const controller = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(expire(limit))
      controller.abort()
    }, limit)
  })
  try {
    return await Promise.race([run(controller.signal), expired])
  } finally {
    clearTimeout(timer)
  }
}
