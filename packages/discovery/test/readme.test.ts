import { readFile } from 'node:fs/promises'
import { expect, it, vi } from 'vitest'
import { mocked } from './world.ts'

const file = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')

it('shows the example that runs', async () => {
  const readme = await file('../README.md')
  expect(readme.match(/```ts\n([\s\S]*?)```/)?.[1]).toBe(await file('../examples/readme.ts'))
})

it('has an example that ends by itself and does what it says', async () => {
  mocked()
  const fetch = vi.spyOn(globalThis, 'fetch')
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import('../examples/readme.ts')
  expect(log.mock.calls.map((words) => words.join(' '))).toEqual([
    'Resource: https://mcp.example.com/mcp',
    'Issuer: https://auth.example.com',
    'Token endpoint: https://auth.example.com/token',
  ])
  expect(fetch.mock.calls.map(([url, init]) => `${init?.method ?? 'GET'} ${url}`).toSorted()).toEqual([
    'GET https://auth.example.com/.well-known/oauth-authorization-server',
    'GET https://auth.example.com/.well-known/openid-configuration',
    'GET https://mcp.example.com/.well-known/oauth-authorization-server',
    'GET https://mcp.example.com/.well-known/oauth-protected-resource/mcp',
    'POST https://mcp.example.com/mcp',
  ])
})
