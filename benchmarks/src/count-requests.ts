export interface RequestCount {
  readonly requests: number
  /** The longest chain of requests of which each was sent when the one before it had been answered. */
  readonly rounds: number
  /** Requests that had been sent before. */
  readonly repeated: number
}

export interface CountingFetch {
  readonly fetch: typeof globalThis.fetch
  /** All until now. */
  count(): RequestCount
}

/**
 * Counts what is sent. By order and not by time: a request is of the round after the latest round of which it could have
 * known an answer.
 */
export function countRequests(): CountingFetch {
  const sent: string[] = []
  let rounds = 0
  let answered = 0
  return {
    async fetch(input, init) {
      const request = new Request(input, init)
      sent.push(`${request.method} ${request.url}`)
      const round = answered + 1
      rounds = Math.max(rounds, round)
      const response = await fetch(request)
      await response.clone().arrayBuffer()
      answered = Math.max(answered, round)
      return response
    },
    count: () => ({ requests: sent.length, rounds, repeated: sent.length - new Set(sent).size }),
  }
}
