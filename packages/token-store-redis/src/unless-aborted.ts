/** What the promise gives, unless the signal ends the wait for it first, with its reason. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal?.reason)
    signal?.addEventListener('abort', leave, { once: true })
    promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave))
  })
}
