import { createMockServer } from '@fast-agent-auth/mock-server'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { createAuth } from 'fast-agent-auth'
import { setupServer } from 'msw/node'
import { agree } from './agree.ts'
import { median } from './median.ts'
import type { Table } from './table.ts'

const calls = 2_000
const rounds = 31

/** The time of `auth.fetch` with a valid token and without a network, beside the least code that could work. */
export async function fetchOverhead(): Promise<readonly Table[]> {
  const mock = createMockServer()
  const network = setupServer(...mock.handlers)
  network.listen()
  const answer = Response.json({})
  let stubbed = false
  const auth = createAuth(mock.serverUrl, {
    store: memoryTokenStore(),
    fetch: async (input, init) => (stubbed ? answer : globalThis.fetch(input, init)),
    openBrowser: async (url) => void (await globalThis.fetch(await agree(url))),
    redirect: { port: 0 },
  })
  await auth.login()
  const { accessToken } = (await auth.token()) ?? { accessToken: '' }
  network.close()
  stubbed = true

  const send: typeof globalThis.fetch = async () => answer
  const least: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${accessToken}`)
    return send(input, { ...init, headers })
  }
  const ours: number[] = []
  const others: number[] = []
  for (let round = 0; round < rounds; round++) {
    others.push(await timeOf(least, mock.serverUrl))
    ours.push(await timeOf(auth.fetch, mock.serverUrl))
  }
  return [
    {
      title: `A call with a valid token, without a network (${calls} calls, median of ${rounds} rounds in turn)`,
      columns: ['ours', 'copy headers and set one'],
      rows: [
        { what: 'µs a call', values: [ours, others].map((times) => (median(times) * 1000) / calls) },
        { what: 'times the least', target: { below: 2 }, values: [median(ours) / median(others), 1] },
      ],
    },
  ]
}

/** Times a call, in ms, with the headers and body that both official SDKs send with a tool call. */
async function timeOf(fetch: typeof globalThis.fetch, url: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': '2025-11-25',
    'mcp-session-id': '7b0a4e1c-5f0e-4d2b-9b1e-2f4a3c5d6e7f',
  }
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'add', arguments: { a: 1, b: 2 } },
  })
  const start = performance.now()
  for (let call = 0; call < calls; call++) await fetch(url, { method: 'POST', headers, body })
  return performance.now() - start
}
