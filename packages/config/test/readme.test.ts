import { readFile } from 'node:fs/promises'
import { expect, it, vi } from 'vitest'

const file = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8')

it('shows the example that runs', async () => {
  const readme = await file('../README.md')
  expect(readme.match(/```ts\n([\s\S]*?)```/)?.[1]).toBe(await file('../examples/readme.ts'))
})

it('has an example that does what it says', async () => {
  vi.stubEnv('INTERNAL_TOKEN', undefined)
  vi.stubEnv('GITHUB_MCP_URL', undefined)
  vi.stubEnv('FAST_AGENT_HOME', undefined)
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await import('../examples/readme.ts')
  const advice = `Set it, or give a default: \${INTERNAL_TOKEN:…}.`
  expect(log.mock.calls).toEqual([
    ['huggingface: auto'],
    ['github: forced'],
    [
      `internal: fast-agent.yaml:7: mcp.servers.internal.headers.Authorization: the variable INTERNAL_TOKEN is not set. ${advice}`,
    ],
    ['https://api.githubcopilot.com/mcp', {}],
    [
      {
        scope: 'repo user',
        redirect: { port: 3031, path: '/callback' },
        store: expect.objectContaining({ update: expect.any(Function) }),
      },
    ],
  ])
})
