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

/** A server may ask a client to wait for weeks before it resumes a stream. */
const longestPause = 3000

/**
 * Makes a transport that answers requests in the server's stead, with an error, where no stream is left that could bring
 * the answer: the SDK waits a minute for it.
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
  // An end before the first event has no code: others have the status.
  return error.message === message || (error instanceof SseError && error.code === undefined)
}

/** Makes a Streamable HTTP transport. A request has its own stream, or after a 202 the one that all requests share. */
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
  // The SDK hands its messages on to what stood here before.
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

/** Makes an SSE transport. Its one stream serves all requests; on a later stream, the server owes nothing for earlier ones. */
function oneStreamForAll(serverUrl: URL, { fetch, requestInit }: TransportSettings): SSEClientTransport {
  const sent: Id[] = []
  let ended = false
  const transport = new SSEClientTransport(serverUrl, {
    requestInit,
    fetch: async (input, init) => {
      const response = await fetch(input, init)
      // The SDK has opened another one.
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

/** The SDK passes over the second answer to a request. */
function answering(transport: SSEClientTransport | StreamableHTTPClientTransport): (ids: readonly Id[]) => void {
  return (ids) => {
    for (const id of ids) transport.onmessage?.({ jsonrpc: '2.0', id, error: { code: -32000, message } })
  }
}

function requestIds(sent: JSONRPCMessage | readonly JSONRPCMessage[]): readonly Id[] {
  return [sent].flat().flatMap((each) => ('method' in each && 'id' in each ? [each.id] : []))
}
