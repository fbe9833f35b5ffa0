import {
  type JSONRPCMessage,
  SSEClientTransport,
  SseError,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
import { watchStreams } from './watch-streams.ts'

export interface TransportSettings {
  readonly fetch: typeof globalThis.fetch
  readonly requestInit: RequestInit
}

type Id = string | number

const message = 'The event stream has ended without an answer.'

/** The longest pause before a stream is resumed, in ms. A server may ask for weeks. */
const longestPause = 3000

/**
 * Makes a transport that answers a request with an error if no stream is left that could bring the server's answer, since
 * the SDK would wait a minute for it.
 */
export function openTransport(
  serverUrl: URL,
  kind: 'http' | 'sse',
  settings: TransportSettings,
): SSEClientTransport | StreamableHTTPClientTransport {
  return kind === 'sse' ? oneStreamForAll(serverUrl, settings) : streamForEach(serverUrl, settings)
}

/** Whether a request has failed because its stream ended. */
export function hasStreamEnded(error: Error): boolean {
  // An SseError for an end before the first event has no code; others have the status.
  return error.message === message || (error instanceof SseError && error.code === undefined)
}

/** Makes a Streamable HTTP transport. Each request has its own stream, or after a 202 the stream that all requests share. */
function streamForEach(serverUrl: URL, { fetch, requestInit }: TransportSettings): StreamableHTTPClientTransport {
  const streams = watchStreams(fetch, (bodies) => {
    for (const body of bodies) answerAll(requestIds(JSON.parse(body)))
  })
  const transport = new StreamableHTTPClientTransport(serverUrl, {
    requestInit,
    fetch: streams.fetch,
    reconnectionScheduler: (reconnect, delay) => {
      const timer = setTimeout(reconnect, Math.min(delay, longestPause))
      return () => clearTimeout(timer)
    },
  })
  const answerAll = answering(transport)
  // The SDK also passes its messages to the handler that was set before its own.
  transport.onmessage = streams.heard
  const send = transport.send.bind(transport)
  transport.send = (sent, options) => {
    const onRequestStreamEnd = (): void => {
      options?.onRequestStreamEnd?.()
      answerAll(requestIds(sent))
    }
    return send(sent, { ...options, onRequestStreamEnd })
  }
  return transport
}

/** Makes an SSE transport. One stream serves all requests; a later stream brings no answers to earlier requests. */
function oneStreamForAll(serverUrl: URL, { fetch, requestInit }: TransportSettings): SSEClientTransport {
  const sent: Id[] = []
  let ended = false
  const transport = new SSEClientTransport(serverUrl, {
    requestInit,
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      // The SDK has opened another stream.
      if (init?.method !== 'POST' && response.ok) ended = false
      return response
    },
  })
  const answerAll = answering(transport)
  transport.onerror = (error) => {
    if (!(error instanceof SseError)) return
    ended = true
    answerAll(sent)
  }
  const send = transport.send.bind(transport)
  transport.send = async (request) => {
    sent.push(...requestIds(request))
    await send(request)
    if (ended) answerAll(sent)
  }
  return transport
}

/** Answers requests with an error. If a request already has an answer, the SDK ignores this one. */
function answering(transport: SSEClientTransport | StreamableHTTPClientTransport): (ids: readonly Id[]) => void {
  return (ids) => {
    for (const id of ids) transport.onmessage?.({ jsonrpc: '2.0', id, error: { code: -32000, message } })
  }
}

function requestIds(sent: JSONRPCMessage | readonly JSONRPCMessage[]): readonly Id[] {
  return [sent].flat().flatMap((each) => ('method' in each && 'id' in each ? [each.id] : []))
}
