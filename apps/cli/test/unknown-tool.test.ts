import { text } from 'node:stream/consumers'
import { memoryTokenStore } from '@fast-agent-auth/token-store'
import { describe, expect, it } from 'vitest'
import { serve, signIn, startMock } from './support/servers.ts'
import { runHere } from './support/world.ts'

describe('a call of a tool that the server does not have', () => {
  const result = { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } }
  const tools = [{ name: 'echo', inputSchema: { type: 'object' } }]
  const failed = { isError: true, content: [{ type: 'text', text: 'It failed.' }] }
  const unknown = { code: -32602, message: 'Unknown tool' }

  async function serverThat(answer: object): Promise<string> {
    const answers: Readonly<Record<string, object>> = {
      initialize: { result },
      'tools/list': { result: { tools } },
      'tools/call': answer,
    }
    const { port } = await serve(async (request, response) => {
      const { method, id } = JSON.parse((await text(request)) || '{}')
      if (id === undefined) {
        response.writeHead(method ? 202 : 405).end()
        return
      }
      const body = answers[method] ?? { error: { code: -32601, message: 'Method not found' } }
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id, ...body }))
    })
    return `http://127.0.0.1:${port}/mcp`
  }

  it.each([
    ['an error', { error: unknown }],
    ['a result', { result: failed }],
  ])('names the command that lists them, with what was typed: told in %s', async (_, answer) => {
    const url = await serverThat(answer)
    const argv = ['call', url, 'ehco', '--account', 'me', '--store', 'file', '--transport', 'http']
    expect(await runHere(argv)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `error: ${url} has no tool called ehco.\nhint: fast-agent-auth tools ${url} --account me --store file --transport http\n`,
    })
    const { stderr } = await runHere([...argv, '--json'])
    expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({ error: { code: 'unknown_tool' } })
  })

  it.each([
    ['an error', { error: unknown }, '', /Unknown tool/],
    ['a result', { result: failed }, 'It failed.\n', /The tool echo failed\./],
  ])('is told from one that fails: told in %s', async (_, answer, stdout, text) => {
    const finished = await runHere(['call', await serverThat(answer), 'echo'])
    expect(finished).toMatchObject({ code: 1, stdout, stderr: expect.stringMatching(text) })
    expect(finished.stderr).not.toContain('hint')
  })

  it('is told where the SDK answers', async () => {
    const mock = await startMock()
    const store = memoryTokenStore()
    await signIn(mock, store)
    const { code, stderr } = await runHere(['call', mock.serverUrl, 'ehco'], { store })
    expect(code).toBe(1)
    expect(stderr).toContain(`hint: fast-agent-auth tools ${mock.serverUrl}\n`)
  })
})
