import { within } from '../src/within.ts'
import type { ClientSession } from './client-session.ts'

export interface CallOptions {
  /** Names the call to the server. */
  readonly id: string
  /** From 0 to 1: chooses the tool, and the way in which the request is made. */
  readonly kind: number
  readonly signal: AbortSignal | undefined
}

/** How long a call may take, in ms: longer than any limit inside, such as the minute for another process's turn. */
const limit = 150_000

/** Sends one request as applications do, to its end. @returns the status */
export async function sendCall({ auth, url }: ClientSession, { id, kind, signal }: CallOptions): Promise<number> {
  const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const headers = { ...json, 'x-call': id }
  const options = { headers, ...(signal && { signal }) }
  const method = 'POST'
  // Not in the types of `fetch`.
  const streaming: RequestInit & { duplex: 'half' } = { method, duplex: 'half' }
  const tool = kind < 0.03 ? { name: 'write', arguments: { text: 'x' } } : { name: 'add', arguments: { a: 1, b: 2 } }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: tool })
  const ask = (): Promise<Response> => {
    if (kind < 0.7) return auth.fetch(url, { method, body, ...options })
    if (kind < 0.8) return auth.fetch(new URL(url), { method, body: Buffer.from(body), ...options })
    if (kind < 0.88) return auth.fetch(new Request(url, { method, body, ...options }))
    if (kind < 0.92) return auth.fetch(url, { ...streaming, body: new Blob([body]).stream(), ...options })
    if (kind < 0.94) return auth.fetch(url, { method: 'DELETE', ...options })
    const session = kind < 0.97 ? { 'mcp-session-id': 'x' } : {}
    return auth.fetch(url, { ...options, headers: { ...headers, ...session, accept: 'text/event-stream' } })
  }
  const response = await within(limit, `a call (${kind.toFixed(2)})`, ask())
  await within(limit, `the body of an answer (${response.status})`, response.text())
  return response.status
}
