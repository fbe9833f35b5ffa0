const marked = new WeakSet<object>()

/**
 * Marks an error as one of a missing endpoint: nobody answered, or the answer came from no OAuth endpoint. The endpoint
 * may have moved.
 */
export function markEndpointMissing<E extends Error>(error: E): E {
  marked.add(error)
  return error
}

export function isEndpointMissing(error: unknown): boolean {
  return error instanceof Error && marked.has(error)
}
