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
  expect(log.mock.calls.map((words) => words.join(' '))).toEqual([
    expect.stringMatching(
      /^Open https:\/\/auth\.example\.com\/authorize\?code_challenge=[\w-]{43}&code_challenge_method=S256$/,
    ),
    'Then send grant_type and code_verifier',
  ])
})
