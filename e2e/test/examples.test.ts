import { createMockServer, type MockServer } from '@fast-agent-auth/mock-server'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'

// The examples of the packages that open no browser; the others run in tests of their own.
const mock: MockServer = createMockServer({ challengeScope: 'mcp:read' })
const network = setupServer(...mock.handlers)
beforeAll(() => network.listen({ onUnhandledFrame: 'error' }))
afterAll(() => network.close())
beforeEach(() => mock.clear())

it.each([
  ['discovery', ['mcp', 'resourceMetadata', 'authorizationServerMetadata']],
  ['pkce', []],
  ['callback-server', []],
  ['token-store', []],
  ['flow', ['mcp', 'resourceMetadata', 'authorizationServerMetadata', 'register', 'authorize', 'token']],
  ['mcp', ['mcp']],
])('the example of %s asks a server for nothing but %j', async (name, endpoints) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  // Another copy than the one that the tests of the package itself run.
  await import(`../../packages/${name}/examples/readme.ts?of-all`)
  expect(log).toHaveBeenCalled()
  expect([...new Set(mock.requests.map(({ endpoint }) => endpoint))].toSorted()).toEqual(endpoints.toSorted())
})
