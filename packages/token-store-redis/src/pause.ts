/** Pauses grow from 2 ms to 100 ms, with a random part so that workers do not stay in step. The signal ends a pause early. */
export function pause(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const milliseconds = Math.min(100, 2 * 1.5 ** attempt) * (0.5 + Math.random() / 2)
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal?.addEventListener('abort', done, { once: true })
  })
}
