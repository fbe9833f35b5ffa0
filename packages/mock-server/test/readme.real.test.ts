import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const example = new URL('../examples/readme.ts', import.meta.url)

it('shows in the README the example that is run here', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  expect(/```ts\n(.*?)```/s.exec(readme)?.[1]).toBe(await readFile(example, 'utf8'))
})

it('prints what the mock was asked and answered', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [fileURLToPath(example)])
  expect([stdout, stderr]).toMatchInlineSnapshot(`
    [
      "401 Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp", scope="mcp:read"
    mcp POST 401
    mcp GET 503
    ",
      "",
    ]
  `)
})
