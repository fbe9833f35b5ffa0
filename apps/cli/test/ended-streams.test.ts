import type { JSONRPCMessage } from '@modelcontextprotocol/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openTransport } from '../src/sign-in/ended-streams.ts'

const serverUrl = new URL('https://mcp.example/mcp')
const longest = 3000
const ask = (id: number) => ({ jsonrpc: '2.0' as const, id, method: 'tools/list' })
const ended = (id: number) => expect.objectContaining({ id, error: expect.anything() })
const stream = (body: BodyInit) => new Response(body, { headers: { 'content-type': 'text/event-stream' } })

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** A transport to a server that answers by method, and what it was asked and has brought. */
async function open(kind: 'http' | 'sse', answer: (method: string, request: Request) => Response) {
  const asked: string[] = []
  const brought: JSONRPCMessage[] = []
  const transport = openTransport(serverUrl, kind, {
    requestInit: {},
    fetch: async (input, init) => {
      const request = new Request(input, init)
      asked.push([request.method, request.headers.get('last-event-id')].filter(Boolean).join(' '))
      return answer(request.method, request)
    },
  })
  const { onmessage } = transport
  transport.onmessage = (message: JSONRPCMessage) => {
    onmessage?.(message)
    brought.push(message)
  }
  await transport.start()
  return { transport, asked, brought }
}

it('waits for no more than seconds to resume a stream, however long the server asks for (H129)', async () => {
  const { transport, asked, brought } = await open('http', (method) =>
    method === 'POST' ? stream('id: 5\nretry: 2000000000\ndata:\n\n') : new Response(null, { status: 405 }),
  )
  await transport.send(ask(1))
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1))
  expect(asked).toEqual(['POST'])
  vi.advanceTimersByTime(longest)
  await vi.waitFor(() => expect(brought).toEqual([ended(1)]))
  expect(asked).toEqual(['POST', 'GET 5'])
  expect(vi.getTimerCount()).toBe(0)
})

it('resumes a stream that brings nothing five times (H129)', async () => {
  let id = 0
  const { transport, asked, brought } = await open('http', () => stream(`id: ${++id}\nretry: 2000000000\ndata:\n\n`))
  await transport.send(ask(1))
  for (let round = 1; round <= 6; round++) {
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1))
    vi.advanceTimersByTime(longest)
  }
  await vi.waitFor(() => expect(brought).toEqual([ended(1)]))
  expect(asked).toEqual(['POST', ...[1, 2, 3, 4, 5].map((each) => `GET ${each}`)])
})

it('resumes a stream as long as it brings something (H129)', async () => {
  const progress = { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 1, progress: 1 } }
  const data = `retry: 2000000000\nid: 1\ndata: ${JSON.stringify(progress)}\n\n`
  const { transport, asked, brought } = await open('http', () => stream(data))
  await transport.send(ask(1))
  for (let round = 1; round <= 9; round++) {
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1))
    vi.advanceTimersByTime(longest)
  }
  await vi.waitFor(() => expect(asked).toHaveLength(10))
  expect(brought).not.toContainEqual(ended(1))
  await transport.close()
})

it('asks on over SSE when the stream is open again that had ended (H92)', async () => {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = []
  const say = (text: string): void => streams.at(-1)?.enqueue(new TextEncoder().encode(text))
  const starting = open('sse', (method) => {
    if (method === 'POST') return new Response(null, { status: 202 })
    return stream(new ReadableStream({ start: (controller) => void streams.push(controller) }))
  })
  await vi.waitFor(() => expect(streams).toHaveLength(1))
  say('event: endpoint\ndata: /messages\n\n')
  const { transport, brought } = await starting
  await transport.send(ask(1))
  streams[0]?.close()
  await vi.waitFor(() => expect(brought).toEqual([ended(1)]))
  await transport.send(ask(2))
  expect(brought).toContainEqual(ended(2))

  vi.advanceTimersByTime(longest)
  await vi.waitFor(() => expect(streams).toHaveLength(2))
  say('event: endpoint\ndata: /messages\n\n')
  await transport.send(ask(3))
  expect(brought).not.toContainEqual(ended(3))
  streams[1]?.close()
  await vi.waitFor(() => expect(brought).toContainEqual(ended(3)))
  await transport.close()
})
