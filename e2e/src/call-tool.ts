import type { MockWorld } from './mock-world.ts'

/** Calls a tool by who is signed in: the status of the answer. */
export async function callTool({ auth, mock }: Pick<MockWorld, 'auth' | 'mock'>, name = 'add'): Promise<number> {
  const params = { name, arguments: { a: 1, b: 2, text: 'x' } }
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })
  const response = await auth.fetch(mock.serverUrl, { method: 'POST', body })
  await response.text()
  return response.status
}
