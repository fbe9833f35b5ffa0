import { readFile } from 'node:fs/promises'
import { expect, it, vi } from 'vitest'

const file = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')

it('shows the example that runs', async () => {
  const readme = await file('../README.md')
  expect(readme.match(/```ts\n([\s\S]*?)```/)?.[1]).toBe(await file('../examples/readme.ts'))
})

it('has an example that ends by itself and does what it says', async () => {
  const network = vi.spyOn(globalThis, 'fetch')
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import('../examples/readme.ts')
  expect(network).not.toHaveBeenCalled()
  const [document, ...lines] = log.mock.calls.map((words) => words.join(' '))
  expect(JSON.parse(document ?? '')).toEqual({
    client_id: 'https://example.com/client.json',
    client_name: 'My agent',
    redirect_uris: ['http://127.0.0.1/callback', 'http://127.0.0.1:3030/callback', 'http://127.0.0.1:3031/callback'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  })
  expect(lines).toEqual([
    'warning: The document lists the redirect URI "http://127.0.0.1:5000/callback", which is used, with another port only: servers that compare exactly refuse it, although RFC 8252 §7.3 leaves the port free.',
    'Valid',
  ])
})
