import { readFile } from 'node:fs/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { createGuardedFetch } from '../src/index.ts'

const file = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')

afterEach(() => vi.unstubAllGlobals())

it('shows the example that runs', async () => {
  const readme = await file('../README.md')
  expect(readme.match(/```ts\n([\s\S]*?)```/)?.[1]).toBe(await file('../examples/readme.ts'))
})

it('has an example that ends by itself and does what it says', async () => {
  const fetch = vi.fn(async () => Response.json({}))
  vi.stubGlobal('fetch', fetch)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import('../examples/readme.ts')
  expect(log.mock.calls.map((words) => words.join(' '))).toEqual([
    'Answered: 200',
    "Not asked: https://169.254.169.254/latest/meta-data/iam is on the local link, which is not allowed. If that is meant, set the option allow.networks of createAuth, or networks of this package, to ['link_local'].",
  ])
  expect(fetch.mock.calls).toMatchObject([
    [new URL('https://mcp.example.com/.well-known/oauth-protected-resource/mcp').href, { redirect: 'manual' }],
  ])
})

it('sends by the fetch that it is given, which makes its connections itself', async () => {
  const inner = vi.fn(async () => new Response('hello'))
  const response = await createGuardedFetch({ fetch: inner })('https://as.example/')
  expect(await response.text()).toBe('hello')
  expect(inner.mock.calls).toMatchObject([['https://as.example/', { redirect: 'manual' }]])
  expect(inner.mock.calls).not.toMatchObject([['https://as.example/', { dispatcher: expect.anything() }]])
})

it('needs no process where a fetch is given, as in a worker', () => {
  vi.stubGlobal('process', undefined)
  try {
    expect(createGuardedFetch({ fetch: async () => new Response() })).toBeTypeOf('function')
  } finally {
    vi.unstubAllGlobals()
  }
})
