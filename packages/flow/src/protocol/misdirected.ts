const misdirectedErrors = new WeakSet<object>()

/** Marks the error of a request that nobody has answered, or nobody who knows of it: its endpoint may have moved. */
export function misdirected<E extends Error>(error: E): E {
  misdirectedErrors.add(error)
  return error
}

export function isMisdirected(error: unknown): boolean {
  return error instanceof Error && misdirectedErrors.has(error)
}
