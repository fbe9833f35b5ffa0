import { readFile } from 'node:fs/promises'
import { expect, it, vi } from 'vitest'

const file = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')

it('shows the example that runs', async () => {
  const readme = await file('../README.md')
  expect(readme.match(/```ts\n([\s\S]*?)```/)?.[1]).toBe(await file('../examples/readme.ts'))
})

it('has an example that ends by itself and does what it says', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import('../examples/readme.ts')
  expect(log.mock.calls.flat()).toEqual([
    expect.stringMatching(/^The authorization server sends the browser to http:\/\/127\.0\.0\.1:\d+\/callback$/),
    'The browser waits at /callback',
    'Sign-in complete',
  ])
})
