import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startPlayground } from 'playground'
import { expect, it, onTestFinished } from 'vitest'
import { run } from '../src/child.ts'
import { createTerminalHome } from '../src/terminal-home.ts'

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

it('ends by itself, as the first program of the README should', async () => {
  const playground = await startPlayground()
  onTestFinished(() => playground.close())
  const { env } = await createTerminalHome()
  const finished = new AbortController()
  onTestFinished(() => finished.abort())
  const text = (await readFile(file('../examples/quick.ts'), 'utf8')).replace(
    'https://mcp.example.com/mcp',
    playground.mcpUrl,
  )
  expect(text).toContain(playground.mcpUrl)
  const argv = ['--input-type=module-typescript', '--eval', text]
  const { stdout } = await run(process.execPath, argv, {
    cwd: file('..'),
    env: { ...env, BROWSER: 'person' },
    signal: finished.signal,
  })
  expect(stdout).toMatch(/^Sign in here, if no browser opens: .*\n\{\n {2}tools: \[/)
})
