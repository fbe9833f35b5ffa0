import { createMockServer } from '@fast-agent-auth/mock-server'
import { setupServer } from 'msw/node'
import { expect, it, onTestFinished, vi } from 'vitest'

it('runs the example of the README', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const mock = createMockServer({ challengeScope: 'mcp:read' })
  const network = setupServer(...mock.handlers)
  network.listen({ onUnhandledFrame: 'error' })
  onTestFinished(() => network.close())
  await import('../examples/readme.ts')
  expect(log.mock.calls.flat()).toEqual(['Error: https://mcp.example.com/mcp wants a token with the scope mcp:read'])
  expect(mock.requests.map(({ method, url, status }) => [method, url, status])).toEqual([
    ['POST', 'https://mcp.example.com/mcp', 401],
  ])
})

it('exports what is meant to be used', async () => {
  expect(Object.keys(await import('../src/index.ts'))).toMatchInlineSnapshot(`
    [
      "toOAuthClientProvider",
      "withSharedRefresh",
      "withTokens",
    ]
  `)
})
