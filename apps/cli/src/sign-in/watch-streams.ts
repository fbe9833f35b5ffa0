import { withBody } from '@fast-agent-auth/discovery/untrusted'

/** The maximum number of resumptions of a stream that bring no message. */
const resumptionLimit = 5

export interface WatchedStreams {
  readonly fetch: typeof globalThis.fetch
  /** Call this for each message from the server. */
  readonly heard: () => void
}

/**
 * Watches the event streams that a client asks for (Streamable HTTP). `unanswerable` gets the bodies of requests that the
 * server has accepted without an answer, as soon as no such stream is open or requested.
 */
export function watchStreams(
  fetch: typeof globalThis.fetch,
  unanswerable: (bodies: readonly string[]) => void,
): WatchedStreams {
  let streams = 0
  let resumptions = 0
  let taken: string[] = []

  function settle(): void {
    if (streams > 0) return
    const bodies = taken
    taken = []
    unanswerable(bodies)
  }
  const ended = (): void => {
    streams--
    settle()
  }

  async function openStream(...request: Parameters<typeof globalThis.fetch>): Promise<Response> {
    streams++
    try {
      const response = await fetch(...request)
      if (response.ok && response.body) return withBody(response, watchEnd(response.body, ended))
      ended()
      return response
    } catch (error) {
      ended()
      throw error
    }
  }

  return {
    heard: () => {
      resumptions = 0
    },
    async fetch(input, init) {
      if (init?.method === 'GET') {
        if (new Headers(init.headers).has('last-event-id') && ++resumptions > resumptionLimit) {
          // This is the answer of a server without such a stream, so the client gives up and tells its caller.
          return new Response(null, { status: 405 })
        }
        return openStream(input, init)
      }
      const response = await fetch(input, init)
      if (response.status === 202 && typeof init?.body === 'string') {
        taken.push(init.body)
        settle()
      }
      return response
    },
  }
}

/** The same stream, which calls `ended` once: when it ends, breaks off or is given up. */
function watchEnd(stream: ReadableStream<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      ended()
    },
    cancel(reason) {
      ended()
      return reader.cancel(reason)
    },
  })
}
