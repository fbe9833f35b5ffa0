import {
  type JSONRPCMessage,
  SSEClientTransport,
  SseError,
  type StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'

const message = 'The event stream has ended without an answer.'

/** Answers requests in the server's stead, with an error, where the stream has ended that owes the answer: the SDK waits a minute for it. */
export function answerEndedStreams(transport: SSEClientTransport | StreamableHTTPClientTransport): void {
  // The SDK passes over the second answer to a request.
  const answer = (id: string | number): void =>
    transport.onmessage?.({ jsonrpc: '2.0', id, error: { code: -32000, message } })
  if (transport instanceof SSEClientTransport) answerAllOnEnd(transport, answer)
  else answerEachOnEnd(transport, answer)
}

/** Whether a request has failed for that. */
export function hasStreamEnded(error: Error): boolean {
  // An end before the first event has no code: others have the status.
  return error.message === message || (error instanceof SseError && error.code === undefined)
}

/** Each request has a stream of its own. */
function answerEachOnEnd(transport: StreamableHTTPClientTransport, answer: (id: string | number) => void): void {
  const send = transport.send.bind(transport)
  transport.send = (sent, options) => {
    const onRequestStreamEnd = (): void => {
      options?.onRequestStreamEnd?.()
      for (const id of requestIds(sent)) answer(id)
    }
    return send(sent, { ...options, onRequestStreamEnd })
  }
}

/** One stream is for all requests; to another one, which the SDK then opens, the server owes nothing. */
function answerAllOnEnd(transport: SSEClientTransport, answer: (id: string | number) => void): void {
  const send = transport.send.bind(transport)
  const sent: (string | number)[] = []
  let ended = false
  transport.onerror = (error) => {
    if (!(error instanceof SseError)) return
    ended = true
    for (const id of sent) answer(id)
  }
  transport.send = async (request) => {
    sent.push(...requestIds(request))
    await send(request)
    if (ended) for (const id of sent) answer(id)
  }
}

function requestIds(sent: JSONRPCMessage | readonly JSONRPCMessage[]): readonly (string | number)[] {
  return [sent].flat().flatMap((each) => ('method' in each && 'id' in each ? [each.id] : []))
}
